"""The two stores hold the same: what is published is the same to the byte."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path

from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Scope
from feedsvc.store import archives
from tests.rig import FORMATS, Rig, item, rss, source

HERALD = "https://herald.example/feed.xml"
QUAY = "https://quay.example/feed.xml"
FULL = Permission(scope=Scope.FULL, attribution="From {source}, with thanks for {title}.")
CHANNELS = (
    Channel(name="all", title="All", sources=("*",)),
    Channel(name="quay", title="The quay", sources=("quay",), limit=2),
    Channel(name="tagged", title="Tagged", tags=("sea",)),
)


def everything(rig: Rig) -> dict[str, bytes]:
    """The bytes of every document and of every archive."""
    documents, publisher = rig.documents(), rig.publisher()
    for form in FORMATS:
        for number in count(1):
            document = publisher.archive("quay", number, form)
            if document is None:
                break
            documents[f"quay/archive/{number}.{form}"] = document.body
    return documents


def week(url: str) -> tuple[list[dict[str, bytes]], Rig]:
    """What was published after each poll of an eventful week."""
    herald, quay = source(permission=FULL), source("quay", tags=("sea",))
    rig = Rig(url, (herald, quay), CHANNELS)
    documents = [everything(rig)]
    undated = "<item><title>Ebbe &amp; Flut 潮 🌊</title></item>"
    pages = [
        {HERALD: rss(item(1), item(2), undated), QUAY: rss(item(7), item(1), title="Quay")},
        {HERALD: rss(item(3), item(2, text="Corrected."), undated), QUAY: rss(item(8))},
        {HERALD: b"<html>gone</html>", QUAY: rss(*(item(n) for n in range(4, 9)), title="Kai")},
    ]
    for found in pages:
        rig.web.pages |= dict(found)
        rig.poll()
        documents.append(everything(rig))
    rig.provision((quay, replace(herald, permission=Permission())))
    documents.append(everything(rig))
    return documents, rig


def test_processes_that_seal_at_once_agree(database_url: str) -> None:
    rig = Rig(database_url, (source(permission=FULL), source("quay", permission=FULL)), CHANNELS)
    publishers = [rig.publisher() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        for last in (4, 6, 9):
            rig.web.pages[QUAY] = rss(*map(item, range(1, last)), title="Quay")
            rig.poll("quay")
            made = [threads.submit(one.document, "quay", "atom") for one in publishers]
            assert len({one.result().body for one in made}) == 1
    found = archives.latest(rig.database.statements(), "quay")
    assert archives.progress(rig.database.statements(), "quay").newest == 3
    assert len(found) == 6
    rig.database.close()


def test_the_same_polls_give_the_same_bytes(tmp_path: Path, postgresql_url: str) -> None:
    on_sqlite, first = week(f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}")
    on_postgresql, second = week(postgresql_url)
    assert on_sqlite == on_postgresql
    assert len({tuple(sorted(documents.items())) for documents in on_sqlite}) == len(on_sqlite)
    assert "quay/archive/2.atom" in on_sqlite[-1]
    tables = (
        "entries",
        "entry_keys",
        "revisions",
        "generation",
        "documents",
        "archives",
        "archive_states",
    )
    for table in tables:
        select = f"SELECT * FROM {table}"  # noqa: S608 - our own names
        rows = [
            sorted(rig.database.connection().execute(select).fetchall(), key=repr)
            for rig in (first, second)
        ]
        assert rows[0] == rows[1], table
    first.database.close()
    second.database.close()
