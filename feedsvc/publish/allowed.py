"""What may be shown of an entry and of its feeds: without pictures, passages, or all but little."""

from dataclasses import replace

from feedsvc.model.rights import Level
from feedsvc.model.view import Showing
from feedsvc.publish.brief import brief
from feedsvc.publish.passages import without_passages
from feedsvc.publish.unpictured import unpictured, unpictured_hop


def allowed(showing: Showing) -> Showing:
    """A showing with no more in it than its grant has.

    Args:
        showing: With the entry as it is stored.
    """
    if showing.level is not Level.FULL:
        return brief(showing)
    held = showing.held
    entry, attribution = held.entry, showing.attribution
    if showing.remove:
        entry = without_passages(entry, showing.remove)
    if not showing.grant.images:
        entry = unpictured(entry)
        attribution = replace(attribution, origin=unpictured_hop(attribution.origin))
    if entry is held.entry:
        return showing
    return replace(showing, held=replace(held, entry=entry), attribution=attribution)
