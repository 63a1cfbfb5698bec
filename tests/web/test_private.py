"""What is private is read by its subscribers alone, whichever way it is asked for."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from feedsvc.flows import access, curate
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.static_site import publish
from tests.rig import FORMATS
from tests.web.sample_site import SampleSite
from tests.web.subscribing import (
    FORMS,
    SOURCES,
    House,
    basic,
    canary,
    channel,
    declared,
    feed,
    told,
)

SECRET = ("hush", "whisper", "board", "staff")
"""The sources and channels that are private in `house`."""

NUMBERS = range(8)
GET = "GET"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two private sources in public channels by `*`, by a tag and by name, and in private ones.

    They have archives, withdrawn entries, and a past in which nothing of them was private.
    """
    channels = (
        channel("all", sources=("*",), limit=3),
        channel("port", tags=("port",), limit=3),
        channel("named", sources=("herald", "hush"), limit=3),
        channel("board", private=True, sources=("hush", "herald"), limit=3),
        channel("staff", private=True, tags=("inside",), limit=3),
    )
    past = [declared(name, tags=("port",)) for name in SOURCES]
    made = House(tmp_path_factory.mktemp("house"), past, channels)
    for last in (4, 8):
        made.publish({name: feed(name, range(1, last)) for name in SOURCES})
        for one in made.publisher.every_channel():
            made.publisher.view(one.name)
    made.declare(
        (
            declared("herald", tags=("port",)),
            declared("hush", private=True, tags=("port",)),
            declared("whisper", private=True, tags=("port", "inside")),
        ),
        channels,
    )
    made.publish({name: feed(name, range(1, 10)) for name in SOURCES})
    for name in SOURCES:
        reason = f"Because of {canary(name)}"
        mine = next(id for id, source in made.entries().items() if source == name)  # noqa: A001
        curate.withdraw(made.rig.database, [mine], reason, made.rig.now(), "Desk")
    made.subscribe("agency", "board")
    made.subscribe("staff", "staff")
    made.subscribe("wire", "source-hush")
    yield made
    made.rig.database.close()


def addresses(house: House) -> list[str]:
    """Every address of a GET, with every value that its parts may have."""
    names = [one.name for one in house.publisher.every_channel()]
    parts = {
        "name": [*names, "nowhere"],
        "number": [str(number) for number in NUMBERS],
        "form": list(FORMATS),
        "id": [*house.entries(), "nowhere"],
        "entry": list(house.entries()),
        "filename": ["style.css"],
        "path": ["nowhere"],
        "rest": ["nowhere"],
        "token": ["nowhere"],
    }
    found: list[str] = []
    for rule in house.app.url_map.iter_rules():
        made: list[dict[str, str]] = [{}]
        for part in sorted(rule.arguments):
            made = [one | {part: value} for one in made for value in parts[part]]
        with house.app.test_request_context():
            adapter = house.app.url_map.bind("")
            found += [
                adapter.build(rule.endpoint, one) for one in made if GET in (rule.methods or ())
            ]
    return found


def walk(house: House, who: str = "", way: Mapping[str, str] | None = None) -> str:
    """All that somebody learns who asks for everything in every way."""
    return "\n".join(
        told(house.ask(address, who, way, method=method))
        for address in addresses(house)
        for method in ("GET", "HEAD", "OPTIONS")
    )


WAYS: Sequence[dict[str, str]] = (
    {},
    {"Accept": "application/atom+xml"},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "br"},
    {"A-IM": "feed", "If-None-Match": '"old"'},
    {"Authorization": basic("agency", "wrong")},
    {"Authorization": "Basic !"},
)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_nobody_learns_anything_of_what_is_private(house: House, way: dict[str, str]) -> None:
    learnt = walk(house, way=way)
    assert canary("herald") in learnt
    assert not [name for name in SECRET if canary(name) in learnt]


def test_nobody_learns_what_subscribers_had_made(house: House) -> None:
    for who in ("agency", "staff"):
        walk(house, who)
    for way in WAYS[:3]:
        learnt = walk(house, way=way)
        assert not [name for name in SECRET if canary(name) in learnt]


