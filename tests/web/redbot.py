"""`python -m tests.web.redbot URL`: what redbot finds wrong with an address, one line each.

Its own command prints all notes without their levels, and those below others in no other form.
"""

import sys
from configparser import ConfigParser

import thor
from httplint.note import Note, levels
from redbot.resource import HttpResource


def main(url: str) -> None:
    config = ConfigParser()
    config.read_dict({"redbot": {"enable_local_access": "True"}})
    resource = HttpResource(config["redbot"], descend=False)
    resource.set_request(url)

    @thor.events.on(resource)
    def check_done() -> None:
        thor.stop()

    resource.check()
    thor.run()
    if not resource.response.complete:
        sys.exit(f"no answer: {resource.fetch_error}")
    for note in resource.response.notes:
        tell(note)


def tell(note: Note) -> None:
    if note.level in {levels.BAD, levels.WARN}:
        sys.stdout.write(f"{note.level.value}: {note.summary}\n")
    for below in note.subnotes:
        tell(below)


if __name__ == "__main__":
    main(sys.argv[1])
