"""What a child process is told to do.

The parent knows it by name and never loads the parsers that it needs: 100 ms of CPU.
"""

from feedsvc.model.window import Sent, Window


def read_document(body: bytes, sent: Sent, last: Window) -> object:
    """As `flows.read.read`."""
    from feedsvc.flows.read import read  # noqa: PLC0415 - see above

    return read(body, sent, last)
