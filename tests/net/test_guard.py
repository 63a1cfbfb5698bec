import json
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.net.guard import origin, refusal, url_refusal

LOOPBACK = (ip_network("127.0.0.0/8"),)


def test_every_address_of_the_vectors(shared: Path) -> None:
    vectors = json.loads((shared / "vectors/ssrf/addresses.json").read_text())
    wrong = [
        (vector["ip"], vector["why"])
        for vector in vectors
        if (refusal(vector["ip"]) is None) != (vector["verdict"] == "allow")
    ]
    assert len(vectors) > 80
    assert wrong == []


@pytest.mark.parametrize(
    ("network", "inside"),
    [
        ("0.0.0.0/8", True),
        ("10.0.0.0/8", True),
        ("100.64.0.0/10", True),
        ("127.0.0.0/8", True),
        ("168.63.129.16/32", True),
        ("169.254.0.0/16", True),
        ("172.16.0.0/12", True),
        ("192.0.0.0/24", True),
        ("192.0.2.0/24", True),
        ("192.88.99.0/24", True),
        ("192.168.0.0/16", True),
        ("198.18.0.0/15", True),
        ("198.51.100.0/24", True),
        ("203.0.113.0/24", True),
        ("224.0.0.0/3", True),
        ("2001::/23", True),
        ("2001:db8::/32", True),
        ("2002::/16", True),
        ("3fff::/20", True),
        ("2000::/16", False),
        ("2003::/16", False),
        ("2a00::/12", False),
        ("11.0.0.0/8", False),
        ("128.0.0.0/8", False),
    ],
)
def test_both_ends_of_a_network_and_its_neighbours(network: str, inside: bool) -> None:  # noqa: FBT001 -- a column
    block = ip_network(network)
    ends = (block.network_address, block.broadcast_address)
    assert [refusal(str(end)) is not None for end in ends] == [inside, inside]
    if inside and block.prefixlen > 3:
        outside = int(block.broadcast_address) + 1
        kind = IPv4Address if block.version == 4 else IPv6Address
        assert refusal(str(kind(outside))) is None


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_outside_the_public_range_is_let_through(address: IPv6Address) -> None:
    if address not in ip_network("2000::/3"):
        assert refusal(str(address)) is not None


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::ffff:0:{}", "::{}", "64:ff9b::{}"]))
def test_ipv4_inside_ipv6_is_refused(address: IPv4Address, form: str) -> None:
    assert refusal(form.format(address)) is not None


@given(st.one_of(st.ip_addresses(), st.text()))
def test_any_text_gets_a_verdict(value: object) -> None:
    reason = refusal(str(value))
    try:
        ip_address(str(value))
    except ValueError:
        assert reason is not None
        assert reason.endswith("not an IP address")


def test_the_reason_names_the_address_and_the_cure() -> None:
    assert refusal("10.0.0.1") == (
        "address 10.0.0.1 refused: private network (allow it with [fetch] allow_networks)"
    )
    assert refusal("::ffff:8.8.8.8") == (
        "address ::ffff:8.8.8.8 refused: IPv4 inside IPv6, use the IPv4 address"
    )
    assert refusal("169.254.169.254") == "address 169.254.169.254 refused: link-local"


def test_an_allowed_network_wins() -> None:
    assert refusal("127.0.0.1", LOOPBACK) is None
    assert refusal("::ffff:127.0.0.1", LOOPBACK) is None
    assert refusal("10.0.0.1", LOOPBACK) is not None
    assert refusal("::1", LOOPBACK) is not None
    assert refusal("fe80::1%lo", (ip_network("fe80::/64"),)) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "HTTPS://a.example:8080/b?c=@#d",
        "http://[2a00::1]/",
        "http://a.example?b",
        "http://a.example/" + "b" * 2031,
    ],
)
def test_urls_that_may_be_tried(url: str) -> None:
    assert url_refusal(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "//a.example/",
        "http:a.example",
        "http:/a.example",
        "http:///a.example",
        "http://",
        "http://?a",
        "file:///etc/hostname",
        "ftp://a.example/",
        "feed:http://a.example/",
        "http+unix://a/",
        "http://user@a.example/",
        "http://user:word@a.example/",
        "http://@a.example/",
        "http://a.example\\@b.example/",
        "http://a.example\\b.example/",
        "http://a.example/ b",
        "http://a.example/\r\nHost: b",
        "\thttp://a.example/",
        "http://a.example/\x7f",
        "http://１２７.0.0.1/",
        "http://a.example/" + "b" * 2032,
    ],
)
def test_urls_that_are_not_tried(url: str) -> None:
    assert url_refusal(url) is not None


def test_origin() -> None:
    assert origin("HTTP://A.Example:8080?b/c") == ("http", "a.example:8080")
    assert origin("https://a#b/") == ("https", "a")
    assert origin("nonsense") == ("nonsense", "")
