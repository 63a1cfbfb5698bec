"""What is right by itself in each file but does not fit together.

It is judged from the files as written, so that it is told together with what is wrong in
either of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from feedsvc.errors import meant
from feedsvc.model.channel import SOURCE_CHANNEL
from feedsvc.model.source import Source
from feedsvc.settings.complaints import key_of
from feedsvc.settings.fields import shown
from feedsvc.settings.files import CHANNELS, SOURCES
from feedsvc.settings.secret import Secret


def unfitting(
    sources: Mapping[str, Any],
    channels: Mapping[str, Any],
    added: Mapping[str, Source] | None,
    *,
    own_channels: bool,
) -> list[str]:
    """A complaint for each thing that a channel asks for and no source answers.

    Args:
        sources: `sources.toml` as TOML gives it; what is malformed in it is passed over.
        channels: `channels.toml` likewise.
        added: The sources that operators added, by name; None where they cannot be known.
        own_channels: Whether each source has a channel of its own.
    """
    declared = _tables(sources.get("sources"))
    is_all_known, added = added is not None, added or {}
    known = declared.keys() | added.keys()
    tags = {tag for source in declared.values() for tag in _words(source, "tags")}
    tags |= {tag for name in added.keys() - declared.keys() for tag in added[name].tags}
    private = {name for name, source in declared.items() if source.get("private") is True}
    private |= {name for name in added.keys() - declared.keys() if added[name].private}
    complaints = []
    for name, channel in _tables(channels.get("channels")).items():
        where = f"{CHANNELS}:{key_of(('channels', name))}"
        complaints += [
            f"{where}.sources: there is no source {shown(wanted)}{meant(wanted, known)};"
            f" declare it in {SOURCES} or remove it here"
            for wanted in _words(channel, "sources")
            if is_all_known and wanted != "*" and wanted not in known
        ]
        complaints += [
            f"{where}.tags: no source has the tag {shown(tag)}{meant(tag, tags)};"
            f" give it to one in {SOURCES} or remove it here"
            for tag in _words(channel, "tags")
            if is_all_known and tag not in tags
        ]
        complaints += [
            f"{where}.sources: {shown(wanted)} is private, and this channel is not;"
            " write private = true here, or remove it"
            for wanted in _words(channel, "sources")
            if channel.get("private") is not True and wanted in private
        ]
        if not channel.get("sources") and not channel.get("tags"):
            complaints.append(f'{where}: selects nothing; add sources = ["*"] or tags = ["…"]')
        taken = name.removeprefix(SOURCE_CHANNEL)
        if own_channels and taken != name and taken in known:
            complaints.append(
                f"{where}: is the name of the channel that source {taken!r} has by itself;"
                " choose another, or set [site] per_source_channels = false"
            )
    return complaints


def looping(urls: Mapping[str, str | Secret], site: str, bind: str) -> list[str]:
    """A complaint for each source that is a channel of our own (defects DF8).

    Args:
        urls: Name of each source to its URL.
        site: Our public address.
        bind: Where we listen.
    """
    _, _, port = bind.rpartition(":")
    ours = {f"{site}/channels/".partition("://")[2], f"{bind}/channels/"}
    ours |= {f"{host}:{port}/channels/" for host in ("127.0.0.1", "localhost", "[::1]")}
    return [
        f"{SOURCES}:{key_of(('sources', name, 'url'))}: {shown(url)} is a channel of our own,"
        " which would feed on itself; name the feed that it is made from"
        for name, url in urls.items()
        if (url.value() if isinstance(url, Secret) else url)
        .lower()
        .partition("://")[2]
        .startswith(tuple(ours))
    ]


def _tables(value: object) -> dict[str, dict[str, Any]]:
    """Those of the values that are tables."""
    if not isinstance(value, dict):
        return {}
    return {name: table for name, table in value.items() if isinstance(table, dict)}


def _words(table: Mapping[str, Any], key: str) -> Iterator[str]:
    """The texts in a list, as they are compared: without white space around them."""
    value = table.get(key)
    for word in value if isinstance(value, list) else []:
        if isinstance(word, str) and word.strip():
            yield " ".join(word.split())
