"""The byte cache in front of the real application, over a service turned by hand."""

import gzip
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import pytest
from werkzeug.test import Client, TestResponse

from feedsvc.web import pulse
from feedsvc.web.app import create_app
from feedsvc.web.cache import DOCUMENT, ByteCache
from feedsvc.web.keep import EXACT, RETRY, STALE_AGE, STALE_IF_ERROR, http_date
from tests.web.sample_site import MODIFIED, SampleSite, document

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FEED = "/channels/coast.rss"
PUBLIC = (
    "/",
    "/channels/coast",
    "/channels/coast.atom",
    "/channels/coast.rss",
    "/channels/coast.json",
    "/entries/lighthouse",
    "/channels.opml",
    "/sources.opml",
)
LAST_MODIFIED = "Fri, 20 Nov 2026 08:30:00 GMT"
FEEDS = (".atom", ".rss", ".json")
CODINGS = ("br", "gzip", "identity")


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now.timestamp()

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Desk:
    """The cache before the application, its service, its clock, and a client."""

    def __init__(self, service: SampleSite, room: int = 1 << 20) -> None:
        self.service = service
        self.clock = Clock()
        self.cache = ByteCache(create_app(service), service, clock=self.clock, room=room)
        self.client = Client(self.cache)

    def get(self, path: str = FEED, /, **fields: str) -> TestResponse:
        return self.client.get(path, headers=named(fields))

    def head(self, path: str = FEED, /, **fields: str) -> TestResponse:
        return self.client.head(path, headers=named(fields))


def named(fields: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in fields.items()}


@pytest.fixture
def desk() -> Desk:
    return Desk(SampleSite())


@pytest.mark.parametrize("path", PUBLIC)
def test_r3_answers_from_memory_once_made(desk: Desk, path: str) -> None:
    first = desk.get(path)
    made = len(desk.service.asked)
    second = desk.get(path)
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    assert first.headers == second.headers
    assert len(desk.service.asked) == made > 0


@pytest.mark.parametrize("path", PUBLIC)
def test_m01_m02_each_encoding_has_its_own_strong_tag(desk: Desk, path: str) -> None:
    answers = {coding: desk.get(path, Accept_Encoding=coding) for coding in CODINGS}
    plain = answers.pop("identity")
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(answers["gzip"].data) == plain.data
    assert brotli.decompress(answers["br"].data) == plain.data
    for coding, answer in answers.items():
        assert answer.headers["Content-Encoding"] == coding
    tags = {one.headers["ETag"] for one in (plain, *answers.values())}
    assert len(tags) == len(CODINGS)
    assert all(tag[0] == tag[-1] == '"' for tag in tags)


def test_m02_brotli_is_made_once_for_all_who_ask_for_it(desk: Desk) -> None:
    first, second = (desk.get(Accept_Encoding="gzip, deflate, br, zstd") for _ in range(2))
    assert first.headers == second.headers
    assert first.headers["Content-Encoding"] == "br"
    assert desk.get(Accept_Encoding="br", If_None_Match=first.headers["ETag"]).status_code == 304


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("encoding", CODINGS)
def test_m03_m07_m09_a_304_has_the_fields_of_its_200_and_no_body(
    desk: Desk, path: str, encoding: str
) -> None:
    full = desk.get(path, Accept_Encoding=encoding)
    same = desk.get(path, Accept_Encoding=encoding, If_None_Match=full.headers["ETag"])
    assert same.status_code == 304
    assert same.data == b""
    of_a_body = {"Content-Type", "Content-Length", "Content-Encoding", "Accept-Ranges", "Link"}
    of_a_body.add("Access-Control-Expose-Headers")
    expected = {name: value for name, value in full.headers if name not in of_a_body}
    assert dict(same.headers) == expected
    choosy, delta = ["Accept"] * (path == "/channels/coast"), ["A-IM"] * path.endswith(FEEDS)
    assert expected["Vary"].split(", ") == [*choosy, "Accept-Encoding", *delta]
    assert {"Cache-Control", "ETag", "Last-Modified"} <= set(expected)


@pytest.mark.parametrize("form", ["W/{}", '"other", {}', 'W/"other" , W/{}, "more"', "*"])
def test_m03_lists_stars_and_weak_tags_match(desk: Desk, form: str) -> None:
    tag = desk.get().headers["ETag"]
    assert desk.get(If_None_Match=form.format(tag)).status_code == 304
    assert desk.head(If_None_Match=form.format(tag)).status_code == 304


