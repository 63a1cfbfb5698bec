"""A server on every address and some ports: on one of them a stranger's, elsewhere a secret."""

import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Self

FRONT = "93.184.216.34"
"""The stranger's address, which is public."""

PORT = 18080
_PORTS = (21, 80, 443, PORT)
_SECRET = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret"


class Everywhere:
    """Listens while entered.

    Attributes:
        reached: How many connections were made to anything but the stranger.
    """

    def __init__(self, stranger: Callable[[str], bytes]) -> None:
        """`stranger` answers a path with a whole response; without one more the line is cut."""
        self.reached = 0
        self._stranger = stranger
        self._open = True
        self._selector = selectors.DefaultSelector()
        self._connections: list[socket.socket] = []
        for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            for port in _PORTS:
                listener = socket.create_server((host, port), family=family, backlog=512)
                self._selector.register(listener, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._thread.join()

    def hang_up(self) -> None:
        """Close every connection to the stranger."""
        while self._connections:
            with suppress(OSError):
                self._connections.pop().shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while self._open:
            for key, _ in self._selector.select(0.05):
                listener = key.fileobj
                assert isinstance(listener, socket.socket)
                connection, _ = listener.accept()
                if connection.getsockname()[0] == FRONT:
                    self._connections.append(connection)
                    threading.Thread(target=partial(self._serve, connection), daemon=True).start()
                    continue
                self.reached += 1
                with connection, suppress(OSError):
                    connection.sendall(_SECRET)

    def _serve(self, connection: socket.socket) -> None:
        rest = b""
        with connection, suppress(OSError, ValueError):
            while True:
                while b"\r\n\r\n" not in rest:
                    more = connection.recv(65536)
                    if not more:
                        return
                    rest += more
                head, _, rest = rest.partition(b"\r\n\r\n")
                size = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
                while len(rest) < int(size or 0):
                    rest += connection.recv(65536)
                rest = rest[int(size or 0) :]
                connection.sendall(self._stranger(head.split(b" ", 2)[1].decode()))
