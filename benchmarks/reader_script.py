"""What `reader` is told to do; runs in the virtual environment that has it.

`add DATABASE FILE` adds the addresses in a file, one a line; `update DATABASE` polls
them all with 8 workers; `count DATABASE` prints how many entries are stored.
"""

import sys
from pathlib import Path

from reader import make_reader


def main() -> None:
    """Do what the arguments say."""
    order, database, *files = sys.argv[1:]
    reader = make_reader(database)
    match order:
        case "add":
            for url in Path(files[0]).read_text().split():
                reader.add_feed(url)
        case "update":
            for _result in reader.update_feeds_iter(workers=8, scheduled=False):
                pass
        case "count":
            sys.stdout.write(f"{reader.get_entry_counts().total}\n")
        case _:
            sys.exit(f"unknown order {order}")


main()
