"""Which addresses are refused, so that a feed cannot make us ask inside our own network.

Pure. `refusal` judges an IP address at the moment of connecting, whatever name, spelling
or redirect led there (security S1-S3); `url_refusal` judges a URL before that.

IPv4 is a table of what is refused, from the IANA special-purpose registry and the metadata
services that lie outside it. IPv6 is the other way round: 2000::/3 is allowed apart from
the prefixes below. Addresses that carry an IPv4 address are refused even where that one is
public: no honest name resolves to them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

LONGEST_URL = 2048

_REFUSED = (  # each version in the order of its addresses
    ("0.0.0.0/8", "this host"),
    ("10.0.0.0/8", "private network"),
    ("100.64.0.0/10", "shared address space"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "cloud metadata"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private network"),
    ("192.0.0.0/24", "protocol assignment"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private network"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "this host"),
    ("::1/128", "loopback"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "NAT64"),
    ("2001::/23", "protocol assignment, Teredo or ORCHID"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("3fff::/20", "documentation"),
    ("fc00::/7", "private network"),
    ("fe80::/10", "link-local"),
    ("ff00::/8", "multicast"),
)
_OWN_NETWORKS = frozenset({"loopback", "private network", "shared address space"})
_PUBLIC_IPV6 = ip_network("2000::/3")
# Where the last 32 bits are an IPv4 address: mapped, translated (RFC 2765), compatible.
_CARRIES_IPV4 = (
    ip_network("::ffff:0:0/96"),
    ip_network("::ffff:0:0:0/96"),
    ip_network("::/96"),
)


def _spans() -> dict[int, list[tuple[int, int, str]]]:
    spans: dict[int, list[tuple[int, int, str]]] = {4: [], 6: []}
    for text, reason in _REFUSED:
        network = ip_network(text)
        first, last = int(network.network_address), int(network.broadcast_address)
        spans[network.version].append((first, last, reason))
    return spans


_SPANS = _spans()
_STARTS = {version: [first for first, _, _ in spans] for version, spans in _SPANS.items()}


def refusal(address: str, allowed: Sequence[IPv4Network | IPv6Network] = ()) -> str | None:
    """Why no connection is made to an IP address; None if it may be made.

    Args:
        address: As the socket call would get it; a zone (`%eth0`) does not matter.
        allowed: Networks that may be asked whatever else is said here.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return f"address {address!r} refused: not an IP address"
    reason = _reason(ip)
    if reason is None or any(ip in network for network in allowed):
        return None
    if isinstance(ip, IPv6Address):
        inner = _carried(ip)
        if inner is not None:
            if any(inner in network for network in allowed):
                return None
            reason = f"IPv4 inside IPv6, {_reason(inner) or 'use the IPv4 address'}"
    cure = " (allow it with [fetch] allow_networks)" if reason in _OWN_NETWORKS else ""
    return f"address {address} refused: {reason}{cure}"


def url_refusal(url: str) -> str | None:
    """Why a URL is not asked for at all; None if it may be tried.

    Credentials are refused because a redirect or a log would give them away; what is not
    plain ASCII, because libcurl and whoever checked the URL before may read it differently.
    """
    scheme, _, rest = url.partition(":")
    if scheme.lower() not in {"http", "https"}:
        return f"address refused: only http and https are fetched, not {scheme[:20]!r}"
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return "address refused: not a valid URL"
    authority = _authority(rest)
    if not authority or "\\" in authority:
        return "address refused: not a valid URL"
    if "@" in authority:
        return "address refused: it holds credentials"
    return None


def origin(url: str) -> tuple[str, str]:
    """Scheme and authority of an absolute URL, in lower case."""
    scheme, _, rest = url.partition(":")
    return scheme.lower(), _authority(rest).lower()


def _authority(rest: str) -> str:
    if not rest.startswith("//"):
        return ""
    end = min((at for at in map(rest[2:].find, "/?#") if at >= 0), default=len(rest))
    return rest[2 : 2 + end]


def _reason(ip: IPv4Address | IPv6Address) -> str | None:
    value = int(ip)
    spans = _SPANS[ip.version]
    at = bisect_right(_STARTS[ip.version], value) - 1
    if at >= 0 and value <= spans[at][1]:
        return spans[at][2]
    if isinstance(ip, IPv6Address) and ip not in _PUBLIC_IPV6:
        return "not a public IPv6 address"
    return None


def _carried(ip: IPv6Address) -> IPv4Address | None:
    if int(ip) > 1 and any(  # `::` and `::1` are no IPv4 addresses
        ip in network for network in _CARRIES_IPV4
    ):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
