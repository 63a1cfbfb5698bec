"""The two stores hold the same: what is published is the same to the byte."""

from dataclasses import replace
from pathlib import Path

from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Scope
from tests.rig import Rig, item, rss, source

HERALD = "https://herald.example/feed.xml"
QUAY = "https://quay.example/feed.xml"
FULL = Permission(scope=Scope.FULL, attribution="From {source}, with thanks to {author}.")
CHANNELS = (
    Channel(name="all", title="All", sources=("*",)),
    Channel(name="quay", title="The quay", sources=("quay",), limit=2),
    Channel(name="tagged", title="Tagged", tags=("sea",)),
)


def week(url: str) -> tuple[list[dict[str, bytes]], Rig]:
    """What was published after each poll of an eventful week."""
    herald, quay = source(permission=FULL), source("quay", tags=("sea",))
    rig = Rig(url, (herald, quay), CHANNELS)
    documents = [rig.documents()]
    undated = "<item><title>Ebbe &amp; Flut 潮 🌊</title></item>"
    pages = [
        {HERALD: rss(item(1), item(2), undated), QUAY: rss(item(7), item(1), title="Quay")},
        {HERALD: rss(item(3), item(2, text="Corrected."), undated), QUAY: rss(item(8))},
        {HERALD: b"<html>gone</html>", QUAY: rss(*(item(n) for n in range(4, 9)), title="Kai")},
    ]
    for found in pages:
        rig.web.pages |= dict(found)
        rig.poll()
        documents.append(rig.documents())
    rig.provision((quay, replace(herald, permission=Permission())))
    documents.append(rig.documents())
    return documents, rig


def test_the_same_polls_give_the_same_bytes(tmp_path: Path, postgresql_url: str) -> None:
    on_sqlite, first = week(f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}")
    on_postgresql, second = week(postgresql_url)
    assert on_sqlite == on_postgresql
    assert len({tuple(sorted(documents.items())) for documents in on_sqlite}) == len(on_sqlite)
    tables = ("entries", "entry_keys", "revisions", "generation", "documents")
    for table in tables:
        select = f"SELECT * FROM {table}"  # noqa: S608 - our own names
        rows = [
            sorted(rig.database.connection().execute(select).fetchall(), key=repr)
            for rig in (first, second)
        ]
        assert rows[0] == rows[1], table
    first.database.close()
    second.database.close()
