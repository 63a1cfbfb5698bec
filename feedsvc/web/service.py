"""What the pages and documents are asked of."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from feedsvc.model.channel import Channel
from feedsvc.model.view import ChannelView, Document, Showing


class Service(Protocol):
    """Everything that the web process needs from the rest of the program.

    Its methods are called from several threads at once.
    """

    @property
    def site_title(self) -> str:
        """What the site is called."""

    @property
    def base_url(self) -> str:
        """Public address of the site, without a trailing slash."""

    def generation(self) -> int:
        """A number that changes whenever anything published may have; costs microseconds."""

    def curbed(self) -> int:
        """The generation in which something may have been taken back last, as far as is known.

        What was made in it or later shows nothing that was taken back, though it may lack news.
        """

    def channels(self) -> Sequence[Channel]:
        """Every public channel, in configured order."""

    def every_channel(self) -> Sequence[Channel]:
        """The same with those that are private."""

    def own_channel(self, source: str) -> Channel | None:
        """The channel that a source has by itself, unless it has none."""

    def audience(self, name: str) -> frozenset[str]:
        """The private channels one of which who reads this one must subscribe to; none if public.

        Raises:
            NotFoundError: There is no such channel.
        """

    def audience_of_entry(self, id: str) -> frozenset[str]:  # noqa: A002  # the word of the addresses
        """The private channels one of which who reads this entry must subscribe to, or none.

        Raises:
            NotFoundError: There is no such entry.
        """

    def admits(self, user: str | None, token: str, audience: AbstractSet[str]) -> bool:
        """Whether the token is of a subscriber of one of these channels; costs microseconds.

        Args:
            user: The subscriber that it must be of; None if nobody said.
            token: As it was sent.
            audience: The channels.
        """

    def view(self, name: str) -> ChannelView:
        """The channel as it stands.

        Raises:
            NotFoundError: There is no such channel.
        """

    def document(self, name: str, format: str) -> Document:  # noqa: A002  # the word of the addresses
        """The channel in one of the formats `atom`, `rss`, `json`.

        Raises:
            NotFoundError: There is no such channel.
        """

    def archive(self, name: str, number: int, format: str) -> Document | None:  # noqa: A002  # as above
        """An archive of the channel (RFC 5005 4); None for the one that will be sealed next.

        Raises:
            NotFoundError: There is no such channel or archive.
        """

    def archive_view(self, name: str, number: int) -> ChannelView | None:
        """The same as it stands, for its page.

        Raises:
            NotFoundError: There is no such channel or archive.
        """

    def seal(
        self,
        key: str,
        content_type: str,
        body: bytes,
        modified_floor: datetime,
        until: datetime | None,
    ) -> Document:
        """Compress, hash and date the bytes of a page.

        Args:
            key: The address of the page, by which its last bytes are remembered.
            content_type: With its charset.
            body: The whole page.
            modified_floor: The page did not change before this moment.
            until: When it must be rendered again at the latest.
        """

    def entry(self, id: str) -> Showing:  # noqa: A002  # the word of the addresses
        """One entry as it may be shown.

        Raises:
            NotFoundError: There is no such entry, or nothing of it may be shown.
            WithdrawnError: It is gone on purpose.
        """

    def opml_channels(self) -> bytes:
        """What we publish, as OPML."""

    def opml_sources(self) -> bytes:
        """Where it comes from, as OPML."""

    def readable(self) -> bool:
        """Whether the database answers."""

    def writable(self) -> bool:
        """Whether it takes writes, as far as that shows without writing."""