@pytest.mark.parametrize("known", ['"other"', 'W/"other", "more"', "", "junk", '"*"'])
def test_m03_other_tags_do_not(desk: Desk, known: str) -> None:
    assert desk.get(If_None_Match=known).status_code == 200


@pytest.mark.parametrize("other", ["gzip", "br"])
def test_m02_m03_the_tag_of_another_encoding_does_not_match(desk: Desk, other: str) -> None:
    packed = desk.get(Accept_Encoding=other).headers["ETag"]
    assert desk.get(If_None_Match=packed).status_code == 200


def test_m04_a_tag_that_differs_outweighs_a_date_that_does_not(desk: Desk) -> None:
    answer = desk.get(If_None_Match='"other"', If_Modified_Since=LAST_MODIFIED)
    assert answer.status_code == 200


def test_m04_a_tag_that_matches_outweighs_a_date_that_is_past(desk: Desk) -> None:
    tag = desk.get().headers["ETag"]
    past = "Sun, 06 Nov 1994 08:49:37 GMT"
    assert desk.get(If_None_Match=tag, If_Modified_Since=past).status_code == 304


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (LAST_MODIFIED, 304),
        ("Fri, 20 Nov 2026 08:30:01 GMT", 304),
        ("Friday, 20-Nov-26 08:30:00 GMT", 304),
        ("Fri Nov 20 08:30:00 2026", 304),
        ("Fri, 20 Nov 2026 08:29:59 GMT", 200),
        ("2026-11-23", 200),
        ("Fri, 20 Nov 2026 08:30:00", 200),
    ],
)
def test_m05_compares_dates_by_the_second_and_ignores_what_is_none(
    desk: Desk, since: str, status: int
) -> None:
    assert desk.get(If_Modified_Since=since).status_code == status
    assert desk.head(If_Modified_Since=since).status_code == status


def test_m05_m13_only_reading_is_answered_from_memory(desk: Desk) -> None:
    desk.get()
    answer = desk.client.post(FEED, headers={"If-Modified-Since": LAST_MODIFIED})
    assert answer.status_code == 405


def test_m06_last_modified_stands_still_and_is_never_ahead(desk: Desk) -> None:
    assert desk.get().headers["Last-Modified"] == LAST_MODIFIED
    desk.clock.pass_by(3600)
    assert desk.get().headers["Last-Modified"] == LAST_MODIFIED
    desk.service.modified = NOW + timedelta(days=9)
    desk.service.number += 1
    assert desk.get().headers["Last-Modified"] == http_date(int(desk.clock()))


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("encoding", CODINGS)
def test_m08_m12_head_has_the_fields_of_get(desk: Desk, path: str, encoding: str) -> None:
    head = desk.head(path, Accept_Encoding=encoding)
    full = desk.get(path, Accept_Encoding=encoding)
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers == full.headers
    assert int(full.headers["Content-Length"]) == len(full.data)
    assert not {"Pragma", "Expires"} & set(full.headers.keys())


def windows(answer: TestResponse) -> tuple[int, int, int]:
    """How long it is fresh, and how long after that it may be shown."""
    control = answer.cache_control
    return (
        control.max_age or 0,
        int(control.stale_while_revalidate or 0),
        int(control.stale_if_error or 0),
    )


def test_m11_an_answer_keeps_by_the_rhythm_of_its_channel(desk: Desk) -> None:
    control = f"max-age=600, stale-while-revalidate=600, stale-if-error={STALE_IF_ERROR}"
    for _ in range(2):
        assert desk.get().headers["Cache-Control"] == control
        assert desk.get(If_None_Match="*").headers["Cache-Control"] == control
        desk.clock.pass_by(1000)


@pytest.mark.parametrize("path", PUBLIC)
def test_m11_every_address_says_how_long_it_keeps(desk: Desk, path: str) -> None:
    assert min(windows(desk.get(path))) >= 60


