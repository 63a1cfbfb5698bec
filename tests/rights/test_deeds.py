from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.rights import Licence
from feedsvc.rights.deeds import (
    ALL_RIGHTS_RESERVED,
    PORTS,
    PUBLIC_DOMAIN,
    by_name,
    creative_commons,
    known,
    licence,
)

CC = "https://creativecommons.org/licenses/"


@pytest.mark.parametrize(
    ("path", "id_", "adapt", "commercial"),
    [
        ("by/4.0/", "CC-BY-4.0", True, True),
        ("by-sa/4.0/", "CC-BY-SA-4.0", True, True),
        ("by-nd/4.0/", "CC-BY-ND-4.0", False, True),
        ("by-nc/4.0/", "CC-BY-NC-4.0", True, False),
        ("by-nc-sa/4.0/", "CC-BY-NC-SA-4.0", True, False),
        ("by-nc-nd/4.0/", "CC-BY-NC-ND-4.0", False, False),
        ("by/3.0/", "CC-BY-3.0", True, True),
        ("by/2.5/", "CC-BY-2.5", True, True),
        ("by-sa/2.1/jp/", "CC-BY-SA-2.1-JP", True, True),
        ("by/2.0/", "CC-BY-2.0", True, True),
        ("by-nd-nc/1.0/", "CC-BY-NC-ND-1.0", False, False),
        ("nd-nc/1.0/", "CC-ND-NC-1.0", False, False),
        ("sa/1.0/", "CC-SA-1.0", True, True),
        ("by/3.0/us/", "CC-BY-3.0-US", True, True),
        ("by-nc-sa/3.0/igo/", "CC-BY-NC-SA-3.0-IGO", True, False),
        ("by-nc-nd/2.5/scotland/", "CC-BY-NC-ND-2.5-SCOTLAND", False, False),
    ],
)
def test_the_creative_commons_family(path: str, id_: str, *, adapt: bool, commercial: bool) -> None:
    found = licence(CC + path)
    assert found is not None
    assert (found.id, found.url) == (id_, CC + path)
    assert (found.share, found.adapt, found.commercial) == (True, adapt, commercial)


def test_they_are_named_as_people_write_them() -> None:
    paths = ["by/4.0/", "by-nc-nd/3.0/us/", "by-nd-nc/1.0/"]
    names = [one.name for one in known(CC + path for path in paths)]
    assert names == ["CC BY 4.0", "CC BY-NC-ND 3.0 US", "CC BY-NC-ND 1.0"]


@pytest.mark.parametrize(
    "spelling",
    [
        "https://creativecommons.org/licenses/by-sa/3.0/de/",
        "http://creativecommons.org/licenses/by-sa/3.0/de/",
        "https://www.creativecommons.org/licenses/by-sa/3.0/de",
        "HTTPS://CreativeCommons.org/Licenses/BY-SA/3.0/DE/",
        "https://creativecommons.org/licenses/by-sa/3.0/de/deed.de",
        "https://creativecommons.org/licenses/by-sa/3.0/de/legalcode",
        "https://creativecommons.org/licenses/by-sa/3.0/de/?ref=chooser-v1",
        "https://creativecommons.org/licenses/by-sa/3.0/de#text",
        "  https://creativecommons.org/licenses/by-sa/3.0/de/\n",
    ],
)
def test_one_licence_in_many_spellings(spelling: str) -> None:
    found = licence(spelling)
    assert found is not None
    assert found.id == "CC-BY-SA-3.0-DE"
    assert found.url == "https://creativecommons.org/licenses/by-sa/3.0/de/"


@pytest.mark.parametrize(
    "tail", ["", "/", "/deed", "/deed.en", "/deed.pt-br", "/legalcode.en", "/rdf", "?a", "#b"]
)
def test_what_stands_behind_the_version_is_no_port(tail: str) -> None:
    found = licence(f"{CC}by/4.0{tail}")
    assert found is not None
    assert (found.id, found.url) == ("CC-BY-4.0", f"{CC}by/4.0/")


@pytest.mark.parametrize(
    ("url", "id_", "canonical"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0", None),
        (
            "http://creativecommons.org/publicdomain/zero/1.0/legalcode",
            "CC0-1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        (
            "https://creativecommons.org/publicdomain/zero",
            "CC0-1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0", None),
        ("https://creativecommons.org/licenses/publicdomain/", "CC-PDDC", None),
    ],
)
def test_the_public_domain(url: str, id_: str, canonical: str | None) -> None:
    found = licence(url)
    assert found is not None
    assert (found.id, found.url) == (id_, canonical or url)
    assert found.share
    assert found.adapt
    assert found.commercial


