"""Articles whose every part can be told in what is published, and what may be published of them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from feedsvc.model.rights import Level
from feedsvc.model.source import Images, Permission, Scope, ThirdParty

BORN = datetime(2026, 3, 1, 6, tzinfo=UTC)
BY = "https://creativecommons.org/licenses/by/4.0/"
LICENCES = {
    "": "",
    "by": f"<cc:license>{BY}</cc:license>",
    "nc": "<cc:license>https://creativecommons.org/licenses/by-nc/4.0/</cc:license>",
    "reserved": "<cc:license>https://herald.example/terms</cc:license>",
}
LINE = "This story first appeared on The Quay and is reposted here with permission."


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article of a source.

    Attributes:
        number: Its marks hold it.
        licence: A key of `LICENCES`.
        elsewhere: Its last line says that it first appeared elsewhere.
    """

    number: int
    licence: str = ""
    elsewhere: bool = False

    def marks(self) -> dict[Level, str]:
        """A word that stands in its title, in its first words, and beyond those alone."""
        return {
            Level.LINK: f"titled{self.number}x",
            Level.EXCERPT: f"beginning{self.number}x",
            Level.FULL: f"remainder{self.number}x",
        }

    @property
    def picture(self) -> str:
        return f"picture{self.number}x.png"

    @property
    def public_id(self) -> str:
        return f"tag:herald.example,2026:{self.number}"

    def item(self) -> str:
        marks, host = self.marks(), "https://herald.example"
        line = f"<p>{LINE}</p>" if self.elsewhere else ""
        text = (
            f"<p>{marks[Level.EXCERPT]} {'word ' * 80}</p><p><img src='{host}/{self.picture}'></p>"
            f"<p>{marks[Level.FULL]}</p>{line}"
        )
        return (
            f"<item><title>{marks[Level.LINK]}</title><link>{host}/{self.number}</link>"
            f'<guid isPermaLink="false">{self.public_id}</guid>'
            f"<enclosure url='{host}/enclosed-{self.picture}' type='image/png' length='9'/>"
            f"<pubDate>{BORN:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
            f"<description><![CDATA[{text}]]></description>{LICENCES[self.licence]}</item>"
        )


def told(body: str, article: Article) -> tuple[Level, bool]:
    """How much of an article a body shows, and whether a picture of it."""
    level = Level.NOTHING
    for at, mark in article.marks().items():
        if mark in body:
            level = at
    return level, article.picture in body


def allowed(
    article: Article, permission: Permission, *, now: datetime, commercial: bool, revoked: bool
) -> tuple[Level, bool]:
    """What the documents say may be shown, told without the program's own words."""
    age, today = now - BORN, now.date()
    expired = permission.expiry and age >= permission.expiry
    if revoked or age < permission.embargo or expired:
        return Level.NOTHING, False
    free = article.licence == "by" or (article.licence == "nc" and not commercial)
    early = permission.starts is not None and today < permission.starts
    late = permission.ends is not None and today > permission.ends
    if early or late or permission.scope is Scope.LICENCE:
        level = Level.FULL if free else Level.EXCERPT
    else:
        level = Level[permission.scope.name]
    if article.elsewhere:
        match permission.on_third_party:
            case ThirdParty.HOLD:
                return Level.NOTHING, False
            case ThirdParty.EXCERPT:
                level = min(level, Level.EXCERPT)
            case ThirdParty.ALLOW:
                pass
    pictures = {Images.TEXT: True, Images.LICENCE: free, Images.NONE: False}[permission.images]
    return level, pictures and level is Level.FULL


ANY = Permission(attribution="First published by {source}.")
DAYS = [None, BORN.date(), (BORN + timedelta(days=2)).date(), (BORN + timedelta(days=5)).date()]


def permission_of(**fields: object) -> Permission:
    return replace(ANY, **fields)  # type: ignore[arg-type] # fields of Permission
