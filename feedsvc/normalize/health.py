"""Is this document believable?"""

from feedsvc.model.parsed import ParsedFeed
from feedsvc.normalize.text import line


def problem(parsed: ParsedFeed) -> str:
    """Why nothing of the document is to be believed; empty if it is a feed."""
    if parsed.version or parsed.entries:
        return ""
    return line(parsed.problem) or "the document is not a feed"


def remark(parsed: ParsedFeed) -> str:
    """What is odd about a document that is believed all the same; empty if nothing.

    What could be mended without guessing, such as a bare `&`, is no cause to worry anybody.
    """
    if parsed.cut:
        return "the document ends in the middle; its last entry was left out"
    if parsed.loose:
        said = line(parsed.problem)
        return f"the document is not well-formed ({said}); it was read by guessing"
    return ""
