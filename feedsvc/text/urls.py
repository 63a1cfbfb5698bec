"""Addresses: made absolute and safe, compared, and judged as identifiers (RFC 3986, RFC 3987).

`urllib.parse` is not used: it is generous where browsers are strict (white space, brackets,
backslashes), and this module stands on the poll path, where its import would be paid each time.
"""

import re
from functools import lru_cache
from ipaddress import IPv6Address

from feedsvc.text.legal import legal

LONGEST = 2048
"""Characters an address may have at most (security P3)."""

_LABEL = "[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_CLEAN = re.compile(
    rf"https?://(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?(?::[1-9][0-9]{{0,3}})?"
    r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%(?!7[Bb])[0-9A-Fa-f]{2})*"
    r"(?:\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%(?!7[Bb])[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%(?!7[Bb])[0-9A-Fa-f]{2})*)?)?"
)
_DOT_SEGMENT = re.compile(r"/\.\.?(?:[/?#]|\Z)")
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEMES = ("http", "https")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_TEMPLATE = re.compile(r"%7B(?:%7B|%25)|\$%7B", re.IGNORECASE)
_INSIDE = re.compile("[\t\n\r]")
_PORT = re.compile(r"(.*?)(?::([0-9]{0,5}))?", re.DOTALL)
_HOST = re.compile(rf"(?:[a-z0-9_](?:[a-z0-9_-]{{0,61}}[a-z0-9_])?\.)*{_LABEL}\.?")
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!\Z)|\Z)){4}")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\.?")
_LONGEST_HOST = 253
_HIGHEST_PORT = 65535

_TO_ENCODE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]")
_TO_ENCODE_IN_PATH = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/%-]")

_CREDENTIALS = re.compile(r"(\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\]{2})[^/\\?#]*@")
_SECRET = re.compile(
    r"(?:[^=]*(?:token|secret|passwo?r?d|signature|credentials?)"
    r"|(?:[^=]*[_.-]|api|access|auth|feed|private|rss|user)?(?:key|auth|pass|pwd|sig))=.+",
    re.IGNORECASE | re.DOTALL,
)
_BY_CHANCE = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}")
_TRACKING = re.compile(
    r"(?:utm_[^=]*|at_(?:medium|campaign|custom\d|link_[^=]*|format|ptr_name|bbc_team)|fbclid|gclid"
    r"|gclsrc|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|mkt_tok|_hsenc|_hsmi|ref_src|ref_url"
    r"|cmpid|xtor|ns_(?:campaign|mchannel|source|linkname|fee)|pk_[^=]*|mtm_[^=]*|wt_mc|s_cid)"
    r"(?:=.*)?",
    re.IGNORECASE | re.DOTALL,
)
_DEFAULT_PORT = re.compile(r":(?:80|443)?\Z")

