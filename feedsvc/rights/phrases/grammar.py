"""How a language builds the sentence that says where an article first appeared."""

from typing import NamedTuple


class Phrases(NamedTuple):
    """The phrases of one language, as regular expressions in lower case without groups.

    The sentence is `subject fillers first placed at ORIGIN`, as in "this article | was |
    originally | published | on | The Quay", or `subject fillers again given ORIGIN`, as in "this
    article | is | republished | from | The Quay"; without its subject it is elliptical.

    Attributes:
        words: Lower case, apart by spaces; one of them is in every sentence below.
        signs: The same, apart by `|`, for a script without spaces between words.
        subject: The article, as the sentence names it.
        fillers: Words that may stand between the subject and what is said of it.
        first: That it was there first.
        placed: That it stood there.
        at: What leads to the name of a place.
        by: What leads to the name of whoever made it public.
        again: That it stands here again.
        given: What leads from `again` to the name.
        further: Other ways to go on after the subject, up to the name.
        bare: Other ways to begin without a subject, up to the name.
        titled: How blogging programs begin the sentence that names the title, and how they
            go on after the title.
        whole: Sentences with the name inside, as the group `o`.
        labels: What stands before a colon and the name.
        sources: What stands before a colon and a link that is the rest of the line.
    """

    words: str = ""
    signs: str = ""
    subject: str = ""
    fillers: str = ""
    first: str = ""
    placed: str = ""
    at: str = ""
    by: str = ""
    again: str = ""
    given: str = ""
    further: str = ""
    bare: str = ""
    titled: tuple[str, str] = ("", "")
    whole: tuple[str, ...] = ()
    labels: str = ""
    sources: str = ""

    def predicate(self) -> str:
        """What may follow the subject, up to the name."""
        once = rf"(?:{self.placed}) (?:{self.at})" if self.placed else ""
        ways = _either(self._firsts(), self.further, once, self._agains())
        return rf"{self._fillers()}(?:{ways})" if ways else ""

    def label(self) -> str:
        """What stands before a colon and the name."""
        if not self.placed:
            return self.labels
        first, placed = rf"(?:{self.first})", rf"(?:{self.placed})"
        return _either(rf"{first} {placed}", rf"{placed} {first}", self.labels)

    def after_title(self) -> str:
        """What may follow the title of the article, up to the name."""
        return rf"{self._fillers()}(?:{self._firsts()})" if self.placed else ""

    def elliptical(self) -> str:
        """What a sentence without a subject begins with, up to the name."""
        return _either(self._firsts(), self._agains(), self.bare)

    def _fillers(self) -> str:
        return rf"(?:(?:{self.fillers}) ?)*" if self.fillers else ""

    def _firsts(self) -> str:
        if not self.placed:
            return ""
        first, placed = rf"(?:{self.first})", rf"(?:{self.placed})"
        place = rf"(?:{_either(self.at, self.by)})"
        fillers = rf"(?:(?:{self.fillers}) )?" if self.fillers else ""
        return rf"(?:{first},? )+{fillers}{placed} {place}|{placed},?(?: {first})+ {place}"

    def _agains(self) -> str:
        return rf"(?:{self.again}),? (?:{self.given})" if self.again else ""


def _either(*ways: str) -> str:
    return "|".join(way for way in ways if way)
