"""A network namespace in which every address there is leads back to this machine.

Made by `unshare -rnm`: it has nothing but loopback, so that even a client without a guard
reaches no other machine.
"""

import fcntl
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Callable
from typing import NamedTuple

_SET_FLAGS, _UP = 0x8914, 1  # SIOCSIFFLAGS, IFF_UP
_NEW_ROUTE, _NEW_ADDRESS = 24, 20  # RTM_NEWROUTE, RTM_NEWADDR
_CREATE = 0x405  # NLM_F_REQUEST, NLM_F_ACK, NLM_F_CREATE
_LOOPBACK = 1  # the index of `lo`
_A, _AAAA = 1, 28


class Query(NamedTuple):
    """What the name server is asked: the name in lower case, and for which kind of address."""

    name: str
    version: int


def enter(addresses_of: Callable[[Query], list[str]]) -> None:
    """Bring up loopback, make every address one of it, and become the name server."""
    bring_up_loopback()
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
        for family in (socket.AF_INET, socket.AF_INET6):
            # Table `local`, protocol `boot`, scope `host`, kind `local`, through `lo`.
            route = struct.pack("=BBBBBBBBI", family, 0, 0, 0, 255, 3, 254, 2, 0)
            _told(kernel, _NEW_ROUTE, route + struct.pack("=HHI", 8, 4, _LOOPBACK))
        # Without an address that is not loopback's nobody asks for addresses of IPv6.
        address = struct.pack("=BBBBI", socket.AF_INET6, 128, 0x02, 0, _LOOPBACK)
        public = socket.inet_pton(socket.AF_INET6, "2606:4700::1")
        _told(kernel, _NEW_ADDRESS, address + struct.pack("=HH", 20, 2) + public)
    _answer_names(addresses_of)


def is_alone() -> bool:
    """Whether there is nothing but loopback, up or not."""
    return [name for _, name in socket.if_nameindex()] == ["lo"]


def bring_up_loopback() -> None:
    """Have this machine at its own addresses, and nothing else at any."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))


def _told(kernel: socket.socket, kind: int, message: bytes) -> None:
    size = 16 + len(message)
    kernel.send(struct.pack("=IHHII", size, kind, _CREATE, 1, 0) + message)
    (problem,) = struct.unpack("=i", kernel.recv(4096)[16:20])
    if problem:
        raise OSError(-problem, "the namespace cannot be set up")


def _answer_names(addresses_of: Callable[[Query], list[str]]) -> None:
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        file.flush()
        subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)  # noqa: S607
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))

    def serve() -> None:
        while True:
            message, peer = server.recvfrom(4096)
            server.sendto(_answer(message, addresses_of), peer)

    threading.Thread(target=serve, daemon=True).start()


def _answer(message: bytes, addresses_of: Callable[[Query], list[str]]) -> bytes:
    labels, at = [], 12
    while size := message[at]:
        labels.append(message[at + 1 : at + 1 + size].decode("latin-1").lower())
        at += 1 + size
    question = message[12 : at + 5]
    (kind,) = struct.unpack("!H", message[at + 1 : at + 3])
    records = []
    if kind in {_A, _AAAA}:
        version, family = (4, socket.AF_INET) if kind == _A else (6, socket.AF_INET6)
        for address in addresses_of(Query(".".join(labels), version)):
            value = socket.inet_pton(family, address)
            records.append(struct.pack("!HHHIH", 0xC00C, kind, 1, 0, len(value)) + value)
    counts = struct.pack("!HHHH", 1, len(records), 0, 0)
    return message[:2] + b"\x81\x80" + counts + question + b"".join(records)
