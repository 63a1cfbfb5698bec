"""A server on loopback that answers as badly as a test wants."""

import socket
import ssl
import threading
from collections.abc import Callable
from functools import partial
from typing import Self

Handler = Callable[[socket.socket, bytes], None]
"""Gets the connection and the head of one request; sends what it likes."""


class Loopback:
    """Listens while entered.

    Attributes:
        heads: The request heads that came, in order.
        accepted: How many connections were made.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.heads: list[bytes] = []
        self.accepted = 0
        self._handler = handler
        self._context = context
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, port), family=family, backlog=64)
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://{host}:{self.port}"
        self._open = True

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._threads[0].join()
        self._listener.close()
        for connection in self._connections:
            connection.close()
        for thread in self._threads:
            thread.join(5)

    def _run(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while self._open:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.accepted += 1
            connection.settimeout(0.05)
            self._connections.append(connection)
            self._run(partial(self._serve, connection))

    def _serve(self, plain: socket.socket) -> None:
        connection = plain
        try:
            if self._context:
                plain.settimeout(5)
                connection = self._context.wrap_socket(plain, server_side=True)
                self._connections.append(connection)
                connection.settimeout(0.05)
            while head := self._read_head(connection):
                self.heads.append(head)
                self._handler(connection, head)
        except OSError:
            pass
        finally:
            connection.close()

    def _read_head(self, connection: socket.socket) -> bytes:
        head = b""
        while self._open and b"\r\n\r\n" not in head:
            try:
                chunk = connection.recv(65536)
            except TimeoutError:
                continue
            if not chunk:
                return b""
            head += chunk
        return head


def answer(status: str = "200 OK", body: bytes = b"", **fields: str) -> Handler:
    """A handler that answers every request alike; `content_type="x"` is `Content-Type: x`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in fields.items()]
    whole = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    return lambda connection, _head: connection.sendall(whole)


def then_close(raw: bytes) -> Handler:
    """A handler that sends `raw` and closes the connection."""

    def handle(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_RDWR)

    return handle


def silent(connection: socket.socket, _head: bytes) -> None:
    """A handler that takes the request and never says a word."""


def path_of(head: bytes) -> str:
    """The path that a request asks for."""
    return head.split(b" ", 2)[1].decode()
