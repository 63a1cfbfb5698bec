"""Tries hostile URLs, redirects and names from inside a network namespace of its own.

Run as `unshare -rnm python -m tests.net.hostile URLS`, with a JSON list of objects with a
`url`. The namespace has nothing but loopback, so that even a client without a guard reaches
no other machine. Prints, as JSON, how many connections reached the server that must not be
reached, in each arm; the arms `open_*` have no guard and show that the rest could fail.
"""

import fcntl
import json
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from feedsvc.net.client import Client
from feedsvc.net.http import Limits, Request
from tests.net.loopback import Loopback, answer, path_of

SECRET_PORT = 18080
FRONT = "127.77.0.1"
LIMITS = Limits(connect=1, total=2, idle=1)
EVERYTHING = ("0.0.0.0/0", "::/0")
PUBLIC, PRIVATE = "93.184.216.34", "127.0.0.1"
CODES = ("301 M", "302 F", "303 S", "307 T", "308 P")


def main() -> None:
    raise_loopback()
    urls = [item["url"] for item in json.loads(Path(sys.argv[1]).read_text())]
    urls = [url for url in urls if not url.lower().startswith("file:")]
    answer_names()
    report: dict[str, object] = {}
    with (
        Loopback(answer(body=b"secret"), host="0.0.0.0", port=SECRET_PORT) as four,
        Loopback(answer(body=b"secret"), host="::1", port=SECRET_PORT) as six,
    ):

        def reached() -> int:
            return four.accepted + six.accepted

        for arm, allowed in (("guarded", (f"{FRONT}/32",)), ("open", EVERYTHING)):
            for name, attack in (("urls", try_urls), ("redirects", try_redirects)):
                before = reached()
                report[f"{arm}_{name}_answers"] = attack(allowed, urls)
                report[f"{arm}_{name}"] = reached() - before
            before = reached()
            report[f"{arm}_names_answers"] = try_names(allowed)
            report[f"{arm}_names"] = reached() - before
    json.dump(report, sys.stdout)


def raise_loopback() -> None:
    """Bring up `lo`, which a new namespace has but has down."""
    interface, flags, set_flags, up = b"lo", 0, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", interface, flags | up)
        fcntl.ioctl(any_socket, set_flags, request)


def try_urls(allowed: tuple[str, ...], urls: list[str]) -> dict[str, str]:
    client = Client("t", allowed, limits=LIMITS)
    answers = {url: client.send(Request(url)) for url in urls}
    client.close()
    return {url: response.error or str(response.status) for url, response in answers.items()}


def try_redirects(allowed: tuple[str, ...], urls: list[str]) -> dict[str, str]:
    targets = [url for url in urls if "\n" not in url]

    def redirect(connection: socket.socket, head: bytes) -> None:
        code, target = map(int, path_of(head)[1:].split("/"))
        lines = f"HTTP/1.1 {CODES[code]}\r\nContent-Length: 0\r\nLocation: {targets[target]}"
        connection.sendall(lines.encode() + b"\r\n\r\n")

    client = Client("t", allowed, limits=LIMITS)
    answers = {}
    with Loopback(redirect, host=FRONT) as front:
        for code in range(len(CODES)):
            for target in range(len(targets)):
                request = Request(f"{front.url}/{code}/{target}")
                response = client.send(request)
                answers[f"{CODES[code]} {targets[target]}"] = response.error or "answered"
    client.close()
    return answers


def try_names(allowed: tuple[str, ...]) -> dict[str, str]:
    answers = {}
    for name in ("private", "mixed", "mixed-back", "rebinding"):
        for look in range(6):
            client = Client("t", allowed, limits=LIMITS)  # which remembers no name
            response = client.send(Request(f"http://{name}.example:{SECRET_PORT}/"))
            answers[f"{name} {look}"] = response.error or "answered"
            client.close()
    return answers


def answer_names() -> None:
    """Become the name server of this namespace."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        file.flush()
        subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)  # noqa: S607
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    asked: dict[bytes, int] = {}

    def serve() -> None:
        while True:
            query, peer = server.recvfrom(4096)
            end = query.index(b"\0", 12) + 5
            name, kind = query[12:end], query[end - 4 : end - 2]
            label = name[1 : 1 + name[0]].decode()
            addresses = []
            if kind == b"\0\1":
                asked[name] = asked.get(name, 0) + 1
                addresses = addresses_of(label, asked[name])
            records = b"".join(
                b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + socket.inet_aton(address) for address in addresses
            )
            head = query[:2] + b"\x81\x80\0\1" + struct.pack("!HHH", len(addresses), 0, 0)
            server.sendto(head + name + records, peer)

    threading.Thread(target=serve, daemon=True).start()


def addresses_of(label: str, look: int) -> list[str]:
    match label:
        case "private":
            return [PRIVATE]
        case "mixed":
            return [PUBLIC, PRIVATE]
        case "mixed-back":
            return [PRIVATE, PUBLIC]
        case "rebinding":
            return [PUBLIC if look % 2 else PRIVATE]
        case _:
            return []


if __name__ == "__main__":
    main()
