import pytest

from feedsvc.text.mailbox import is_mailbox


@pytest.mark.parametrize("value", ["a@b.example", "o'n+x@mail.b.online", "a.b@xn--p1ai.example"])
def test_what_is_a_mailbox(value: str) -> None:
    assert is_mailbox(value)


@pytest.mark.parametrize(
    "value",
    ["", "a", "a@b", "@b.example", "a b@c.example", "a@b..example", "<a@b.example>", "ä@b.example",
     "a@b.example\n"],
)  # fmt: skip
def test_what_is_no_mailbox(value: str) -> None:
    assert not is_mailbox(value)