@pytest.mark.parametrize("length", [100_000, 90_000, 5000, 700, 100, 59, 1.5])
def test_m11_nothing_outlives_the_time_of_its_document(desk: Desk, length: float) -> None:
    desk.service.until = NOW + timedelta(seconds=length)
    left = length
    while left > 0:
        age, revalidate, failing = windows(desk.get(Accept_Encoding="br"))
        assert age + max(revalidate, failing) <= left
        assert age >= min(600, int(left / 2 if left > EXACT else left))
        desk.clock.pass_by(step := max(left / 7, 0.3))
        left -= step


def test_m11_what_is_near_its_time_is_answered_from_memory_all_the_same(desk: Desk) -> None:
    desk.service.until = NOW + timedelta(seconds=5000)
    desk.get()
    desk.service.asked.clear()
    for _ in range(5000):
        assert desk.get(If_None_Match="*").status_code == 304
        desk.clock.pass_by(1)
    assert desk.service.asked == []


def test_m13_who_refuses_every_encoding_is_told_so(desk: Desk) -> None:
    for _ in range(2):
        answer = desk.get(Accept_Encoding="identity;q=0")
        assert answer.status_code == 406
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.data.count(b"\n") == 1


def test_m20_a_new_generation_with_the_same_bytes_keeps_the_tag(desk: Desk) -> None:
    tag = desk.get().headers["ETag"]
    desk.service.number += 1
    asked = len(desk.service.asked)
    assert desk.get(If_None_Match=tag).status_code == 304
    assert len(desk.service.asked) == asked + 1


def test_a_change_shows_at_once_and_only_what_is_asked_for_is_made_again(desk: Desk) -> None:
    desk.get("/channels/coast.atom")
    tag = desk.get().headers["ETag"]
    desk.service.text = "as corrected"
    desk.service.number += 1
    desk.service.asked.clear()
    answer = desk.get(If_None_Match=tag)
    assert answer.status_code == 200
    assert b"as corrected" in answer.data
    assert desk.service.asked == ["channel coast"]


def test_a_document_is_made_again_when_its_time_has_come(desk: Desk) -> None:
    desk.service.until = NOW + timedelta(seconds=10)
    desk.get()
    desk.service.text = "less of it"
    desk.clock.pass_by(9)
    assert b"as first" in desk.get().data
    desk.clock.pass_by(1)
    desk.service.until = None
    assert b"less of it" in desk.get().data


@pytest.mark.parametrize("path", PUBLIC)
def test_o3_any_query_is_the_same_document(desk: Desk, path: str) -> None:
    plain = desk.get(path)
    desk.service.asked.clear()
    assert desk.get(f"{path}?utm_source=x&y").data == plain.data
    assert desk.service.asked == []


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("host", ["evil.example", "a b", "evil.example:99999", "..", "[::1", ""])
def test_o3_no_host_changes_a_byte(path: str, host: str) -> None:
    usual = Desk(SampleSite()).get(path)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_HOST": host,
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_PREFIX": "/evil",
        "HTTP_FORWARDED": f'host="{host}"',
    }
    statuses = []

    def start(status: str, headers: list[tuple[str, str]], _: object = None, /) -> object:
        statuses.append((status, sorted(headers)))
        return None

    body = b"".join(Desk(SampleSite()).cache(environ, start))  # type: ignore[arg-type]  # no write
    assert body == usual.data
    assert statuses == [("200 OK", sorted(usual.headers))]


def test_unknown_names_are_not_kept(desk: Desk) -> None:
    for _ in range(2):
        desk.service.asked.clear()
        assert desk.get("/channels/nowhere.rss").status_code == 404
        assert desk.service.asked == ["channel nowhere"]


def test_m18_what_is_withdrawn_is_gone_at_once(desk: Desk) -> None:
    assert desk.get("/entries/lighthouse").status_code == 200
    desk.service.withdrawn = frozenset({"lighthouse"})
    desk.service.number += 1
    answer = desk.get("/entries/lighthouse")
    assert answer.status_code == 410
    assert b"prisms" not in answer.data
    desk.service.broken = True
    assert desk.get("/entries/lighthouse").status_code == 503


def test_the_least_recently_used_document_makes_room() -> None:
    desk = Desk(SampleSite(), room=3 * 6500)
    paths = [f"/channels/coast.{form}" for form in ("atom", "rss", "json")]
    for path in paths:
        desk.get(path)
    desk.get(paths[0])
    desk.get("/channels/persian.rss")
    desk.service.asked.clear()
    desk.get(paths[0])
    assert desk.service.asked == []
    desk.get(paths[1])
    assert desk.service.asked == ["channel coast"]


