"""Every complaint is one line `file:key: what is wrong; what to do`."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.settings.folder import ONE_SOURCE, complaints_of, write

HUGE = "9" * 5000
DEEP = "[" * 5000

MAIN = [
    ('[site\ntitle = "x"', "", "is not valid TOML: Expected ']'", "(line 1", "correct that line"),
    ("[site]\ntitle = x", "", "is not valid TOML: Invalid value", "line 2", "into quotes"),
    ("[site]\ntitle = [1,", "", "is not valid TOML", "line 2, the last one", "correct"),
    (b"[site]\ntitle = '\xe9'\n", "", "line 2 is not UTF-8", "save the file as UTF-8"),
    ("[site]\n".encode("utf-16"), "", "line 1 is not UTF-8", "save the file as UTF-8"),
    ("", "", "the file is empty", "fill it in or delete it"),
    (" \n\t\n", "", "the file is empty", "fill it in or delete it"),
    (f"[site]\ntitle = {DEEP}", "", "nested too deeply", "remove brackets"),
    (f"[site]\ntitle = {HUGE}", "", "too many digits", "shorten it"),
    ('[site]\ntitel = "x"', "site.titel", "(did you mean title?)", "correct or remove it"),
    ('[sight]\ntitle = "x"', "sight", "is not a key", "known here: site, database, web, fetch"),
    ('title = "x"', "title", "is not a key", "correct or remove it"),
    ("site = 5", "site", "must be a table", "write it as [site] with its keys below"),
    ("[[site]]", "site", "must be a table", "write it as [site]"),
    ("[site]\ntitle = 5", "site.title", "must be text", "put it into quotes"),
    ('[site]\ntitle = " "', "site.title", "is empty", "write something"),
    (f'[site]\ntitle = "{"x" * 301}"', "site.title", "is 301 characters", "shorten it to 300"),
    ('[site]\ntitle = "a\\u0007b"', "site.title", "character U+0007, which no", "remove it"),
    ("[site]\ntitle = 1\ntitle = 2", "site.title", "is set twice (line 3", "remove one"),
    ("[site]\n[web]\n[site]\n", "site", "is declared twice (line 3", "rename or remove one"),
    ('[site]\nurl = "x"', "site.url", "is no http or https URL: 'x'", "write it whole"),
    ('[site]\nurl = "https://x.example/?a"', "site.url", "has a query", "only scheme, host"),
    ('[site]\nurl = "https://u:p@x.example"', "site.url", "user name or password", "remove them"),
    ("[site]\nper_source_channels = 1", "site.per_source_channels", "neither true", "without"),
    ('[database]\nurl = "mysql://x"', "database.url", "is no database address", "write sqlite:"),
    ('[database]\nurl = "sqlite:///"', "database.url", "is no database address", "write sqlite:"),
    ('[database]\nurl = "sqlite:///:memory:"', "database.url", "is no database", "write sqlite:"),
    ('[database]\nurl = "sqlite:///a\\u0000b"', "database.url", "the character U+0000", "remove"),
    ("[database]\nurl = 5", "database.url", "must be text", "put it into quotes"),
    (
        '[web]\nbind = "8000"',
        "web.bind",
        "is no address to listen on: '8000'",
        "write address:port",
    ),
    ('[web]\nbind = ":8000"', "web.bind", "is no address to listen on", "write address:port"),
    ('[web]\nbind = "a b:80"', "web.bind", "is no address to listen on", "write address:port"),
    ('[web]\nbind = "http://localhost:80"', "web.bind", "is no address", "write address:port"),
    ('[web]\nbind = "localhost:99999"', "web.bind", "is no address", "write address:port"),
    ('[web]\nbind = "localhost:0"', "web.bind", "is no address", "write address:port"),
    ('[web]\nbind = "feeds.example:80"', "web.bind", "is no address", "write address:port"),
    ('[web]\nbind = "[127.0.0.1.1]:80"', "web.bind", "is no address", "write address:port"),
    ('[web]\nbind = "::1:80"', "web.bind", "is no address", '"[::1]:8000"'),
    ('[web]\nbind = "h:８０"', "web.bind", "is no address to listen on", "write address:port"),
    ("[web]\nbind = 80", "web.bind", "must be text", "put it into quotes"),
    ('[fetch]\nhost_gap = "soon"', "fetch.host_gap", "is no duration: 'soon'", "write a number"),
    ("[fetch]\nhost_gap = 5", "fetch.host_gap", "is no duration: 5", "s, m, h or d"),
    ('[fetch]\nhost_gap = "-5m"', "fetch.host_gap", "is no duration", "write a number"),
    ('[fetch]\nhost_gap = "１m"', "fetch.host_gap", "is no duration", "write a number"),
    ('[fetch]\nhost_gap = "5w"', "fetch.host_gap", "is no duration", "s, m, h or d"),
    ("[fetch]\nhost_gap = 12:00:00", "fetch.host_gap", "no duration: 12:00:00", "write a number"),
    (f'[fetch]\nhost_gap = "{HUGE}d"', "fetch.host_gap", "is too long: '9999", "at most 3650d"),
    (f"[fetch]\nhost_gap = 0x{HUGE}", "fetch.host_gap", "far too large", "write a number"),
    (
        '[fetch]\nmin_interval = "2h"\nmax_interval = "1h"',
        "fetch.max_interval",
        "is 1h, shorter than min_interval",
        "write at least 2h",
    ),
    ("[fetch]\nrequests_per_second = 0", "fetch.requests_per_second", "", "at least 1"),
    ("[entries]\nrevisions = -1", "entries.revisions", "", "at least 0"),
    ('[entries]\nupdate_interval = "often"', "entries.update_interval", "is no duration", "write"),
    ("[retention]\nentries = 0", "retention.entries", "", "at least 1"),
    ("[retention]\nage = 30", "retention.age", "is no duration: 30", "s, m, h or d"),
    ('[fetch]\nmin_interval = "48h"', "fetch.max_interval", "is 24h, shorter", "at least 48h"),
    ('[fetch]\nallow_networks = "10.0.0.0/8"', "fetch.allow_networks", "a list", "in brackets"),
    (
        '[fetch]\nallow_networks = ["::1/128", "x"]',
        "fetch.allow_networks[1]",
        "no network: 'x'",
        "like",
    ),
    (
        '[fetch]\nallow_networks = ["10.1.0.0/8"]',
        "fetch.allow_networks[0]",
        "is no",
        '"10.0.0.0/8"',
    ),
    ("[fetch]\nallow_networks = [5]", "fetch.allow_networks[0]", "must be text", "into quotes"),
    ('[fetch]\nuser_agent_contact = "é"', "fetch.user_agent_contact", "cannot stand", "ASCII"),
    ('[fetch]\nuser_agent_contact = "a\\nb"', "fetch.user_agent_contact", "'a\\nb'", "ASCII"),
]

SOURCES = [
    (None, "", "is missing in ", "create it with a table [sources.NAME]"),
    ("", "", "the file is empty", "declare [sources.NAME] in it"),
    ("[sources.a]", "sources.a.url", "is missing", "add it"),
    ('[source.a]\nurl = "https://x.example/"', "source", "(did you mean sources?)", "correct"),
    ("sources = 5", "sources", "must hold tables", "write each as [sources.NAME]"),
    ("[[sources]]", "sources", "must hold tables", "write each as [sources.NAME]"),
    ("[sources]\na = 5", "sources.a", "must be a table", "write it as [sources.a]"),
    ("[sources.a]\nurl = 5", "sources.a.url", "must be text", "put it into quotes"),
    (
        ONE_SOURCE * 2,
        "sources.herald",
        "is declared twice (line 4",
        "rename or remove one of them",
    ),
    (
        f'{ONE_SOURCE}url = "https://x.example/"',
        "sources.herald.url",
        "is set twice (line 4",
        "remove one",
    ),
    ('[sources]\na = {url = "x", url = "y"}', "sources.a.url", "is set twice", "remove one"),
    ('[sources."a b"]\nurl = "https://x.example/"', 'sources."a b"', "'a b' cannot stand", "use"),
    (
        '[sources."a.rss"]\nurl = "https://x.example/"',
        'sources."a.rss"',
        "cannot stand",
        "not end",
    ),
    ('[sources.""]\nurl = "https://x.example/"', 'sources.""', "cannot stand", "use up to 100"),
    ('[sources."a\u2028b"]\nurl = "https://x.example/"', 'sources."a\\u2028b"', "cannot", "use"),
    ('[sources."a\\nb"]\nurl = "https://x.example/"', 'sources."a\\nb"', "cannot stand", "use up"),
]

URLS = [
    ("", "is no http or https URL: ''", "write it whole"),
    ("news.example/rss", "is no http or https URL: 'news.example/rss'", "write it whole"),
    ("//news.example/rss", "is no http or https URL", "write it whole"),
    ("http://", "is no http or https URL", "write it whole"),
    ("ftp://news.example/rss", "is no http or https URL", "such as https://example.org/feed"),
    ("javascript:alert(1)", "is no http or https URL", "write it whole"),
    ("https://news.example:99999/", "is no http or https URL", "write it whole"),
    ("https://[::1/", "is no http or https URL", "write it whole"),
    ("https://news example/", "is no URL: 'https://news example/'", "remove the white space"),
    (" https://news.example/", "is no URL", "remove the white space"),
    ("https://news.example/\\u0001", "is no URL", "remove the white space or odd characters"),
    ("https://news.example/\\n", "is no URL: 'https://news.example/\\n'", "remove the white space"),
    ("https://news..example/", "is no URL", "correct its host"),
    ("https://{{host}}/", "is no URL", "correct its host"),
    (f"https://news.example/{'x' * 2048}", "is 2069 characters long", "shorten it to 2048"),
    ("https://me:secret@news.example/", "holds a user name or password", "remove them"),
    ("https://me@news.example/", "holds a user name or password", "remove them"),
    ("ftp://me:secret@news.example/", "is no http or https URL: 'ftp://…@news", "write it whole"),
    (
        "file:missing.xml",
        "there is no file '",
        "missing.xml'; correct the path, which counts from ",
    ),
    ("file:", "there is no file '", "correct the path"),
    ("file:.", "there is no file '", "correct the path"),
    (f"file:{'x' * 5000}", "there is no file '", "correct the path"),
    ("file:a\\u0000b", "holds the character U+0000", "remove it"),
]

OF_A_SOURCE = [
    ('titel = "x"', "titel", "(did you mean title?)", "known here: url, title, tags, enabled"),
    ('title = ""', "title", "is empty", "write something"),
    ('tags = "world"', "tags", "must be a list", "write it in brackets"),
    ("tags = [5]", "tags[0]", "must be text", "put it into quotes"),
    ('tags = ["a", ""]', "tags[1]", "is empty", "write something"),
    ('enabled = "no"', "enabled", "is neither true nor false", "without quotes"),
    ('permission = "full"', "permission", "must be a table", "[sources.a.permission]"),
    ("permission.scope = 1", "permission.scope", "is 1", "write one of 'full', 'excerpt'"),
    ('permission.scope = "all"', "permission.scope", "is 'all'", "'link' or 'licence'"),
    ('permission.scop = "full"', "permission.scop", "(did you mean scope?)", "from, until, emb"),
    ("permission.starts = 2026-01-01", "permission.starts", "is not a key", "correct or remove"),
    ('permission.from = "2026-01-12"', "permission.from", "'2026-01-12'", "without quotes"),
    ("permission.from = 2026-01-12T10:00:00Z", "permission.from", "is no day", "without a time"),
    ("permission.until = 5", "permission.until", "is no day: 5", "such as 2026-01-31"),
    (
        "permission.from = 2026-02-01\npermission.until = 2026-01-31",
        "permission.until",
        "2026-01-31 lies before from = 2026-02-01",
        "exchange or correct them",
    ),
    ("permission.embargo = 24", "permission.embargo", "is no duration: 24", 'such as "15m"'),
    ('permission.embargo = "9999999d"', "permission.embargo", "is too long", "at most 3650d"),
    ('permission.noindex = "yes"', "permission.noindex", "is neither true nor", "without quotes"),
    ("permission.canonical = 0", "permission.canonical", "is neither true nor", "without quotes"),
    ("permission.noindx = true", "permission.noindx", "(did you mean noindex?)", "or remove it"),
    ("permission.granted_by = 5", "permission.granted_by", "must be text", "into quotes"),
    ('permission.evidence = "\\u0000"', "permission.evidence", "the character U+0000", "remove"),
    ('permission.attribution = ""', "permission.attribution", "is empty", "or remove the key"),
    ('permission.attribution = "{sourc}"', "permission.attribution", "field {sourc}", "{source},"),
    (
        'permission.attribution = "{source.__class__}"',
        "permission.attribution",
        "unknown field {source.__class__}",
        "use only {source}, {source_url}, {author}, {title}, {url}, {date}, {licence}",
    ),
    ('permission.attribution = "{}"', "permission.attribution", "unknown field {}", "use only"),
    ('permission.attribution = "{source"', "permission.attribution", "has a brace", "remove it"),
    ('permission.attribution = "{{source}}"', "permission.attribution", "has a brace", "remove"),
    ('permission.images = "some"', "permission.images", "is 'some'", 'write true, false or "lic'),
    ("permission.images = 2", "permission.images", "is 2", 'write true, false or "licence"'),
    ("permission.edits = 1", "permission.edits", "is neither true nor", "without quotes"),
    ('permission.licence = "CC-BY-9"', "permission.licence", "no licence that feedsvc", "SPDX"),
    ('permission.on_third_party = "x"', "permission.on_third_party", "is 'x'", "'hold', 'exc"),
    ('permission.credit = "{who}"', "permission.credit", "unknown field {who}", "use only"),
    ('permission.pixel = "x.gif"', "permission.pixel", "is no http or https URL", "write it"),
    (
        'permission.attribution = "with permission of {permission}"',
        "permission.attribution",
        "names {permission}, which is granted_by, and that is missing",
        "add it",
    ),
    (
        'permission.embargo = "24h"\npermission.expiry = "12h"',
        "permission.expiry",
        "ends with or before the embargo of 24h, so that nothing is ever shown",
        "write a longer one",
    ),
    ('rewrite.remove = "x"', "rewrite.remove", "must be a list", "write it in brackets"),
    ('rewrite.remove = ["("]', "rewrite.remove[0]", "is no regular expression: '('", "correct it"),
    ('rewrite.remove = ["x", ".*"]', "rewrite.remove[1]", "matches the empty text", "write what"),
    (
        'rewrite.remove = ["x"]\npermission.edits = false',
        "rewrite.remove",
        "changes articles, and the permission says edits = false",
        "remove one of them",
    ),
    (
        'rewrite.remove = ["x"]\npermission.licence = "CC-BY-ND-4.0"',
        "rewrite.remove",
        "changes articles, and CC BY-ND 4.0 forbids changes",
        "remove the rule",
    ),
    ('permission.attribution = "{a\\nb}"', "permission.attribution", "field {a b}", "use only"),
]

CHANNELS = [
    ("", "", "the file is empty", "fill it in or delete it"),
    ('[channel.x]\nsources = ["*"]', "channel", "(did you mean channels?)", "correct or remove"),
    ("[channels.x]", "channels.x", "selects nothing", 'add sources = ["*"]'),
    ('[channels."x/y"]\nsources = ["*"]', 'channels."x/y"', "'x/y' cannot stand", "use up to"),
    ('[channels.x]\nsources = "*"', "channels.x.sources", "must be a list", "in brackets"),
    ('[channels.x]\nsources = ["*", 5]', "channels.x.sources[1]", "must be text", "into quotes"),
    (
        '[channels.x]\nsources = ["heralt"]',
        "channels.x.sources",
        "there is no source 'heralt' (did you mean herald?)",
        "declare it in sources.toml or remove it here",
    ),
    (
        '[channels.x]\ntags = ["prot"]',
        "channels.x.tags",
        "tag 'prot' (did you mean port?)",
        "give",
    ),
    ('[channels.x]\ntags = ["*"]', "channels.x.tags", "no source has the tag '*'", "give it to"),
    ('[channels.x]\nsources = ["*"]\nlimit = 0', "channels.x.limit", "is 0", "write at least 1"),
    ('[channels.x]\nsources = ["*"]\nlimit = 1001', "channels.x.limit", "is 1001", "at most 1000"),
    ('[channels.x]\nsources = ["*"]\nlimit = 5.5', "channels.x.limit", "whole number", "write it"),
    ('[channels.x]\nsources = ["*"]\nlimit = "5"', "channels.x.limit", "whole number", "quotes"),
    (f'[channels.x]\nsources = ["*"]\nlimit = 0x{HUGE}', "channels.x.limit", "large", "at most"),
    ('[channels.x]\nsources = ["*"]\nlimt = 5', "channels.x.limt", "mean limit?", "correct"),
    (
        '[channels.source-herald]\nsources = ["*"]',
        "channels.source-herald",
        "is the name of the channel that source 'herald' has by itself",
        "choose another, or set [site] per_source_channels = false",
    ),
]

ENVIRONMENT = [
    ("FEEDSVC_WEB__BIND", "x", "is no address to listen on: 'x'", "write address:port"),
    ("FEEDSVC_WEB__BIN", "x", "is no setting (did you mean FEEDSVC_WEB__BIND?)", "unset it"),
    ("FEEDSVC_SOURCES__HERALD", "x", "is no setting", "unset it or correct its name"),
    ("FEEDSVC_SITE__TITLE", "", "is empty", "write something"),
    (
        "FEEDSVC_SITE__TITLE",
        "\udcff",
        "holds the character U+DCFF",
        "remove it",
    ),  # bytes that are not UTF-8
    ("FEEDSVC_SITE__PER_SOURCE_CHANNELS", "no", "neither true nor false", "write one of them"),
    ("FEEDSVC_FETCH__ALLOW_NETWORKS", "10.0.0.0/8,x", "is no network: 'x'", "write it like"),
    ("FEEDSVC_FETCH__MAX_INTERVAL", "1m", "is 1m, shorter than min_interval", "at least 15m"),
    ("FEEDSVC_DATABASE__URL", "", "is no database address", "write sqlite:///path"),
]


def rows(table: Sequence[tuple[str | bytes | None, ...]]) -> list[object]:
    """What is written, at which key, and the parts of what is said of it."""
    return [(text, key, parts) for text, key, *parts in table]


def assert_said(complaints: tuple[str, ...], place: str, *parts: str) -> None:
    """There is one complaint, on one line, about that place, that says these things."""
    assert len(complaints) == 1, complaints
    (complaint,) = complaints
    assert complaint.startswith(f"{place}: "), complaint
    rest = complaint.removeprefix(place)
    what, _, cure = rest.partition("; ")
    assert len(what) > 5, complaint
    assert len(cure) > 5, complaint
    assert complaint.isprintable()
    for part in parts:
        assert part in rest, complaint


@pytest.mark.parametrize(("text", "key", "parts"), rows(MAIN))
def test_the_main_file(tmp_path: Path, text: str | bytes, key: str, parts: list[str]) -> None:
    place = f"feedsvc.toml:{key}" if key else "feedsvc.toml"
    assert_said(complaints_of(write(tmp_path, main=text)), place, *parts)


@pytest.mark.parametrize(("text", "key", "parts"), rows(SOURCES))
def test_the_sources(tmp_path: Path, text: str | None, key: str, parts: list[str]) -> None:
    place = f"sources.toml:{key}" if key else "sources.toml"
    assert_said(complaints_of(write(tmp_path, sources=text)), place, *parts)


@pytest.mark.parametrize(("url", "wrong", "cure"), URLS)
def test_the_url_of_a_source(tmp_path: Path, url: str, wrong: str, cure: str) -> None:
    complaints = complaints_of(write(tmp_path, sources=f'[sources.a]\nurl = "{url}"'))
    assert_said(complaints, "sources.toml:sources.a.url", wrong, cure)
    assert "secret" not in complaints[0]


@pytest.mark.parametrize(("text", "key", "wrong", "cure"), OF_A_SOURCE)
def test_the_keys_of_a_source(tmp_path: Path, text: str, key: str, wrong: str, cure: str) -> None:
    folder = write(tmp_path, sources=f'[sources.a]\nurl = "https://a.example/"\n{text}')
    assert_said(complaints_of(folder), f"sources.toml:sources.a.{key}", wrong, cure)


@pytest.mark.parametrize(("text", "key", "wrong", "cure"), CHANNELS)
def test_the_channels(tmp_path: Path, text: str, key: str, wrong: str, cure: str) -> None:
    place = f"channels.toml:{key}" if key else "channels.toml"
    assert_said(complaints_of(write(tmp_path, channels=text)), place, wrong, cure)


@pytest.mark.parametrize(("variable", "value", "wrong", "cure"), ENVIRONMENT)
def test_the_environment(tmp_path: Path, variable: str, value: str, wrong: str, cure: str) -> None:
    complaints = complaints_of(write(tmp_path), {variable: value})
    assert_said(complaints, f"environment:{variable}", wrong, cure)


def test_the_password_of_a_database_is_not_repeated(tmp_path: Path) -> None:
    folder = write(tmp_path, main='[database]\nurl = "mysql://me:secret@db.example/feeds"')
    assert "secret" not in "".join(complaints_of(folder))


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        main='[site]\ntitle = 5\n[web]\nbind = "x"\n[fetch]\nhost_gap = "x"',
        sources='[sources.a]\nurl = "x"\n[sources.b]\ntags = "t"\n[sources."c d"]\nurl = "y"',
        channels='[channels.e]\nsources = ["zz"]\nlimit = 0\n[channels.f]\n[channels.source-a]',
    )
    told = complaints_of(folder, {"FEEDSVC_WEB__BND": "x", "FEEDSVC_SITE__URL": "y"})
    assert [one.partition(": ")[0] for one in told] == [
        "environment:FEEDSVC_WEB__BND",
        "feedsvc.toml:site.title",
        "environment:FEEDSVC_SITE__URL",
        "feedsvc.toml:web.bind",
        "feedsvc.toml:fetch.host_gap",
        "sources.toml:sources.a.url",
        "sources.toml:sources.b.url",
        "sources.toml:sources.b.tags",
        'sources.toml:sources."c d"',
        'sources.toml:sources."c d".url',
        "channels.toml:channels.e.limit",
        "channels.toml:channels.e.sources",
        "channels.toml:channels.f",
        "channels.toml:channels.source-a",
        "channels.toml:channels.source-a",
    ]


def test_one_file_that_is_no_toml_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = write(tmp_path, main="[", sources="", channels="[channels.x]\nlimit = 0")
    told = complaints_of(folder)
    assert [one.partition(": ")[0] for one in told] == [
        "feedsvc.toml",
        "sources.toml",
        "channels.toml:channels.x.limit",
    ]


COMMERCIAL = "[site]\ncommercial = true"
EVIDENT = "[site]\nrequire_evidence = true"
OF_SOURCE_AND_SITE = [
    (
        COMMERCIAL,
        'permission.licence = "CC-BY-NC-SA-4.0"',
        "permission.licence",
        "CC BY-NC-SA 4.0 forbids commercial use, and [site] commercial = true",
        'or take scope = "excerpt"',
    ),
    (
        EVIDENT,
        'permission.scope = "full"',
        "permission.evidence",
        "is missing, and [site] require_evidence asks for it",
        "write where the permission can be looked up, or take a smaller scope",
    ),
]


@pytest.mark.parametrize(("main", "text", "key", "what", "cure"), OF_SOURCE_AND_SITE)
def test_what_the_site_demands_of_a_permission(  # noqa: PLR0913, PLR0917 - a row of the table
    tmp_path: Path, main: str, text: str, key: str, what: str, cure: str
) -> None:
    folder = write(tmp_path, main=main, sources=f"[sources.a]\nurl = 'https://x.example/'\n{text}")
    assert_said(complaints_of(folder), f"sources.toml:sources.a.{key}", what, cure)


@pytest.mark.parametrize(
    ("main", "text"),
    [
        (COMMERCIAL, 'permission.licence = "CC-BY-SA-4.0"'),
        (COMMERCIAL, 'permission.licence = "CC-BY-NC-4.0"\npermission.scope = "full"'),
        ("[site]", 'permission.licence = "CC-BY-NC-4.0"'),
        (EVIDENT, 'permission.scope = "full"\npermission.evidence = "mail"'),
        (EVIDENT, 'permission.scope = "excerpt"'),
        ("[site]", 'permission.scope = "full"'),
        ("[site]", 'rewrite.remove = ["Read more: .*"]\npermission.licence = "CC-BY-4.0"'),
        ("[site]", "permission.images = true"),
        ("[site]", "permission.images = false"),
        ("[site]", 'permission.images = "licence"'),
    ],
)
def test_what_neither_forbids_is_no_complaint(tmp_path: Path, main: str, text: str) -> None:
    folder = write(tmp_path, main=main, sources=f"[sources.a]\nurl = 'https://x.example/'\n{text}")
    assert complaints_of(folder) == ()
