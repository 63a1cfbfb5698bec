import pytest

from feedsvc.model.parsed import ParsedEntry, ParsedFeed
from feedsvc.normalize.health import problem, remark


@pytest.mark.parametrize(
    ("parsed", "said"),
    [
        (ParsedFeed(), "the document is not a feed"),
        (ParsedFeed(problem="the document\nis HTML\x00"), "the document is HTML"),
        (ParsedFeed(version="rss20"), ""),
        (ParsedFeed(version="rss20", problem="a bare &"), ""),
        (ParsedFeed(entries=(ParsedEntry(id="a"),), problem="no root"), ""),
    ],
)
def test_what_is_no_feed_is_told_in_one_line(parsed: ParsedFeed, said: str) -> None:
    assert problem(parsed) == said


@pytest.mark.parametrize(
    ("parsed", "said"),
    [
        (ParsedFeed(version="rss20"), ""),
        (ParsedFeed(version="rss20", problem="a bare & was mended"), ""),
        (
            ParsedFeed(version="rss20", loose=True, problem="mismatched\ntag"),
            "the document is not well-formed (mismatched tag); it was read by guessing",
        ),
        (
            ParsedFeed(version="rss20", loose=True, cut=True, problem="no element found"),
            "the document ends in the middle; its last entry was left out",
        ),
    ],
)
def test_what_is_odd_is_told_in_one_line(parsed: ParsedFeed, said: str) -> None:
    assert remark(parsed) == said
