"""What is published of a sample, as digests; run in a process with a hash seed of its own."""

import json
import sys
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

from tests.judges import service, upstream
from tests.judges.upstream import Document
from tests.rig import Rig

SAMPLE = 9
LATER = timedelta(days=400, hours=1)


def sample(shared: Path) -> list[Document]:
    """Every so manieth document."""
    return upstream.documents(shared)[::SAMPLE]


def digests(rig: Rig) -> dict[str, str]:
    """The digest of each document's bytes."""
    return {
        f"{one.channel}.{one.form}": blake2b(one.body, digest_size=16).hexdigest()
        for one in service.published(rig)
    }


def main(database: str, shared: str) -> None:
    """Poll the sample into a new database and tell what is published, at once and later."""
    with service.polled(database, sample(Path(shared))) as (rig, _):
        at_once = digests(rig)
        rig.moment += LATER
        json.dump([at_once, digests(rig)], sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