_OF_TAG = re.compile(r"tag:(?:[^@,]*@)?([A-Za-z0-9.-]+),")
_HOUSES = ("feeds.", "rss.", "www.", "m.")
"""First labels under which a site keeps what is the same site's."""
_SHARED = frozenset(
    (
        *("dev.to", "facebook.com", "github.com", "linkedin.com", "medium.com", "patreon.com"),
        *("reddit.com", "sites.google.com", "twitter.com", "x.com", "youtube.com"),
    )
)
_SCRIPT = re.compile(r"(?:[a-z]+script|data|blob|filesystem|about|view-source):", re.IGNORECASE)
_DROPPED_BY_BROWSERS = re.compile(r"[\x00-\x20]+")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[^#]")
# What RFC 3987 leaves out, since a set of what it lets in takes ten times as long to compile.
_NOT_IN_IRI = re.compile(
    r"""[\x00-\x20"<>\\^`{|}\x7f-\x9f]|[\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]"""
    r"|[\U000e0000-\U0010ffff]|%(?![0-9A-Fa-f]{2})|#[^#\[\]]*[#\[\]]"
)
_URN = re.compile(
    r"[^:]*:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:[^\[\]?#]+(?:[?#].*)?", re.DOTALL
)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TAG = re.compile(
    r"tag:(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
    r",[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?:[^\[\]]*"
)


def safe_url(url: str, *, base: str = "") -> str | None:
    """Make an address absolute and fit for any field of any output (security H2).

    White space and controls around it, and tabs and line breaks inside, are dropped as the
    WHATWG URL Standard does; a relative reference is resolved by RFC 3986 5.2; credentials are
    dropped; what RFC 3986 does not allow is percent-encoded as UTF-8; the host becomes IDNA
    (RFC 3490). Everything else stays byte for byte. Idempotent.

    Args:
        url: An address as an upstream wrote it.
        base: What a relative address is relative to; ignored if it is not http or https.

    Returns:
        An http or https URI of at most 2048 characters, or None: another scheme, no host, a host
        that is none, an unfilled template such as `{{ url }}`.
    """
    if len(url) <= LONGEST and _CLEAN.fullmatch(url) and not _DOT_SEGMENT.search(url):
        return url
    return _repaired(url, base)


@lru_cache(maxsize=2048)
def _repaired(url: str, base: str) -> str | None:
    if len(url) > 4 * LONGEST:
        return None
    url = _INSIDE.sub("", legal(url).strip())
    joined = _joined(url, base)
    if joined is None:
        return None
    scheme, authority, path, query, fragment = joined
    place = _authority(authority)
    if place is None:
        return None
    result = f"{scheme}://{place}{_TO_ENCODE_IN_PATH.sub(_encode, _without_dots(path))}"
    if query is not None:
        result += "?" + _TO_ENCODE.sub(_encode, query)
    if fragment is not None:
        result += "#" + _TO_ENCODE.sub(_encode, fragment)
    return None if len(result) > LONGEST or _TEMPLATE.search(result) else result


_Parts = tuple[str | None, str | None, str, str | None, str | None]


def _split(url: str) -> _Parts:
    match = _PARTS.fullmatch(url)
    if match is None:  # the pattern takes every string
        return None, None, url, None, None
    scheme, authority, path, query, fragment = match.groups()
    if scheme is not None and not _SCHEME.fullmatch(scheme):
        start = f"{scheme}:" if authority is None else f"{scheme}://{authority}"
        return None, None, start + path, query, fragment
    return scheme.lower() if scheme else None, authority, path, query, fragment


def _joined(url: str, base: str) -> tuple[str, str, str, str | None, str | None] | None:
    scheme, authority, path, query, fragment = _split(url)
    if scheme is not None:
        return (scheme, authority or "", path, query, fragment) if scheme in _SCHEMES else None
    above = _base(base) if url else None
    if above is None:
        return None
    base_scheme, base_authority, base_path, base_query = above
    if authority is not None:
        return base_scheme, authority, path, query, fragment
    if not path:
        inherited = base_query if query is None else query
        return base_scheme, base_authority, base_path, inherited, fragment
    if not path.startswith("/"):
        path = base_path.rpartition("/")[0] + "/" + path
    return base_scheme, base_authority, path, query, fragment


@lru_cache(maxsize=512)
def _base(base: str) -> tuple[str, str, str, str | None] | None:
    scheme, authority, path, query, _ = _split(_INSIDE.sub("", legal(base).strip()))
    if scheme not in _SCHEMES or not authority:
        return None
    return scheme, authority, path, query


def _authority(authority: str) -> str | None:
    if "\\" in authority:  # a browser and RFC 3986 disagree where the host ends
        return None
    match = _PORT.fullmatch(authority.rpartition("@")[2].lower())
    if match is None:
        return None
    name, port = match.groups()
    if port:
        number = int(port)
        if not 0 < number <= _HIGHEST_PORT:
            return None
        port = f":{number}"
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    return name + (port or "") if _is_host(name) else None


def _is_host(name: str) -> bool:
    if name.startswith("[") and name.endswith("]"):
        return _is_ipv6(name[1:-1])
    if len(name) > _LONGEST_HOST or not _HOST.fullmatch(name):
        return False
    last = name.rstrip(".").rpartition(".")[2]
    # A host that ends in a number is an IPv4 address or nothing (WHATWG URL 3.5).
    return not _NUMBER.fullmatch(last) or _IPV4.fullmatch(name) is not None


def _is_ipv6(name: str) -> bool:
    try:
        return IPv6Address(name).scope_id is None
    except ValueError:
        return False


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def without_credentials(url: str) -> str:
    """Drop what opens a door from an address and leave every other byte as it is (defects DF36).

    That is `user:password@`, and each parameter of the query whose name says that it is a key, a
    token, a password or a signature.
    """
    match = _CREDENTIALS.match(url)
    if match is not None:
        url = match[1] + url[match.end() :]
    before, mark, rest = url.partition("?")
    query, hash_mark, fragment = rest.partition("#")
    pairs = query.split("&")
    kept = [pair for pair in pairs if not _SECRET.fullmatch(pair)]
    if len(kept) == len(pairs):
        return url
    return before + (mark if kept else "") + "&".join(kept) + hash_mark + fragment


def split_credentials(url: str) -> tuple[str, str]:
    """An address without its `user:password`, and those, percent-decoded; empty if it has none."""
    match = _CREDENTIALS.match(url)
    if match is None:
        return url, ""
    written = url[match.end(1) : match.end() - 1]
    octets = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), written.encode()
    )
    return match[1] + url[match.end() :], octets.decode("utf-8", "replace")