def test_a_subscriber_learns_what_is_theirs_and_nothing_of_others(house: House) -> None:
    learnt = {who: walk(house, who) for who in ("agency", "staff", "wire")}
    known = {
        who: {name for name in (*SOURCES, "board", "staff") if canary(name) in text}
        for who, text in learnt.items()
    }
    assert known == {
        "agency": {"herald", "hush", "board"},
        "staff": {"herald", "whisper", "staff"},
        "wire": {"herald", "hush"},
    }


def test_what_is_not_theirs_is_refused_as_it_is_to_nobody(house: House) -> None:
    refused = [told(house.ask(f"/channels/{name}.atom", who)) for who, name in NOT_THEIRS]
    assert len(set(refused)) == 1
    assert refused[0].startswith("401 UNAUTHORIZED")
    assert 'WWW-AUTHENTICATE: BASIC REALM="PRIVATE CHANNELS"' in refused[0]
    assert "CACHE-CONTROL: NO-STORE" in refused[0]


NOT_THEIRS = (
    ("", "board"),
    ("", "source-hush"),
    ("", "board/archive/1"),
    ("", "board/archive/7"),
    ("staff", "board"),
    ("agency", "source-hush"),
)


@pytest.mark.parametrize("in_url", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_a_subscriber_is_answered_as_the_public_is(house: House, form: str, in_url: bool) -> None:  # noqa: FBT001
    address = f"/channels/board{form}"
    for _ in range(2):
        whole = house.ask(address, "agency", in_url=in_url)
        assert whole.status_code == 200
        assert canary("hush") in whole.text
        assert canary("whisper") not in whole.text
        fields = whole.headers
        assert fields["Cache-Control"].startswith("private, max-age=")
        assert fields.getlist("X-Robots-Tag") == ["noindex"]
        assert fields["Referrer-Policy"] == "no-referrer"
        assert "Authorization" in fields["Vary"].split(", ")
        assert "Access-Control-Allow-Origin" not in fields
        assert house.tokens["agency"] not in f"{fields}{whole.text}"
        tag = fields["ETag"]
        same = house.ask(address, "agency", in_url=in_url, fields={"If-None-Match": tag})
        assert (same.status_code, same.data) == (304, b"")
        assert "Authorization" in same.headers["Vary"]
        assert house.ask(address, fields={"If-None-Match": tag}).status_code == 401
        head = house.ask(address, "agency", method="HEAD", in_url=in_url)
        assert (head.status_code, head.headers["ETag"]) == (200, tag)
        assert house.ask(address, method="HEAD").data == b""
        packed = house.ask(address, "agency", in_url=in_url, fields={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert canary("hush") in told(packed)


@pytest.mark.parametrize(
    "given",
    [
        "Basic",
        "Basic Zm9v",
        "Bearer x",
        basic("agency", ""),
        basic("", ""),
        basic("x", "\udcff"[:0]),
    ],
)
def test_credentials_that_are_none_are_refused(house: House, given: str) -> None:
    assert house.ask("/channels/board.atom", fields={"Authorization": given}).status_code == 401


def test_a_token_is_its_own_subscribers(house: House) -> None:
    token = house.tokens["agency"]
    for user, status in (("agency", 200), ("staff", 401), ("", 401), ("Agency", 401)):
        answer = house.ask("/channels/board.atom", fields={"Authorization": basic(user, token)})
        assert answer.status_code == status, user
    for query, status in ((f"a=b&token={token}", 200), (f"token={token}x", 401), ("token=", 401)):
        assert house.client.get(f"/channels/board.atom?{query}").status_code == status, query


def test_who_used_a_token_is_known_within_the_hour(tmp_path: Path) -> None:
    house = House(
        tmp_path, (declared("herald"),), (channel("board", private=True, sources=("*",)),)
    )
    house.subscribe("agency", "board")
    house.ask("/channels/board.atom")
    assert house.used() == []
    house.ask("/channels/board.atom", "agency")
    assert house.used() == ["agency"]


def test_an_entry_is_read_by_who_has_a_channel_that_holds_it(house: House) -> None:
    read = {
        (source, who): {house.ask(f"/entries/{id}", who).status_code for id in ids}  # noqa: A001
        for source in SOURCES
        for ids in [[id for id, of in house.entries().items() if of == source]]  # noqa: A001
        for who in ("", "agency", "staff", "wire")
    }
    shown, refused = {200, 410}, {401}  # one of each was withdrawn
    assert read == {
        (source, who): shown if source == "herald" or who in readers else refused
        for source, readers in (
            ("herald", ()), ("hush", ("agency", "wire")), ("whisper", ("staff",)),
        )
        for who in ("", "agency", "staff", "wire")
    }  # fmt: skip
    assert house.ask("/entries/nowhere").status_code == 404


def test_what_is_new_is_told_to_a_subscriber_alone(tmp_path: Path) -> None:
    house = House(
        tmp_path,
        (declared("hush", private=True),),
        (channel("board", private=True, sources=("hush",)),),
    )
    house.publish({"hush": feed("hush", (1, 2))})
    house.subscribe("agency", "board")
    tag = house.ask("/channels/board.atom", "agency").headers["ETag"]
    house.publish({"hush": feed("hush", (1, 2, 3))})
    asked = {"A-IM": "feed", "If-None-Match": tag}
    assert house.ask("/channels/board.atom", fields=asked).status_code == 401
    part = house.ask("/channels/board.atom", "agency", fields=asked)
    assert part.status_code == 226  # which the refusal in between did not spoil
    assert part.text.count("<entry") == 1
    assert part.headers["Cache-Control"] == "no-store"
    assert "Authorization" in part.headers["Vary"]
    assert house.ask("/channels/board.atom", fields=asked).status_code == 401


def test_a_token_that_is_taken_back_opens_nothing_from_the_next_request_on(house: House) -> None:
    token = house.subscribe("guest", "board", "source-whisper")
    address = f"/channels/board.atom?token={token}"
    assert house.client.get(address).status_code == 200
    every = house.publisher.every_channel()
    access.resubscribe(house.rig.database, "guest", ["source-whisper"], every)
    assert house.client.get(address).status_code == 401
    assert house.ask("/channels/source-whisper.rss", "guest").status_code == 200
    access.unsubscribe(house.rig.database, "guest")
    del house.tokens["guest"]
    for name in ("board", "source-whisper"):
        assert house.client.get(f"/channels/{name}.rss?token={token}").status_code == 401


def test_a_channel_that_becomes_private_is_closed_at_once(tmp_path: Path) -> None:
    sources = (declared("herald"),)
    house = House(tmp_path, sources, (channel("board", sources=("*",)),))
    house.publish({"herald": feed("herald", (1,))})
    tag = house.ask("/channels/board.atom").headers["ETag"]
    house.declare(sources, (channel("board", private=True, sources=("*",)),))
    for _ in range(2):
        assert house.ask("/channels/board.atom").status_code == 401
        assert house.ask("/channels/board.atom", fields={"If-None-Match": tag}).status_code == 401
    assert canary("board") not in told(house.ask("/"))
    house.declare(sources, (channel("board", sources=("*",)),))
    assert house.ask("/channels/board.atom").status_code == 200


def test_the_next_archive_is_not_told_to_strangers(house: House) -> None:
    sealed = [
        number for number in NUMBERS[1:]
        if house.ask(f"/channels/board/archive/{number}.atom", "agency").status_code == 200
    ]  # fmt: skip
    assert sealed
    coming = f"/channels/board/archive/{len(sealed) + 1}.atom"
    answer = house.ask(coming, "agency")
    assert (answer.status_code, answer.headers["Location"]) == (307, "/channels/board.atom")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert house.ask(coming).status_code == 401


def test_files_hold_nothing_private_and_say_so(house: House, tmp_path: Path) -> None:
    done = publish(house.publisher, tmp_path / "site", list)
    assert done.private == 4
    held = {
        f"{one.relative_to(tmp_path)}\n{one.read_text(errors='replace')}".upper()
        for one in tmp_path.rglob("*")
        if one.is_file()
    }
    assert any(canary("herald") in one for one in held)
    assert not [name for name in SECRET if any(canary(name) in one for one in held)]


def test_refusing_costs_no_document(house: House) -> None:
    house.rig.moment += timedelta(days=400)  # past whatever is kept
    before = house.rig.database.connection().execute("SELECT count(*) FROM audit").fetchone()
    assert house.ask("/channels/board.atom").status_code == 401
    after = house.rig.database.connection().execute("SELECT count(*) FROM audit").fetchone()
    assert before == after


TAGS = ("inside", "port")
NAMES = ("one", "two")
OWN = [f"source-{name}" for name in SOURCES]

any_sources = st.tuples(
    *(
        st.builds(
            lambda private, tags, name=name: declared(name, private=private, tags=tags),
            st.booleans(),
            st.sets(st.sampled_from(TAGS)),
        )
        for name in SOURCES
    )
)
any_channels = st.tuples(
    *(
        st.builds(
            lambda private, chosen, tags, name=name: channel(
                name, private=private, sources=tuple(chosen), tags=tuple(tags)
            ),
            st.booleans(),
            st.sets(st.sampled_from(("*", *SOURCES))),
            st.sets(st.sampled_from(TAGS)),
        )
        for name in NAMES
    )
)


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose sources, channels and subscribers change from example to example."""
    made = House(tmp_path_factory.mktemp("turned"), map(declared, SOURCES), ())
    made.publish({name: feed(name, (1, 2)) for name in SOURCES})
    yield made
    made.rig.database.close()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_sources, any_channels, st.sets(st.sampled_from((*NAMES, *OWN))), st.randoms())
def test_whatever_is_private_is_its_subscribers(turned, sources, channels, wanted, random) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    turned.declare(sources, channels)
    every = {one.name: one for one in turned.publisher.every_channel()}
    subscribed = {name for name in wanted if every[name].private}
    turned.subscribe("reader", *sorted(subscribed))
    held = {
        name: {
            source.name for source in sources
            if (one.private or not source.private) and (
                "*" in one.sources or source.name in one.sources or {*source.tags} & {*one.tags}
            )
        }
        for name, one in every.items()
    }  # fmt: skip
    readable = {source.name for source in sources if not source.private}
    readable |= {source for name in subscribed for source in held[name]}
    asked = [(who, name, form) for who in ("", "reader") for name in every for form in FORMS]
    random.shuffle(asked)
    for who, name, form in asked:
        answer = turned.ask(f"/channels/{name}{form}", who)
        open_to = not every[name].private or (who and name in subscribed)
        assert answer.status_code == (200 if open_to else 401)
        known = {source for source in SOURCES if canary(source) in told(answer)}
        assert known == (held[name] if open_to else set())
    for entry, source in turned.entries().items():
        hidden = next(one.private for one in sources if one.name == source)
        assert turned.ask(f"/entries/{entry}").status_code == (401 if hidden else 200)
        expected = 200 if source in readable else 401
        assert turned.ask(f"/entries/{entry}", "reader").status_code == expected
    for address in ("/", "/channels.opml", "/sources.opml"):
        text = told(turned.ask(address, "reader"))
        assert not [one.name for one in sources if one.private and canary(one.name) in text]
        assert not [one.name for one in channels if one.private and canary(one.name) in text]


def test_a_token_is_in_no_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    site = SampleSite()
    client = Client(ByteCache(create_app(site), site))
    caplog.set_level(logging.DEBUG)
    site.failing = True
    for address in ("/channels/coast.rss", "/channels/board.atom", "/entries/x", "/", "//x"):
        query = f"token={canary('token')}"
        fields = {"Authorization": basic("agency", canary("password"))}
        told(client.get(f"{address}?{query}", headers=fields))
    assert "failed" in caplog.text
    assert "CANARY" not in caplog.text
