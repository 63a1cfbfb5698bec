"""What a permission asks for and its terms, or the site's, do not allow."""

from collections.abc import Callable, Iterator

from feedsvc.model.rights import Licence
from feedsvc.settings.complaints import key_of
from feedsvc.settings.files import SOURCES
from feedsvc.settings.main import SiteTable
from feedsvc.settings.schema import SourcesTable, SourceTable

Find = Callable[[str], Licence | None]


def unpermitted(sources: SourcesTable, site: SiteTable, find: Find) -> list[str]:
    """A complaint for each thing in a source that its own terms or the site's forbid.

    Args:
        sources: `sources.toml`, right by itself.
        site: What the site demands, and whether it is commercial.
        find: Tells the licence of a name or address.
    """
    return [
        f"{SOURCES}:{key_of(('sources', name, *key.split('.')))}: {said}"
        for name, source in sources.sources.items()
        for key, said in _said(source, site, find)
    ]


def _said(source: SourceTable, site: SiteTable, find: Find) -> Iterator[tuple[str, str]]:
    permission = source.permission
    licence = find(permission.licence) if permission.licence else None
    if source.rewrite.remove and not permission.edits:
        said = "changes articles, and the permission says edits = false; remove one of them"
        yield "rewrite.remove", said
    elif source.rewrite.remove and licence and not licence.adapt:
        said = f"changes articles, and {licence.name} forbids changes; remove the rule"
        yield "rewrite.remove", said
    needs_licence = permission.scope == "licence"
    if site.commercial and needs_licence and licence and not licence.commercial:
        said = (
            f"{licence.name} forbids commercial use, and [site] commercial = true;"
            ' ask the owner and say which scope was granted, or take scope = "excerpt"'
        )
        yield "permission.licence", said
    if site.require_evidence and permission.scope == "full" and not permission.evidence:
        said = (
            'is missing, and [site] require_evidence asks for it where scope = "full";'
            " write where the permission can be looked up, or take a smaller scope"
        )
        yield "permission.evidence", said
