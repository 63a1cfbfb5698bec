"""What is served never exceeds the grant, whatever happens to permissions, entries and clock."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from feedsvc.errors import FeedsvcError
from feedsvc.flows import curate
from feedsvc.model.channel import Channel
from feedsvc.model.held import State
from feedsvc.model.rights import Level
from feedsvc.model.source import Images, Permission, Scope, ThirdParty
from feedsvc.settings import Site
from feedsvc.store import entries, sources
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.static_site import publish
from tests.flows.grants import BORN, DAYS, LICENCES, Article, allowed, permission_of, told
from tests.rig import FORMATS, Rig, rss, source

URL = "https://herald.example/feed.xml"
LIMIT = 2
CHANNELS = (Channel(name="all", title="All", sources=("*",), limit=LIMIT),)
EMPTY = "empty.sqlite3"
made = count()
spans = st.sampled_from([timedelta(0), timedelta(hours=7), timedelta(days=1), timedelta(days=4)])
permissions = st.builds(
    permission_of,
    scope=st.sampled_from(Scope),
    images=st.sampled_from(Images),
    on_third_party=st.sampled_from(ThirdParty),
    starts=st.sampled_from(DAYS),
    ends=st.sampled_from(DAYS),
    embargo=spans,
    expiry=spans,
)
articles = st.builds(
    Article,
    number=st.integers(1, 5),
    licence=st.sampled_from(sorted(LICENCES)),
    elsewhere=st.booleans(),
)
hours = st.integers(-200, 200)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("permit"), permissions),
        st.tuples(st.just("poll"), st.lists(articles, min_size=1, max_size=4)),
        st.tuples(st.just("wait"), hours),
        st.tuples(st.just("withdraw"), st.integers(1, 5)),
        st.tuples(st.just("restore"), st.integers(1, 5)),
        st.tuples(st.just("revoke"), st.booleans()),
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        Rig(f"sqlite:///{name}/{EMPTY}", ()).database.close()
        yield Path(name)


@dataclass
class Course:
    """A source whose permission, articles and clock change in any order.

    Attributes:
        running: A web process that has been there since the beginning, its cache before it.
    """

    rig: Rig
    commercial: bool
    permission: Permission = field(default_factory=permission_of)
    articles: dict[int, Article] = field(default_factory=dict)
    running: Client = field(init=False)

    def __post_init__(self) -> None:
        self.rig.settings = replace(self.rig.settings, site=Site(commercial=self.commercial))
        self.rig.moment = BORN
        self.rig.provision((source(permission=self.permission),))
        self.running = self.process()

    def process(self) -> Client:
        service = self.rig.publisher()
        clock = self.rig.now
        return Client(ByteCache(create_app(service), service, clock=lambda: clock().timestamp()))

    def take(self, step: str, what: object) -> None:
        database, now = self.rig.database, self.rig.now()
        match step, what:
            case "permit", Permission():
                self.permission = what
                self.rig.provision((source(permission=what),))
            case "poll", list():
                self.articles |= {one.number: one for one in what}
                self.rig.web.pages[URL] = rss(*(one.item() for one in self.articles.values()))
                self.rig.poll()
            case "wait", int():
                self.rig.moment = max(now + timedelta(hours=what), BORN)
            case "withdraw" | "restore", int():
                refs = [one for one in self.stored() if one.endswith(f":{what}")]
                if step == "withdraw":
                    curate.withdraw(database, refs, "", now, "Ada")
                else:
                    with suppress(FeedsvcError):  # its source is revoked
                        curate.restore(database, refs, now)
            case "revoke", bool():
                if what:
                    curate.revoke(database, "herald", "", now, "Ada")
                else:
                    curate.reinstate(database, "herald", now, "Ada")

    def stored(self) -> dict[str, State]:
        held = entries.listed(self.rig.database.statements(), [], most=99)
        return {one.public_id: one.state for one in held}

    def addresses(self) -> list[str]:
        ids = [one.id for one in entries.listed(self.rig.database.statements(), [], most=99)]
        names = ("all", "source-herald")
        paths = [f"/channels/{name}.{form}" for name in names for form in FORMATS]
        paths += [f"/channels/{name}" for name in names]
        paths += [f"/channels/all/archive/{n}.{form}" for n in (1, 2) for form in FORMATS]
        return [*paths, *(f"/entries/{one}" for one in ids), "/"]

    def look(self, process: Client) -> None:
        """Hold every answer of a web process to the law."""
        for path in self.addresses():
            answer = process.get(path)
            self.hold(path, answer.text if answer.status_code == 200 else "")

    def look_at_files(self, folder: Path) -> None:
        """Hold every file of a static site, made anew into the same folder, to the law."""
        publish(self.rig.publisher(), folder, iter)
        for path in folder.rglob("*"):
            if path.suffix in (".html", ".atom", ".rss", ".json"):
                self.hold(path.name, path.read_text("utf-8"))

    def hold(self, path: str, body: str) -> None:
        states = self.stored()
        herald = sources.named(self.rig.database.statements(), "herald").source
        for article in self.articles.values():
            level, pictured = allowed(
                article,
                self.permission,
                now=self.rig.now(),
                commercial=self.commercial,
                revoked=herald.revoked,
            )
            if states.get(article.public_id) is not State.PUBLISHED:
                level, pictured = Level.NOTHING, False
            found, found_picture = told(body, article)
            assert found <= level, (path, article, self.permission, self.rig.now())
            assert pictured or not found_picture, (path, article, self.permission)
            if path.startswith("/channels/source-herald."):
                assert found == level, (path, article, self.permission, self.rig.now())
                assert found_picture == pictured, (path, article, self.permission)


@pytest.mark.timeout(300)
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps, commercial=st.booleans())
def test_nothing_beyond_the_grant_is_ever_served(
    folder: Path, steps: list[tuple[str, object]], *, commercial: bool
) -> None:
    path = folder / f"{next(made)}.sqlite3"
    shutil.copy(folder / EMPTY, path)
    site = path.with_suffix("")
    course = Course(Rig(f"sqlite:///{path}", (), CHANNELS), commercial)
    for step, what in steps:
        course.take(step, what)
        course.look(course.running)
    course.look(course.process())
    course.look_at_files(site)
    course.take("permit", permission_of(scope=Scope.LINK))
    course.look_at_files(site)
    course.rig.database.close()
    path.unlink()
    shutil.rmtree(site)
