"""What lists and programs are told of an entry as it is stored: its title and text, unabridged."""

from feedsvc.model.entry import Entry
from feedsvc.publish.shown import as_plain


def title_of(entry: Entry) -> str:
    """The title without markup; empty if there is none."""
    return as_plain(entry.title) if entry.title else ""


def text_of(entry: Entry) -> str:
    """The text with its markup, else that of the summary; empty if there is neither."""
    whole = "\n".join(content.value for content in entry.contents)
    return whole or (entry.summary.value if entry.summary else "")
