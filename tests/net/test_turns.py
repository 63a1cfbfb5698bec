from hypothesis import given
from hypothesis import strategies as st

from feedsvc.net.turns import Turns


@given(st.lists(st.sampled_from("abc")), st.integers(1, 3), st.randoms(use_true_random=False))
def test_everyone_has_a_turn_and_no_host_too_many(hosts: list[str], most: int, chance) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    turns: Turns[tuple[str, int]] = Turns(most)
    for number, host in enumerate(hosts):
        turns.enter(host, (host, number))
    under_way: list[tuple[str, int]] = []
    had: list[tuple[str, int]] = []
    while turns.ready or under_way:
        while turns.ready:
            under_way.append(turns.ready.popleft())
        now = [host for host, _ in under_way]
        assert all(now.count(host) <= most for host in now)
        done = under_way.pop(chance.randrange(len(under_way)))
        had.append(done)
        turns.leave(done[0])
    assert sorted(had) == sorted((host, number) for number, host in enumerate(hosts))


def test_in_the_order_they_came() -> None:
    turns: Turns[int] = Turns(1)
    for number in range(3):
        turns.enter("a", number)
    order = []
    while turns.ready:
        order.append(turns.ready.popleft())
        turns.leave("a")
    assert order == [0, 1, 2]