@pytest.mark.parametrize(
    "url",
    [
        "",
        "CC BY 4.0",
        "by/4.0",
        "https://creativecommons.org/",
        "https://creativecommons.org/licenses/",
        "https://creativecommons.org/licenses/by/",
        "https://creativecommons.org/licenses/by/4/",
        "https://creativecommons.org/licenses/by/9.9/",
        "https://creativecommons.org/licenses/by/４.０/",
        "https://creativecommons.org/licenses/by/4.0x/",
        "https://creativecommons.org/licenses/by/4.01/",
        "https://creativecommons.org/licenses/by-xx/4.0/",
        "https://creativecommons.org/licenses/BSD/",
        "https://i.creativecommons.org/l/by/4.0/88x31.png",
        "https://licensebuttons.net/l/by/4.0/88x31.png",
        "https://spdx.org/licenses/",
        "https://spdx.org/licenses/MIT.html",
        "https://creativecommons.org/publicdomain/other/1.0/",
        "https://creativecommons.org.evil.example/licenses/by/4.0/",
        "https://creativecommons.org@evil.example/licenses/by/4.0/",
        "https://evil.example/creativecommons.org/licenses/by/4.0/",
        "https://evil.example/?https://creativecommons.org/licenses/by/4.0/",
        "javascript:'https://creativecommons.org/licenses/by/4.0/'",
        "https://www.gnu.org/licenses/gpl-3.0.html",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        "https://news.example/terms",
    ],
)
def test_what_is_no_licence_that_we_know(url: str) -> None:
    assert licence(url) is None
    assert known([url]) == ()


KINDS = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"]
VERSIONS = ["1.0", "2.0", "2.1", "2.5", "3.0"]
TABLE = [
    *product(KINDS, VERSIONS, ["", *sorted(PORTS)]),
    *product(KINDS, ["4.0"], [""]),
    *product(["nc", "nd", "sa", "nd-nc", "nc-sa"], ["1.0"], ["", "fi", "jp"]),
]
SPELLINGS = [
    "https://creativecommons.org/licenses/{}/",
    "http://www.creativecommons.org/licenses/{}",
    "HTTP://CREATIVECOMMONS.ORG/LICENSES/{}/LEGALCODE",
    "https://creativecommons.org/license/{}/deed.zh-hant",
    "https://creativecommons.org/licences/{}/rdf",
]


def test_every_kind_version_and_port_in_every_spelling() -> None:
    ids = set()
    for kind, version, port in TABLE:
        path = "/".join(filter(None, (kind, version, port)))
        canonical = f"{kind.replace('by-nc-nd', 'by-nd-nc')}/" if version == "1.0" else f"{kind}/"
        tail = path.removeprefix(f"{kind}/")
        parts = kind.split("-")
        expected = Licence(
            id=f"CC-{path.replace('/', '-').upper()}",
            name=f"CC {path.replace('/', ' ').upper()}",
            url=f"{CC}{canonical}{tail}/",
            share=True,
            adapt="nd" not in parts,
            commercial="nc" not in parts,
            attribution="by" in parts,
        )
        for spelling in SPELLINGS:
            assert licence(spelling.format(path)) == expected, spelling.format(path)
        assert by_name(expected.id.lower()) == expected
        assert by_name(expected.name) == expected
        assert by_name(f" {expected.url}\n") == expected
        assert licence(f"https://spdx.org/licenses/{expected.id}.html") == expected
        ids.add(expected.id)
    assert len(ids) == len(TABLE)


@pytest.mark.parametrize("path", ["by/3.0/xx/", "by/3.0/and/", "by/4.0/de/", "by/2.0/deedx"])
def test_what_is_no_port_says_nothing(path: str) -> None:
    found = licence(CC + path)
    assert found is not None
    assert found.url == f"{CC}{path[:6]}/"


