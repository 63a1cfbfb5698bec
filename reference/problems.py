"""Everything that may go wrong with a poll, in plain words, with its cure."""

from feedsvc.flows.explain import everything
from reference.markup import code, page, prose, table


def written() -> str:
    """The page."""
    rows = [(one.what, prose(one.cure), code(one.cause)) for one in everything()]
    return page(
        "Problems and cures",
        "What the console, `feedsvc sources show` and alerts say when a source cannot be polled as"
        " it should, and what to do. Whatever it is: what the source brought before stays"
        " published. [Operate](../operate.md#what-to-do-when) has what concerns more than one"
        " source. The last column is the word that metrics and the API use.",
        table(("what happened", "what to do", "cause"), rows),
    )
