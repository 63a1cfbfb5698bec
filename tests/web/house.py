"""The real web process over a database of many articles, whose database we spoil."""

import http.client
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.program import Program, free_port
from tests.rig import item, rss

SOON = 20.0
FORMS = ("", ".atom", ".rss", ".json")


class Answer(NamedTuple):
    """An answer, and how long it took."""

    status: int
    fields: http.client.HTTPMessage
    body: bytes
    seconds: float


class House:
    """A program that has polled, and its web process while it runs."""

    def __init__(
        self, folder: Path, *, sources: int = 3, articles: int = 4, sentences: int = 1
    ) -> None:
        self.program = Program(folder)
        self.port = free_port()
        self.sources = sources
        texts = {f"s{n}_xml": self.feed(n, articles, sentences) for n in range(sources)}
        self.program.write(
            sources="\n".join(
                f'[sources.s{n}]\nurl = "file:s{n}.xml"\n'
                f'[sources.s{n}.permission]\nscope = "full"\ngranted_by = "Desk"\n'
                for n in range(sources)
            ),
            **texts,
        )

    @staticmethod
    def feed(number: int, articles: int, sentences: int = 1) -> str:
        stories = (
            item(
                k,
                text=f"Text {k} of paper {number}. " * sentences,
                title=f"Paper {number} story {k}",
            ).replace("herald.example", f"s{number}.example")
            for k in range(1, articles + 1)
        )
        return rss(*stories, title=f"Paper {number}").decode()

    def poll(self) -> None:
        ended = self.program("poll")
        assert ended.code == 0, ended.err

    def paths(self) -> list[str]:
        """Every page and document of every channel."""
        names = ["all", *(f"source-s{n}" for n in range(self.sources))]
        return ["/", *(f"/channels/{name}{form}" for name in names for form in FORMS)]

    @contextmanager
    def serving(self, *words: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
        """`feedsvc web` until it is stopped, which must end well."""
        command = words or ("web",)
        environment |= {"FEEDSVC_WEB__BIND": f"127.0.0.1:{self.port}"}
        process = self.program.start(*command, **environment)
        try:
            deadline = time.monotonic() + SOON
            while self.get("/healthz").status != 200:
                if process.poll() is not None or time.monotonic() > deadline:
                    process.kill()
                    pytest.fail(f"it does not serve: {process.communicate()[1].decode()}")
                time.sleep(0.05)
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            _, err = process.communicate(timeout=30)
            self.said = err.decode()
            self.code = process.returncode

    def get(
        self, path: str, fields: Mapping[str, str] | None = None, method: str = "GET"
    ) -> Answer:
        """Ask once; status 0 if nobody answers."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        try:
            connection.request(method, path, headers=fields or {})
            answer = connection.getresponse()
            body = answer.read()
            return Answer(answer.status, answer.headers, body, time.monotonic() - started)
        except OSError:
            return Answer(0, http.client.HTTPMessage(), b"", time.monotonic() - started)
        finally:
            connection.close()

    def wait_for(self, path: str, text: str) -> None:
        """Until the answer says so."""
        deadline = time.monotonic() + SOON
        while text not in self.get(path).body.decode():
            if time.monotonic() > deadline:
                pytest.fail(f"{path} does not say {text!r}: {self.get(path).body.decode()}")
            time.sleep(0.1)

    @contextmanager
    def locked(self) -> Iterator[Callable[[], object]]:
        """Another program holds the write lock; what it gives ends that sooner."""
        other = sqlite3.connect(
            self.program.database, isolation_level=None, check_same_thread=False
        )
        with closing(other):
            other.execute("BEGIN EXCLUSIVE")
            yield lambda: other.execute("COMMIT")

    def logged(self) -> list[tuple[int, str]]:
        """When what was shown, in the order of the log, once the log was found whole."""
        verified = self.program("audit", "verify")
        assert verified.code == 0, verified.err
        with closing(sqlite3.connect(self.program.database)) as connection:
            return connection.execute("SELECT at, entry_id FROM audit ORDER BY number").fetchall()
