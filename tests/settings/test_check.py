"""From files to settings."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.errors import ConfigurationError
from feedsvc.model.channel import Channel
from feedsvc.model.source import (
    DEFAULT_ATTRIBUTION,
    Images,
    Permission,
    Retention,
    Scope,
    ThirdParty,
)
from feedsvc.rights.deeds import by_name
from feedsvc.settings import Entries, Fetch, Settings, Site, Web, files
from feedsvc.settings.check import check
from tests.settings.folder import ONE_SOURCE, complaints_of, settings_of, write


def test_nothing_but_a_source_gives_the_defaults(tmp_path: Path) -> None:
    found = settings_of(write(tmp_path))
    assert (found.site, found.web, found.fetch) == (Site(), Web(), Fetch())
    assert found.database_url == Settings().database_url
    assert found.channels == (Channel(name="all", title="feedsvc", sources=("*",)),)
    assert [source.permission for source in found.sources] == [Permission()]
    assert found.sources[0].permission.attribution == DEFAULT_ATTRIBUTION


def test_everything_that_can_be_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "a b.xml").write_text("<rss/>")
    folder = write(
        tmp_path,
        main="""
            [site]
            title = "  Harbour \\t News "
            url = "https://feeds.example.org/news/"
            per_source_channels = false
            commercial = true
            require_evidence = true
            [database]
            url = "postgresql://me:secret@db.example/feeds"
            [web]
            bind = "[::1]:9000"
            [fetch]
            user_agent_contact = "ops@example.org"
            allow_networks = ["127.0.0.0/8", "::1"]
            min_interval = "90s"
            max_interval = "1.5h"
            host_gap = "0s"
            requests_per_second = 50
            [entries]
            revisions = 5
            update_interval = "30m"
            [retention]
            entries = 500
            age = "90d"
            """,
        sources="""
            [sources.herald]
            url = "file:samples/a b.xml"
            title = "The Herald"
            tags = ["port", "north sea"]
            enabled = false
            [sources.herald.permission]
            scope = "full"
            attribution = "Seen in {source} by {author},\\n {title} {url} {date}"
            granted_by = "Desk"
            evidence = "mail"
            from = 2026-01-12
            until = 9999-12-31
            embargo = "24h"
            noindex = true
            canonical = false
            images = "licence"
            edits = true
            licence = "https://creativecommons.org/licenses/by/4.0/"
            on_third_party = "hold"
            credit = "© {source}, by {permission}"
            pixel = "https://herald.example/p.gif"
            notes = "Ask Ms Quay"
            expiry = "30d"
            [sources.herald.rewrite]
            remove = ["Read more: .*"]
            [sources.herald.retention]
            age = "30d"
            """,
        channels="""
            [channels.all]
            sources = ["*"]
            [channels.source-herald]
            title = "Port"
            description = "Two\\nlines"
            tags = [" north  sea "]
            sources = ["herald"]
            limit = 7
            """,
    )
    found = settings_of(folder)
    assert found.site == Site(
        title="Harbour News",
        url="https://feeds.example.org/news",
        per_source_channels=False,
        commercial=True,
        require_evidence=True,
    )
    assert found.database_url == "postgresql://me:secret@db.example/feeds"
    assert found.web == Web(host="::1", port=9000)
    assert found.fetch == Fetch(
        user_agent_contact="ops@example.org",
        allow_networks=("127.0.0.0/8", "::1/128"),
        min_interval=timedelta(seconds=90),
        max_interval=timedelta(minutes=90),
        host_gap=timedelta(0),
        requests_per_second=50,
    )
    assert found.entries == Entries(revisions=5, update_interval=timedelta(minutes=30))
    (source,) = found.sources
    assert source.retention == Retention(entries=500, age=timedelta(days=30))
    assert source.url == (folder / "samples" / "a b.xml").as_uri()
    assert (source.title, source.tags, source.enabled) == (
        "The Herald",
        ("port", "north sea"),
        False,
    )
    assert source.permission == Permission(
        scope=Scope.FULL,
        attribution="Seen in {source} by {author}, {title} {url} {date}",
        granted_by="Desk",
        evidence="mail",
        starts=date(2026, 1, 12),
        ends=date(9999, 12, 31),
        embargo=timedelta(hours=24),
        noindex=True,
        canonical=False,
        images=Images.LICENCE,
        edits=True,
        licence="https://creativecommons.org/licenses/by/4.0/",
        on_third_party=ThirdParty.HOLD,
        credit="© {source}, by {permission}",
        pixel="https://herald.example/p.gif",
        notes="Ask Ms Quay",
        expiry=timedelta(days=30),
    )
    assert source.remove == ("Read more: .*",)
    assert found.channels == (
        Channel(name="all", title="all", sources=("*",)),
        Channel(
            name="source-herald",
            title="Port",
            description="Two\nlines",
            sources=("herald",),
            tags=("north sea",),
            limit=7,
        ),
    )


def test_a_file_counts_from_the_folder_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "config", sources='[sources.a]\nurl = "file:a.xml"')
    (folder / "a.xml").write_text("<rss/>")
    monkeypatch.chdir(tmp_path)
    assert settings_of(Path("config")).sources[0].url == (folder / "a.xml").as_uri()


@pytest.mark.parametrize("spelling", ["file:{}", "file://{}"])
def test_a_file_may_lie_elsewhere(tmp_path: Path, spelling: str) -> None:
    (tmp_path / "a.xml").write_text("<rss/>")
    url = spelling.format(tmp_path / "a.xml")
    folder = write(tmp_path / "config", sources=f'[sources.a]\nurl = "{url}"')
    assert settings_of(folder).sources[0].url == (tmp_path / "a.xml").as_uri()


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example",
        "HTTPS://News.Example/feed?a=1&b=2#c",
        "https://münchen.example/zeitung",
        "https://xn--mnchen-3ya.example./feed",
        "http://127.0.0.1:8080/feed",
        "http://[::1]:8080/feed",
        "http://localhost/feed",
        "http://my_host.example/feed",
    ],
)
def test_urls_that_are_some(tmp_path: Path, url: str) -> None:
    folder = write(tmp_path, sources=f'[sources.a]\nurl = "{url}"')
    assert settings_of(folder).sources[0].url == url


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    folder = write(tmp_path, main='\ufeff[site]\ntitle = "x"')
    assert settings_of(folder).site.title == "x"


def test_variables_override_keys(tmp_path: Path) -> None:
    folder = write(tmp_path, main='[site]\ntitle = 5\n[web]\nbind = "127.0.0.1:8000"')
    found = settings_of(
        folder,
        {
            "FEEDSVC_SITE__TITLE": "From outside",
            "FEEDSVC_SITE__PER_SOURCE_CHANNELS": "False",
            "FEEDSVC_WEB__BIND": "127.0.0.1:9000",
            "FEEDSVC_FETCH__ALLOW_NETWORKS": '["127.0.0.0/8", "10.0.0.0/8"]',
            "FEEDSVC_FETCH__HOST_GAP": "0s",
            "FEEDSVC_DATABASE__URL": "sqlite:///elsewhere.sqlite3",
            "FEEDSVC_CONFIG": "names the folder, and is no key",
            "OTHER_WEB__BIND": "not ours",
        },
    )
    assert found.site == Site(title="From outside", per_source_channels=False)
    assert found.web.port == 9000
    assert found.fetch.allow_networks == ("127.0.0.0/8", "10.0.0.0/8")
    assert found.fetch.host_gap == timedelta(0)
    assert found.database_url == "sqlite:///elsewhere.sqlite3"


def test_a_variable_repairs_what_the_file_says_wrong(tmp_path: Path) -> None:
    folder = write(tmp_path, main='[web]\nbind = "nonsense"')
    assert complaints_of(folder)
    assert not complaints_of(folder, {"FEEDSVC_WEB__BIND": "127.0.0.1:9000"})


def test_the_own_channels_names_are_free_where_there_are_none(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        main="[site]\nper_source_channels = false",
        channels='[channels.source-herald]\nsources = ["*"]',
    )
    assert not complaints_of(folder)


# --- whatever is written ------------------------------------------------------

KEYS = st.sampled_from(
    [
        *("entries", "revisions", "update_interval", "retention", "age"),
        *("site", "title", "url", "per_source_channels", "database", "web", "bind", "fetch"),
        *("user_agent_contact", "allow_networks", "min_interval", "max_interval", "host_gap"),
        "requests_per_second",
        *("sources", "a", "tags", "enabled", "permission", "scope", "attribution", "granted_by"),
        *(
            "evidence",
            "from",
            "until",
            "embargo",
            "noindex",
            "canonical",
            "channels",
            "description",
            "limit",
            "x",
        ),
        *('""', '"a\\nb"', '"[key]"'),
    ]
)
VALUES = st.recursive(
    st.one_of(
        st.sampled_from(
            [
                *("true", "0", "-1", "1e400", "nan", "0xffffffffffffffffffffff", "12:00:00"),
                *("2026-01-01", "9999-12-31", "0001-01-01", "2026-01-01T00:00:00Z"),
                *('""', '"*"', '"full"', '"15m"', '"99999999999d"', '"https://x.example/"'),
                *('"file:"', '"file:.."', '"file:a\\u0000"', '"http://["', '"sqlite:///"', '"a"'),
                *('"{source"', '"{a.b}"', '"[::1]:1"', '"10.0.0.0/8"', '"\\u0085"'),
            ]
        ),
        st.text(max_size=12).map(lambda text: "'''" + text.replace("'", "") + "'''"),
        st.integers().map(str),
        st.floats().map(str),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)
PATHS = st.lists(KEYS, min_size=1, max_size=3).map(".".join)
LINES = st.one_of(
    st.builds("[{}]".format, PATHS),
    st.builds("{} = {}".format, PATHS, VALUES),
    st.text(max_size=20),
)
GARBAGE = st.one_of(
    st.lists(LINES, max_size=8).map("\n".join).map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=60),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.dictionaries(
        st.sampled_from([files.MAIN, files.SOURCES, files.CHANNELS]), GARBAGE, max_size=3
    ),
    overrides=st.dictionaries(
        st.builds("FEEDSVC_{}__{}".format, KEYS, KEYS).map(str.upper),
        st.text(max_size=9),
        max_size=2,
    ),
)
def test_garbage_ends_in_settings_or_in_complaints(
    texts: dict[str, bytes], overrides: dict[str, str]
) -> None:
    found = files.Files(folder=Path("/nowhere"), texts=texts, overrides=overrides)
    found.database_url()
    found.digest("1")
    try:
        check(found, by_name)
    except ConfigurationError as error:
        complaints = error.complaints
    else:
        return
    assert complaints
    for complaint in complaints:
        assert complaint.isprintable(), complaint
        assert re.match(r"(feedsvc|sources|channels)\.toml|environment:", complaint), complaint
        assert "; " in complaint
        assert len(complaint) < 600, complaint


HUSH = '[sources.hush]\nurl = "https://hush.example/feed"\nprivate = true\ntags = ["port"]\n'


def test_a_public_channel_that_names_a_private_source_is_told_so(tmp_path: Path) -> None:
    channels = '[channels.open]\nsources = ["hush", "herald"]\nprivate = {}\n'
    told = (
        "channels.toml:channels.open.sources: 'hush' is private, and this channel is not;"
        " write private = true here, or remove it"
    )
    for value, expected in (("false", (told,)), ("true", ())):
        folder = write(tmp_path, sources=ONE_SOURCE + HUSH, channels=channels.format(value))
        assert complaints_of(folder) == expected


def test_a_public_channel_may_pass_a_private_source_over(tmp_path: Path) -> None:
    channels = '[channels.open]\nsources = ["*"]\ntags = ["port"]\n'
    assert complaints_of(write(tmp_path, sources=ONE_SOURCE + HUSH, channels=channels)) == ()