def secret_values(url: str) -> tuple[str, ...]:
    """The values in its query that open a door, by their names or since they look so."""
    query = url.partition("#")[0].partition("?")[2]
    return tuple(
        value
        for pair in query.split("&")
        if (value := pair.partition("=")[2] or pair)
        and (_SECRET.fullmatch(pair) or _BY_CHANCE.fullmatch(value))
    )


def host(url: str) -> str:
    """Name the host of an absolute address: lower case, without port; empty if there is none."""
    authority = _split(url.strip())[1]
    if not authority:
        return ""
    place = authority.rpartition("@")[2].lower()
    match = _PORT.fullmatch(place)
    return match[1] if match else place


def site(url: str) -> str:
    """The site that an address is of: its host without `www.` and the like.

    On hosts that many share, such as `medium.com`, the first part of the path as well. Also of a
    `tag:` (RFC 4151), which names the host of whoever made it.
    """
    tag = _OF_TAG.match(url)
    name = tag[1].lower() if tag else host(url)
    name = next((name.removeprefix(one) for one in _HOUSES if name.startswith(one)), name)
    if name not in _SHARED:
        return name
    first = _PARTS.fullmatch(url)
    path = (first[3] if first else "").strip("/").partition("/")[0]
    return f"{name}/{path}" if path else name


def is_script(value: str) -> bool:
    """Tell whether a value is an address that a browser runs, or shows as a page of its own.

    White space and controls count as nothing, as in browsers.
    """
    return _SCRIPT.match(_DROPPED_BY_BROWSERS.sub("", value)) is not None


def is_iri(value: str) -> bool:
    """Tell whether a value may stand as an `atom:id` (RFC 4287 4.2.6, RFC 3987 2.2).

    Only absolute IRIs with a scheme do; `http` and `https` need a host, `urn:` the form of
    RFC 8141, `urn:uuid:` that of RFC 9562, `tag:` that of RFC 4151: the W3C validator counts
    anything else as an error. What a browser would run is none: some readers follow ids.
    """
    if is_script(value) or not _ABSOLUTE.match(value) or _NOT_IN_IRI.search(value):
        return False
    scheme, authority, path, _, _ = _split(value)
    match scheme:
        case "http" | "https":
            return bool(authority) and _authority(authority or "") is not None
        case "urn":
            if path.lower().startswith("uuid:"):
                return _UUID.fullmatch(value) is not None
            return _URN.fullmatch(value) is not None
        case "tag":
            return _TAG.fullmatch(value) is not None
        case _:
            return True


def loose_form(url: str) -> str:
    """Bring an address to a form in which two spellings of one page are equal.

    For comparison only, never to be followed: the scheme, the default port, credentials,
    tracking parameters and one trailing slash are dropped, the host is lower case. Query and
    fragment otherwise stay: without them 17.9 % of real entries would be lost (changes.md).
    """
    scheme, authority, path, query, fragment = _split(url.strip())
    if scheme not in _SCHEMES or not authority:
        return url.strip()
    place = _DEFAULT_PORT.sub("", authority.rpartition("@")[2].lower())
    result = place + path.removesuffix("/")
    if query:
        kept = "&".join(pair for pair in query.split("&") if not _TRACKING.fullmatch(pair))
        result += f"?{kept}" if kept else ""
    if fragment and not _TRACKING.match(fragment):
        result += f"#{fragment}"
    return result
