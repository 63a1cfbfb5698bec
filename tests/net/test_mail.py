"""Mail to a server of a few lines, with and without TLS."""

import base64
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest

from feedsvc.net.mail import Server, send


class Taking(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a sender needs."""

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        server = cast("Post", self.server)
        self.say("220 post")
        is_safe = False
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "EHLO":
                offered = ["AUTH PLAIN"] if is_safe or server.context is None else ["STARTTLS"]
                self.say("250-post")
                self.say(f"250 {offered[0]}")
            elif word == "STAR" and server.context:
                self.say("220 go on")
                self.connection = server.context.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = (
                    self.connection.makefile("rb"),
                    self.connection.makefile("wb", 0),
                )
                is_safe = True
            elif word == "AUTH":
                server.signed_in.append(base64.b64decode(line.split()[2]).decode())
                self.say(server.answer_to_auth)
            elif word == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                mail = message_from_bytes(b"".join(lines), policy=policy.default)
                server.mails.append(mail)
                self.say("250 taken")
            elif word == "RCPT":
                self.say(server.answer_to_receivers)
            else:
                self.say("221 bye" if word == "QUIT" else "250 good")
                if word == "QUIT":
                    return

    def finish(self) -> None:
        self.rfile.close()
        self.wfile.close()
        self.connection.close()


class Post(socketserver.ThreadingTCPServer):
    """What a mail server took."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.context = context
        self.mails: list[EmailMessage] = []
        self.signed_in: list[str] = []
        self.answer_to_receivers = "250 good"
        self.answer_to_auth = "235 welcome"

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender may leave at any time."""


@contextmanager
def taking(context: ssl.SSLContext | None = None) -> Iterator[Post]:
    with Post(context) as post:
        threading.Thread(target=post.serve_forever, daemon=True).start()
        yield post
        post.shutdown()


@pytest.fixture
def post() -> Iterator[Post]:
    with taking() as made:
        yield made


def plain(post: Post, **more: str) -> Server:
    return Server("127.0.0.1", post.port, tls="none", **more)


def test_a_mail_arrives(post: Post) -> None:
    told = send(plain(post), "quay@quay.example", ("eva@quay.example",), "Ärger", "Zeile\n• zwei\n")
    assert told == ""
    (mail,) = post.mails
    assert mail["Subject"] == "Ärger"
    assert (mail["From"], mail["To"]) == ("quay@quay.example", "eva@quay.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@quay.example>")
    assert mail.get_content().splitlines() == ["Zeile", "• zwei"]


@pytest.mark.parametrize(
    "subject",
    [
        "one\r\nBcc: x@y.example",
        "one =?utf-8?q?=0D=0ABcc:_x@y.example=0D=0A=0D=0Ano_body?=",
        "one =?utf-8?b?DQpCY2M6IHhAeS5leGFtcGxl?=",
        "one ==?utf-8?q?=0ABcc:_x@y.example?=",
        "one\x00\x1b[31m\u2028Bcc: x@y.example",
    ],
)
def test_a_subject_stays_one_line(post: Post, subject: str) -> None:
    assert send(plain(post), "a@b.example", ("c@d.example",), subject, "t") == ""
    (mail,) = post.mails
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("one ")
    assert mail["Subject"].isprintable()
    assert mail.get_content().strip() == "t"


@pytest.mark.parametrize("wrong", [False, True])
def test_who_signs_in_does_so_over_tls(
    certificate: Path, tls: ssl.SSLContext, *, wrong: bool
) -> None:
    with taking(tls) as post:
        post.answer_to_auth = "535 who are you" if wrong else "235 welcome"
        server = Server("127.0.0.1", post.port, "eva", "canary", ca_file=str(certificate))
        told = send(server, "a@b.example", ("c@d.example",), "s", "t")
        assert post.signed_in == ["\0eva\0canary"]
    assert told == ("the mail server does not take the name and password" if wrong else "")
    assert "canary" not in repr(server)


def test_a_server_that_nobody_vouches_for_gets_nothing(tls: ssl.SSLContext) -> None:
    with taking(tls) as post:
        server = Server("127.0.0.1", post.port, "eva", "canary")
        told = send(server, "a@b.example", ("c@d.example",), "s", "t")
        assert post.signed_in == []
        assert post.mails == []
    assert told.startswith("no safe connection to the mail server: CERTIFICATE_VERIFY_FAILED")


def test_where_tls_is_wanted_and_not_offered_nothing_is_sent(post: Post) -> None:
    told = send(Server("127.0.0.1", post.port), "a@b.example", ("c@d.example",), "s", "t")
    assert told.startswith("the mail server failed")
    assert post.mails == []


def test_refused_receivers(post: Post) -> None:
    post.answer_to_receivers = "550 nobody here"
    told = send(plain(post), "a@b.example", ("c@d.example",), "s", "t")
    assert told == "the mail server refused every receiver"


def test_nobody_listens() -> None:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    told = send(Server("127.0.0.1", port, tls="none"), "a@b.example", ("c@d.example",), "s", "t")
    assert told == "the mail server cannot be reached: Connection refused"
