"""A feed that we publish."""

from dataclasses import dataclass

from feedsvc.model.source import Source

SOURCE_CHANNEL = "source-"
"""What the name of a source's own channel begins with."""


DEFAULT_LIMIT = 50
"""Entries that a document of a channel holds where nothing else is said."""

LONGEST = 1000
"""Entries that a document of a channel may hold at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed that we publish.

    Attributes:
        sources: Names of sources; `"*"` is every source.
        tags: Every source with one of these tags belongs to it too.
        limit: How many entries its document holds.
        private: Only its subscribers may read it.
    """

    name: str
    title: str
    description: str = ""
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    private: bool = False

    def selects(self, source: Source) -> bool:
        """Whether entries of `source` belong to this channel: a public one passes over private."""
        if source.private and not self.private:
            return False
        return (
            "*" in self.sources
            or source.name in self.sources
            or not set(self.tags).isdisjoint(source.tags)
        )
