"""What may be connected: the guard's table, networks that are allowed, and never ourselves.

A feed of our own that came in again would be published again, and be news each time (security
S5). What we publish is known by its public address and by the socket that the web process
listens on, whatever name, spelling or redirect leads there and whatever `allow_networks` says.
"""

import posixpath
import re
from _socket import AF_INET, AF_INET6, SOCK_DGRAM, socket
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple

from feedsvc.net.guard import origin, refusal, url_refusal

_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_OURSELVES = "this is our own address; a source is a feed that others publish"


class Own(NamedTuple):
    """Where this instance itself answers.

    Attributes:
        site: The public base URL; with a path, only what lies under it is ours.
        host: The IP address that the web process listens on, `0.0.0.0` and `::` for all.
        port: Its port; 0 if nothing listens.
    """

    site: str = ""
    host: str = ""
    port: int = 0


NOWHERE = Own()
"""Of an instance that answers nobody."""


class Gate:
    """Judges URLs before they are asked, and addresses before anything is sent to them.

    Attributes:
        refusal: Why nothing is sent to an IP address (as text) and port; None if it may be.
            What it said is remembered: it is asked for every request.
    """

    def __init__(self, allow_networks: Sequence[str] = (), own: Own = NOWHERE) -> None:
        """Refuse what the guard refuses, and ourselves.

        Args:
            allow_networks: Networks, as `127.0.0.0/8`, that may be asked though the guard
                refuses them; ValueError if one is none.
            own: What is refused even there.
        """
        self._allowed = tuple(ip_network(network) for network in allow_networks)
        self._own = own
        self.refusal = lru_cache(maxsize=1024)(self._judged)

    def url_refusal(self, url: str) -> str | None:
        """Why a URL is not asked for at all; None if it may be tried."""
        refused = url_refusal(url)
        if refused is None and self._own.site and _is_under(url, self._own.site):
            return f"address refused: {_OURSELVES}"
        return refused

    def _judged(self, address: str, port: int) -> str | None:
        if port == self._own.port and _is_bound(address, self._own.host):
            return f"address {address} port {port} refused: {_OURSELVES}"
        return refusal(address, self._allowed)


def _is_under(url: str, site: str) -> bool:
    place, port, path = _parts(url)
    own_place, own_port, own_path = _parts(site)
    standard = _DEFAULT_PORTS.values()
    return (
        place == own_place
        and (port == own_port or (port in standard and own_port in standard))
        and (own_path == "/" or f"{path}/".startswith(f"{own_path}/"))
    )


def _parts(url: str) -> tuple[str, int, str]:
    """Host, port and path of an absolute URL, each as the server at the other end takes it."""
    scheme, authority = origin(url)
    host, colon, port = authority.rpartition(":")
    if not colon or port.endswith("]"):
        host, port = authority, ""
    number = int(port) if port.isdigit() else _DEFAULT_PORTS.get(scheme, 0)
    rest = re.split("[?#]", url.partition("//")[2], maxsplit=1)[0]
    written = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), rest.partition("/")[2])
    return host.rstrip("."), number, posixpath.normpath("/" + written.strip("/"))


def _is_bound(address: str, host: str) -> bool:
    """Whether a connection to `address` ends at a socket that listens on `host`."""
    try:
        ip, bound = _plain(address), _plain(host)
    except ValueError:
        return False
    if ip == bound:
        return True
    if ip.is_unspecified:  # a connection to it stays on this machine
        return bound.is_loopback or bound.is_unspecified
    return bound.is_unspecified and _is_here(ip)


def _plain(address: str) -> IPv4Address | IPv6Address:
    ip = ip_address(address.partition("%")[0])
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip


def _is_here(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of this machine: only those can be bound."""
    try:
        probe = socket(AF_INET if ip.version == 4 else AF_INET6, SOCK_DGRAM)  # noqa: PLR2004
    except OSError:  # a machine without IPv6
        return False
    try:
        probe.bind((str(ip), 0))
    except OSError:
        return False
    finally:
        probe.close()
    return True
