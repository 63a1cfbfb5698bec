from dataclasses import replace

from feedsvc import __version__
from feedsvc.fetch.outcome import Fetched
from feedsvc.model.reading import Reading
from feedsvc.model.window import Sent
from feedsvc.net.http import Request
from feedsvc.settings import Fetch, Settings, Site, Web
from feedsvc.wiring.pulling import follow, open_network
from tests.net.loopback import Loopback, answer
from tests.rig import item, rss


def settings(contact: str = "") -> Settings:
    return Settings(
        site=Site(url="https://feeds.example.org"),
        fetch=Fetch(user_agent_contact=contact, allow_networks=("127.0.0.0/8",)),
    )


def user_agent(contact: str) -> bytes:
    """What a source's owner sees of us."""
    with Loopback(answer()) as upstream, open_network(settings(contact)) as (client, _):
        client.send(Request(upstream.url))
    lines = upstream.heads[0].split(b"\r\n")
    return next(line for line in lines if line.startswith(b"User-Agent: "))


def test_we_say_who_we_are_and_where_we_can_be_reached() -> None:
    begin = f"User-Agent: feedsvc/{__version__} (+https://feeds.example.org".encode()
    assert user_agent("") == begin + b")"
    assert user_agent("ops@example.org") == begin + b"; ops@example.org)"


def test_networks_that_are_not_allowed_are_refused() -> None:
    with Loopback(answer()) as upstream, open_network(Settings()) as (client, _):
        assert "refused" in client.send(Request(upstream.url)).error
    assert upstream.accepted == 0


def test_what_we_publish_ourselves_is_not_pulled() -> None:
    with Loopback(answer()) as web:
        ours = replace(settings(), web=Web(host="127.0.0.1", port=web.port))
        with open_network(ours) as (client, _):
            for url in (f"{web.url}/channels/all.rss", "https://feeds.example.org/channels/a.rss"):
                assert "this is our own address" in client.send(Request(url)).error
    assert web.accepted == 0


def test_a_client_follows_settings_that_changed() -> None:
    with Loopback(answer()) as upstream, open_network(settings()) as (client, _):
        assert client.send(Request(upstream.url)).status == 200
        follow(client, replace(settings("ops@example.org"), fetch=Fetch()))
        assert "refused" in client.send(Request(upstream.url)).error
        follow(client, settings("ops@example.org"))
        assert client.send(Request(upstream.url)).status == 200
    assert b"ops@example.org" not in upstream.heads[0]
    assert b"ops@example.org" in upstream.heads[1]
    assert len(upstream.heads) == 2


def test_documents_are_read_in_a_child() -> None:
    document = Fetched(
        body=rss(item(1)),
        sent=Sent(url="https://herald.example/feed", content_type="application/rss+xml"),
        etag="",
        last_modified="",
        digest=b"",
        max_age=None,
    )
    with open_network(settings()) as (_, children):
        reading = children.read_now(document)
    assert isinstance(reading, Reading)
    assert [one.entry.url for one in reading.incoming] == ["https://herald.example/1"]
