import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from feedsvc.flows.pull import Polled
from feedsvc.model.channel import LONGEST
from feedsvc.model.held import Held
from feedsvc.store import entries, sources
from tests.judges import readers, service, upstream
from tests.judges.service import Published
from tests.judges.upstream import Document


@pytest.fixture(scope="session")
def node_packages() -> None:
    """The judges that come from npm; in CI they are there or the test fails."""
    if readers.INSTALLED.exists() and shutil.which("node"):
        return
    if os.environ.get("CI"):
        pytest.fail(readers.MISSING)
    pytest.skip(readers.MISSING)


class Corpus(NamedTuple):
    """What was given, what was stored of it by source, and what is published."""

    documents: dict[str, Document]
    accounts: dict[str, Polled]
    held: dict[str, list[Held]]
    published: list[Published]


@pytest.fixture(scope="session")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The service after its first poll of every document."""
    database = f"sqlite:///{tmp_path_factory.mktemp('judges')}/feedsvc.sqlite3"
    documents = upstream.documents(shared)
    with service.polled(database, documents) as (rig, accounts):
        statements = rig.database.statements()
        held = {
            one.source.name: entries.listed(statements, [one.source.name], most=LONGEST)
            for one in sources.everything(statements)
        }
        yield Corpus(
            {one.name: one for one in documents}, accounts, held, list(service.published(rig))
        )