def test_r11_the_last_document_is_served_while_the_service_fails(desk: Desk) -> None:
    before = desk.get()
    desk.service.broken = True
    desk.service.number += 1
    answer = desk.get()
    assert answer.status_code == 200
    assert answer.data == before.data
    assert answer.headers["Warning"].startswith("110 ")
    assert answer.headers["Cache-Control"] == f"max-age={STALE_AGE}"
    assert desk.get(If_None_Match=before.headers["ETag"]).status_code == 304


def test_r11_a_service_that_fails_is_not_asked_at_every_request(desk: Desk) -> None:
    desk.get()
    desk.service.failing = True
    desk.service.number += 1
    desk.service.asked.clear()
    for _ in range(5):
        desk.get()
    assert desk.service.asked == ["channel coast"]
    desk.clock.pass_by(RETRY)
    desk.get()
    assert desk.service.asked == ["channel coast"] * 2
    desk.service.failing = False
    desk.clock.pass_by(RETRY)
    assert "Warning" not in desk.get().headers


def test_r7_a_database_that_is_away_is_not_asked_at_every_request(desk: Desk) -> None:
    desk.get()
    desk.service.broken = True
    desk.service.asked.clear()
    for _ in range(5):
        assert desk.get().status_code == 200
        assert desk.get("/channels/persian.rss").status_code == 503
    assert desk.service.asked == ["generation"]
    desk.clock.pass_by(pulse.RETRY)
    desk.get()
    assert desk.service.asked == ["generation"] * 2
    desk.service.broken = False
    desk.clock.pass_by(pulse.RETRY)
    assert "Warning" not in desk.get().headers


def test_r5_a_clock_that_is_set_back_does_not_keep_it_from_being_asked(desk: Desk) -> None:
    desk.get()
    desk.clock.pass_by(7200)
    desk.service.broken = True
    assert "Warning" in desk.get().headers
    desk.service.broken = False
    desk.clock.pass_by(-3600)
    assert "Warning" not in desk.get().headers


def test_r11_what_was_taken_back_is_not_shown_while_the_database_is_away(desk: Desk) -> None:
    desk.get()
    desk.get("/channels/coast.atom")
    desk.service.number += 1
    desk.service.taken_back = desk.service.number
    assert desk.get("/channels/coast.atom").status_code == 200
    desk.service.broken = True
    assert desk.get("/channels/coast.atom").status_code == 200
    assert desk.get().status_code == 503


def test_r11_what_may_no_longer_be_shown_is_not_served_while_the_service_fails(desk: Desk) -> None:
    desk.service.until = NOW + timedelta(seconds=60)
    desk.get()
    desk.service.broken = True
    desk.clock.pass_by(59)
    assert desk.get().headers["Cache-Control"] == "max-age=1"
    desk.clock.pass_by(1)
    answer = desk.get()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_r11_without_a_last_document_the_client_is_asked_to_come_back(desk: Desk) -> None:
    desk.service.broken = True
    answer = desk.get()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    desk.service.broken = False
    desk.clock.pass_by(pulse.RETRY)
    assert desk.get().status_code == 200


class SlowApplication:
    """Makes one document slowly and counts how often, and what of it was closed."""

    def __init__(self) -> None:
        self.made = 0
        self.closed = 0
        self.gate = threading.Event()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.made += 1
        self.gate.wait(5)
        environ[DOCUMENT] = document(b"made", modified=MODIFIED)
        start_response("200 OK", [])
        return Closing(self)


class Closing:
    """A body that wants to be closed."""

    def __init__(self, owner: SlowApplication) -> None:
        self.owner = owner

    def __iter__(self) -> "Closing":
        return self

    def __next__(self) -> bytes:
        raise StopIteration

    def close(self) -> None:
        self.owner.closed += 1


def test_many_who_ask_at_once_have_it_made_once() -> None:
    app = SlowApplication()
    client = Client(ByteCache(app, SampleSite()))
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: answers.append(client.get("/x").data)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    app.gate.set()
    for thread in threads:
        thread.join(10)
    assert answers == [b"made"] * 6
    assert (app.made, app.closed) == (1, 1)
