"""Lists of feeds in the console: looked at first, then imported; and taken away."""

import base64
import io
import re
import zlib
from collections.abc import Mapping
from hashlib import blake2b

import pytest
from werkzeug.test import TestResponse

from feedsvc.model.people import Role
from feedsvc.model.source import Origin
from feedsvc.parse.opml import LONGEST
from feedsvc.store import sources
from tests.rig import source
from tests.web.operator.house import Browser, Console

LIST = b"""<opml version="2.0"><head><title>My feeds</title></head><body>
<outline text="World"><outline text="Europe">
<outline text="Auwald Bote" xmlUrl="https://auwald.example/feed"/></outline></outline>
<outline text="Estuary" xmlUrl="https://estuary.example/rss"/>
<outline text="Estuary again" xmlUrl="https://estuary.example/rss"/>
<outline text="The Herald" xmlUrl="https://herald.example/feed.xml"/>
<outline text="&lt;script&gt;x" xmlUrl="javascript:alert(1)"/>
<outline text="Near" xmlUrl="http://127.0.0.1/feed"/>
</body></opml>"""


def send(browser: Browser, body: bytes, **fields: str) -> TestResponse:
    data = {"list": (io.BytesIO(body), "my feeds.opml"), **fields}
    return browser.post("/operator/opml", data)


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {name: found[name] for name in ("packed", "tags", "scope")}


def names(console: Console) -> set[str]:
    return {one.source.name for one in sources.everything(console.rig.database.statements())}


def test_a_list_is_looked_at_before_anything_is_added(console: Console, editor: Browser) -> None:
    page = send(editor, LIST).text
    assert "Add 2 sources" in page
    assert "auwald-bote" in page
    assert "World, Europe" in page
    assert "it is the source &#39;herald&#39; already" in page
    assert "it is listed before" in page
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page
    assert "loopback" in page
    assert names(console) == {"herald"}


def test_a_list_is_imported_as_it_was_shown(console: Console, editor: Browser) -> None:
    form = hidden(send(editor, LIST, tags="new, press", scope="link").text)
    answer = editor.post("/operator/opml/import", form)
    assert answer.status_code == 303
    stored = sources.named(console.rig.database.statements(), "auwald-bote").source
    assert stored.tags == ("World", "Europe", "new", "press")
    assert stored.permission.scope == "link"
    assert stored.origin is Origin.OPERATOR
    assert "2 sources are added" in editor.get("/operator/").text
    again = editor.post("/operator/opml/import", form)
    assert again.headers["Location"].endswith("/operator/opml")
    assert names(console) == {"herald", "auwald-bote", "estuary"}


@pytest.mark.parametrize(
    ("body", "told"),
    [(b"", "no file came"), (b"no list", "Nothing of it is new"), (b"<opml/>", "new")],
)
def test_what_is_no_list_is_said(console: Console, editor: Browser, body: bytes, told: str) -> None:
    assert told in send(editor, body).text
    assert names(console) == {"herald"}


def packed(body: bytes) -> str:
    return base64.b64encode(zlib.compress(body)).decode()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"packed": "not base64"},
        {"packed": base64.b64encode(b"not packed").decode()},
        {"packed": packed(b"")},
        {"packed": packed(b" " * (LONGEST + 1))},
    ],
)
def test_a_form_that_we_did_not_make_is_refused(
    console: Console, editor: Browser, form: Mapping[str, str]
) -> None:
    answer = editor.post("/operator/opml/import", form)
    assert answer.status_code == 400
    assert "send the file again" in answer.text
    assert names(console) == {"herald"}


def test_a_long_list_is_shown_in_part_and_imported_whole(console: Console, editor: Browser) -> None:
    rows = (f'<outline text="F{n}" xmlUrl="https://f{n}.example/x"/>' for n in range(1000))
    page = send(editor, f"<opml><body>{''.join(rows)}</body></opml>".encode()).text
    assert "and 800 more" in page
    assert len(page) < 100_000
    editor.post("/operator/opml/import", hidden(page))
    assert len(names(console)) == 1001


def test_a_viewer_imports_nothing_and_exports(console: Console) -> None:
    viewer = console.browser("vera", Role.VIEWER)
    assert 'type="file"' not in viewer.get("/operator/opml").text
    assert send(viewer, LIST).status_code == 403
    assert viewer.post("/operator/opml/import", {"packed": packed(LIST)}).status_code == 403
    assert names(console) == {"herald"}
    assert b"herald.example" in viewer.get("/operator/opml/export").data


def test_what_is_secret_is_not_in_the_list_of_ours(console: Console, editor: Browser) -> None:
    hidden_one = source("quiet", secret=True)
    with_password = source("keyed")
    console.rig.provision((source(), hidden_one, with_password))
    database = console.rig.database.connection()
    database.execute("UPDATE sources SET url = 'https://u:pw@keyed.example/f' WHERE name = 'keyed'")
    answer = editor.get("/operator/opml/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="subscriptions.opml"'
    assert b"herald.example" in answer.data
    assert b"quiet" not in answer.data
    assert b"pw" not in answer.data
    assert "2 are left out" in editor.get("/operator/opml").text


def test_a_password_in_a_list_is_not_shown(editor: Browser) -> None:
    body = b'<opml><body><outline text="K" xmlUrl="https://u:pa55@keyed.example/f"/></body></opml>'
    page = send(editor, body).text
    assert "it holds credentials" in page
    assert "pa55" not in page.partition("<main")[2]


def test_a_list_as_large_as_may_be_comes_through_the_form(
    console: Console, editor: Browser
) -> None:
    noise = "".join(blake2b(str(n).encode()).hexdigest() for n in range(16_000))
    feed = '<outline text="F" xmlUrl="https://f.example/x"/>'
    form = {"packed": packed(f"<opml><body><!--{noise}-->{feed}</body></opml>".encode())}
    assert len(form["packed"]) > 1_000_000
    assert editor.post("/operator/opml/import", form).status_code == 303
    assert len(names(console)) == 2
