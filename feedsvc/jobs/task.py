"""What a child process is told to do.

The parent knows it by name and never loads the parsers that it needs: 100 ms of CPU.
"""

from feedsvc.model.window import Window


def read_document(body: bytes, url: str, content_type: str, last: Window) -> object:
    """As `flows.read.read`."""
    from feedsvc.flows.read import read  # noqa: PLC0415 - see above

    return read(body, url, content_type, last)
