"""What is left out because it is known changes nothing of what is read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.flows.read import read
from feedsvc.model.reading import Reading
from feedsvc.normalize.window import fingerprints
from tests.rig import rss

URL = "https://herald.example/feed.xml"

names = st.sampled_from(["", "a", "b"])
items = st.builds(
    "<item><guid isPermaLink='false'>{}</guid><link>https://herald.example/{}</link>"
    "<title>{}</title><description>{}</description></item>".format,
    *(names,) * 4,
)
documents = st.lists(items, min_size=1, max_size=6)


def reading(items: list[str], before: Reading | None = None, title: str = "Herald") -> Reading:
    window, head = (before.window, before.head) if before else (b"", b"")
    return read(rss(*items, title=title), URL, "application/rss+xml", window, head)


@settings(max_examples=150)
@given(documents, documents, st.sampled_from(["Herald", "Herald, renamed"]))
def test_what_is_read_of_a_part_is_what_is_read_of_the_whole(
    before: list[str], after: list[str], title: str
) -> None:
    first = reading(before)
    whole, part = reading(after, title=title), reading(after, first, title)
    new = {place for place, item in enumerate(after) if item not in before}
    last = {item: place for place, item in enumerate(after)}  # of equal items the last counts
    expected = [arriving for arriving in whole.incoming if arriving.place in new & {*last.values()}]
    assert list(part.incoming) == expected
    assert part.window == whole.window
    assert (part.head, part.total) == (whole.head, whole.total)


@given(documents)
def test_the_window_names_every_entry_and_the_same_again_is_known(items: list[str]) -> None:
    first = reading(items)
    assert len(fingerprints(first.window)) == len(set(items))
    again = reading(items, first)
    assert again.incoming == ()
    assert again.hop is None
    assert (again.window, again.head, again.total) == (first.window, first.head, first.total)


@given(documents, st.data())
def test_another_order_of_what_is_known_brings_nothing(
    items: list[str], data: st.DataObject
) -> None:
    first = reading(items)
    again = reading(data.draw(st.permutations(items)), first)
    assert again.incoming == ()
    assert fingerprints(again.window) == fingerprints(first.window)
    assert reading(items, again).window == first.window
