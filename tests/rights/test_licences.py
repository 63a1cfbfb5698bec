import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.rights.licences import known, licence

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
        "https://creativecommons.org/licenses/sampling/1.0/",
        "https://creativecommons.org/licenses/devnations/2.0/",
        "https://creativecommons.org/publicdomain/other/1.0/",
        "https://creativecommons.org.evil.example/licenses/by/4.0/",
        "https://creativecommons.org@evil.example/licenses/by/4.0/",
        "https://evil.example/creativecommons.org/licenses/by/4.0/",
        "https://evil.example/?https://creativecommons.org/licenses/by/4.0/",
        "javascript:'https://creativecommons.org/licenses/by/4.0/'",
        "https://www.gnu.org/licenses/fdl-1.3.html",
        "https://news.example/terms",
    ],
)
def test_what_is_no_licence_that_we_know(url: str) -> None:
    assert licence(url) is None
    assert known([url]) == ()


@given(st.text() | st.builds((CC + "{}").format, st.text()))
def test_any_text_is_a_licence_or_none(url: str) -> None:
    found = licence(url)
    assert found is None or licence(found.url) == found


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
