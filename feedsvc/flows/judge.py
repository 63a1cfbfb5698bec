"""Judging what may be shown of an entry, and how it is credited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from feedsvc.flows.known import Known
from feedsvc.model.entry import Hop
from feedsvc.model.held import Held
from feedsvc.model.rights import Grant, Level
from feedsvc.model.source import DEFAULT_ATTRIBUTION, Permission, ThirdParty
from feedsvc.publish.compose import Judged
from feedsvc.rights import chain, claims, deeds, licences
from feedsvc.rights.attribution import credit
from feedsvc.rights.decide import Terms, decide
from feedsvc.rights.licences import Declared

_NOWHERE = Hop(title="")


def judge(held: Held, known: Known, now: datetime, *, commercial: bool) -> Judged:
    """Decide what may be shown of an entry at `now`, and how it is credited.

    What cannot be credited as it must be is not shown at all.

    Args:
        held: The entry.
        known: Its source.
        now: The moment.
        commercial: Whether our site is.
    """
    due = held.update_due
    if due and due <= now:
        held, due = replace(held, updated=due, update_due=None), None
    source = known.stored.source
    claim = claims.claim(held.entry)
    far = chain.elsewhere(held.entry, known.credit, claim)
    declared = _declared(held, known, is_far=bool(far))
    terms = Terms(
        permission=source.permission,
        licences=tuple(one.licence for one in declared),
        elsewhere=far,
        passed_on=claim.licences if claim and far else (),
        revoked=source.revoked,
        commercial=commercial,
    )
    grant = _explained(decide(held, terms, now), declared, source.remove)
    found = (*terms.passed_on, *terms.licences)
    way = chain.attribution(held.entry, known.credit, claim)
    written = credit(held, _crediting(terms), way, grant, found, claim)
    if written.lacking and grant.level is not Level.NOTHING:
        reasons = (written.lacking, *grant.reasons)
        grant = Grant(level=Level.NOTHING, held=True, reasons=reasons, until=grant.until)
    return Judged(
        held=held,
        grant=replace(grant, until=min(filter(None, (grant.until, due)))) if due else grant,
        attribution=way,
        line=written.line,
        licences=found,
        claim=claim if far else None,
        noindex=source.permission.noindex,
        canonical=source.permission.canonical,
        pixel=source.permission.pixel if grant.level is Level.FULL else "",
        remove=source.remove if grant.edits else (),
    )


def _declared(held: Held, known: Known, *, is_far: bool) -> Sequence[Declared]:
    """The licences that are declared for an entry, the operator's word where there is none.

    A feed speaks for what it wrote itself: of what it copied, the feed that it names does.
    """
    entry, word = held.entry, known.stored.source.permission.licence
    feed = next(iter(entry.hops), _NOWHERE) if is_far else known.hop
    declared = licences.declared(entry, feed)
    if declared or entry.licences or is_far or not word:
        return declared
    licence = deeds.by_name(word)
    return (Declared(licence, "the permission"),) if licence else ()


def _explained(grant: Grant, declared: Sequence[Declared], remove: Sequence[str]) -> Grant:
    """A grant with who declares its licence, and why nothing is left out if that was wanted."""
    reasons = list(grant.reasons)
    if remove and grant.level is Level.FULL and not grant.edits:
        reasons.append("nothing is left out of it by rewrite.remove: its licence forbids changes")
    says = next((one.by for one in declared if one.licence is grant.licence), "")
    if says:
        reasons.append(f"{says} declares it")
    return replace(grant, reasons=tuple(reasons))


def _crediting(terms: Terms) -> Permission:
    """The permission whose lines are written under an entry.

    What the owner of a source lets us say of their own articles is not true of others'.
    """
    permission = terms.permission
    if terms.elsewhere and permission.on_third_party is not ThirdParty.ALLOW:
        return replace(permission, attribution=DEFAULT_ATTRIBUTION, credit="")
    return permission