@pytest.mark.parametrize(
    ("url", "id_", "share", "commercial"),
    [
        (f"{CC}sampling/1.0/", "LicenseRef-CC-Sampling-1.0", False, True),
        (f"{CC}sampling/1.0/tw/", "LicenseRef-CC-Sampling-1.0", False, True),
        (f"{CC}sampling+/1.0/", "LicenseRef-CC-Sampling-Plus-1.0", True, False),
        (f"{CC}sampling%2B/1.0/br", "LicenseRef-CC-Sampling-Plus-1.0", True, False),
        (f"{CC}nc-sampling+/1.0/", "LicenseRef-CC-NC-Sampling-Plus-1.0", True, False),
        (f"{CC}devnations/2.0/", "LicenseRef-CC-DevNations-2.0", False, True),
        ("http://www.gnu.org/copyleft/fdl.html", "GFDL", True, True),
        ("https://www.gnu.org/licenses/fdl-1.3.en.html", "GFDL-1.3", True, True),
        ("https://www.gnu.org/licenses/old-licenses/fdl-1.2.html", "GFDL-1.2", True, True),
        ("https://artlibre.org/licence/lal/en/", "LAL-1.3", True, True),
        ("http://artlibre.org/licence/lal/licence-art-libre-12/", "LAL-1.2", True, True),
        (
            "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "OGL-UK-3.0",
            True,
            True,
        ),
        ("https://opendatacommons.org/licenses/pddl/1-0/", "PDDL-1.0", True, True),
        (
            "http://rightsstatements.org/vocab/InC/1.0/",
            "LicenseRef-All-Rights-Reserved",
            False,
            False,
        ),
    ],
)
def test_the_others(url: str, id_: str, *, share: bool, commercial: bool) -> None:
    found = licence(url)
    assert found is not None
    assert (found.id, found.share, found.commercial) == (id_, share, commercial)
    assert by_name(id_) == found
    assert not found.url or licence(found.url) == found


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("CC0-1.0", "CC0-1.0"),
        ("cc0 1.0", "CC0-1.0"),
        ("CC-PDDC", "CC-PDDC"),
        ("CC-BY", "CC-BY"),
        ("cc-by-nc-nd", "CC-BY-NC-ND"),
        ("CC-BY-3.0-IGO", "CC-BY-3.0-IGO"),
        ("GFDL-1.3-or-later", "GFDL-1.3"),
        ("gfdl-1.2-only", "GFDL-1.2"),
        ("LicenseRef-Public-Domain", PUBLIC_DOMAIN.id),
        ("All rights reserved", ALL_RIGHTS_RESERVED.id),
    ],
)
def test_an_operator_names_a_licence(name: str, id_: str) -> None:
    found = by_name(name)
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize("name", ["", "CC", "CC-4.0", "CC-BY-5.0", "MIT", "by", "CC-BY-4.0 or so"])
def test_what_names_none(name: str) -> None:
    assert by_name(name) is None


def test_without_a_version_the_terms_are_known_but_no_deed() -> None:
    found = creative_commons("by-nc-sa", port="de")
    assert (found.id, found.name, found.url) == ("CC-BY-NC-SA", "CC BY-NC-SA", "")
    assert (found.share, found.commercial) == (True, False)


def test_where_all_rights_are_reserved_nothing_is_allowed() -> None:
    assert not ALL_RIGHTS_RESERVED.share
    assert not ALL_RIGHTS_RESERVED.adapt
    assert not ALL_RIGHTS_RESERVED.commercial


PIECES = st.sampled_from(
    ["by", "-nc", "-sa", "/", "4.0", "3.0", "de", "deed.de", "sampling+", "zero", "1.0", "?", " "]
)
PATHS = st.text() | st.lists(PIECES, max_size=6).map("".join)
HOSTS = st.sampled_from(
    [CC, "https://creativecommons.org/publicdomain/", "https://spdx.org/licenses/cc-", "cc-", ""]
)


@given(HOSTS, PATHS)
def test_any_text_is_a_licence_or_none(start: str, path: str) -> None:
    for read in (licence, by_name):
        found = read(start + path)
        if found:
            assert by_name(found.id) == found
            assert not found.url or licence(found.url) == found


def test_each_is_known_once_in_its_order() -> None:
    found = known(
        [
            "https://news.example/terms",
            f"{CC}by-nd/4.0/",
            f"{CC}by/4.0/deed.de",
            "http://www.creativecommons.org/licenses/by-nd/4.0",
        ]
    )
    assert [one.id for one in found] == ["CC-BY-ND-4.0", "CC-BY-4.0"]
