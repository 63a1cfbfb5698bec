"""What the operator does, and sees."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from lxml import etree
from playwright.sync_api import Page, expect

from tests.first_hour.machine import Machine
from tests.first_hour.outlet import ARTICLES, TITLE, Outlet, last_words

NAME, PASSWORD = "alex", "between ebb and flood"
EVIDENCE = "letter of 2026-01-12, in the blue folder"
REASON = "The harbour office asked for it."
WITHDRAWN = ARTICLES[1]
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
OK, GONE = 200, 410
SOON = 20_000
LIST = Path(__file__).with_name("reader.opml")


class Story:
    """The steps, each of which asserts what the operator sees."""

    def __init__(self, machine: Machine, outlet: Outlet, page: Page) -> None:
        self.machine = machine
        self.outlet = outlet
        self.page = page
        self.source = ""
        self.address = ""

    def steps(self, lists: Sequence[Path]) -> Iterator[str]:
        """Play all of it; yields what went well."""
        self.look_at_the_samples()
        yield "the service runs, and shows its samples"
        self.add_a_user()
        yield "a user is added on the terminal"
        self.sign_in("not the password")
        expect(self.page.get_by_role("alert")).to_be_visible()
        yield "somebody else does not come in"
        self.sign_in(PASSWORD)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Overview")
        yield "the user signs in"
        self.import_lists(lists)
        yield "lists of feeds are taken in"
        self.add_the_source()
        yield "a source is added by the address of its site"
        self.see_it_fail()
        yield "it fails, and the page says why and what to do"
        self.mend_it()
        yield "it is mended, polled, and good"
        self.permit_it()
        yield "its permission is written down"
        self.read_it()
        yield "its channel is a page and three feeds"
        self.withdraw_one()
        yield "an entry is withdrawn, and gone from everywhere"
        self.restore_it()
        yield "it is restored, and back in its place"
        assert PASSWORD not in self.machine.said()
        yield "nobody told a secret"

    def go(self, path: str) -> None:
        """Open a page of the service."""
        self.page.goto(f"{self.machine.base}{path}")

    def press(self, words: str) -> None:
        """Press a button, whichever form it is in."""
        self.page.get_by_role("button", name=words, exact=True).first.click()

    # --- the steps ------------------------------------------------------------

    def look_at_the_samples(self) -> None:
        """The catalogue shows the shipped channels, filled without a network."""
        self.go("/channels/nature")
        expect(self.page.get_by_role("article").first).to_be_visible()

    def add_a_user(self) -> None:
        """The password is typed twice, and never shown."""
        code, said = self.machine.command(
            "feedsvc", "users", "add", NAME, "--role", "editor", answers=(PASSWORD, PASSWORD)
        )
        assert code == 0, said
        assert PASSWORD not in said
        _, listed = self.machine.command("feedsvc", "users", "list")
        assert NAME in listed
        assert "editor" in listed

    def sign_in(self, password: str) -> None:
        """Where it is asked for: any page of the console leads there."""
        self.go("/operator/")
        expect(self.page).to_have_url(re.compile("/operator/sign-in"))
        self.page.get_by_label("Name").fill(NAME)
        self.page.get_by_label("Password").fill(password)
        self.press("Sign in")

    def import_lists(self, lists: Sequence[Path]) -> None:
        """One in the console, others on the terminal; what is wrong with one is said."""
        self.go("/operator/sources")
        self.page.get_by_role("link", name="Import or export a list").click()
        self.page.get_by_label("Drop an OPML file here").set_input_files(LIST)
        self.press("Show what would be added")
        main = self.page.get_by_role("main")
        expect(main).to_contain_text("listed before")
        expect(main).to_contain_text("mailto")
        self.press("Add 2 sources")
        expect(main).to_contain_text("2 sources are added")
        self.go("/operator/sources?tag=Ports")
        expect(self.page.get_by_role("link", name="Marina Notes")).to_be_visible()
        for path in lists:
            code, said = self.machine.command("feedsvc", "opml", "import", str(path))
            assert code == 0, said
            assert re.search(r"[1-9]\d* added", said), said

    def add_the_source(self) -> None:
        """By its site's address; the page shows what was found before anything is stored."""
        self.page.get_by_role("link", name="Overview").click()
        self.page.get_by_role("link", name="Add a source").first.click()
        self.outlet.works = False
        self.look_for_feeds()
        expect(self.page.get_by_role("alert")).to_contain_text("No feed was found", timeout=SOON)
        self.outlet.works = True
        self.look_for_feeds()
        found = self.page.get_by_role("region", name="What was found")
        expect(found).to_contain_text(TITLE, timeout=SOON)
        for title in ARTICLES:
            expect(found).to_contain_text(title)
        expect(found).to_contain_text("excerpt")  # nobody has permitted more
        self.source = self.page.get_by_label("Name", exact=True).input_value()
        assert self.source

    def look_for_feeds(self) -> None:
        """The address as people type it."""
        self.page.get_by_label("Address of the site").fill(self.outlet.base)
        self.press("Look for feeds")

    def see_it_fail(self) -> None:
        """The server of the source has failed again by the first poll."""
        self.outlet.works = False
        self.press("Add it and poll it")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(self.source)
        main = self.page.get_by_role("main")
        expect(main).to_contain_text("The server itself has failed (HTTP 500)", timeout=SOON)
        expect(main).to_contain_text("nothing: it is asked again by itself")
        self.page.get_by_role("link", name="Overview").click()
        expect(self.page.get_by_role("heading", name="What needs attention")).to_be_visible()
        self.page.get_by_role("link", name="Sources", exact=True).click()
        self.page.get_by_label("Search in names").fill(self.source)
        self.press("Show")
        row = self.page.get_by_role("row").filter(has_text=self.source)
        expect(row).to_contain_text("The server itself has failed")

    def mend_it(self) -> None:
        """The site works again: one press asks it at once."""
        self.outlet.works = True
        self.go(f"/operator/sources/{self.source}")
        self.press("Poll now")
        main = self.page.get_by_role("main")
        expect(main).to_contain_text(f"{len(ARTICLES)} new", timeout=SOON)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(self.page.get_by_role("heading", name="What needs attention")).to_have_count(0)
        for title in ARTICLES:
            expect(self.page.get_by_role("link", name=title)).to_be_visible()

    def permit_it(self) -> None:
        """Whole texts, and where that can be looked up."""
        before = self.texts()["atom"]
        assert not [title for title, text in before.items() if last_words(title) in text]
        self.page.get_by_role("link", name="Edit", exact=True).click()
        self.page.get_by_role("radio", name=re.compile("^full")).check()
        self.page.get_by_label("Who gave the permission").fill("The harbour master")
        self.page.get_by_label("Where that can be looked up").fill(EVIDENCE)
        self.press("Save")
        permission = self.page.get_by_role("region", name="Permission")
        expect(permission).to_contain_text(EVIDENCE)
        expect(permission).to_contain_text(f"by {NAME}")

    def read_it(self) -> None:
        """As its readers do: on the page, and by each format."""
        self.go(f"/channels/source-{self.source}")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(TITLE)
        for title in ARTICLES:
            expect(self.page.get_by_text(last_words(title))).to_be_visible()
        for texts in self.texts().values():
            assert list(texts) == list(ARTICLES)
            assert all(last_words(title) in text for title, text in texts.items())
            assert all(TITLE in text for text in texts.values())  # the line that credits

    def withdraw_one(self) -> None:
        """On its page in the console, with a reason."""
        self.address = self.page_of(WITHDRAWN)
        assert self.status(self.address) == OK
        self.go(f"/operator/sources/{self.source}")
        self.page.get_by_role("link", name=WITHDRAWN).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(WITHDRAWN)
        self.page.get_by_text("Withdraw", exact=True).click()
        self.page.get_by_label("Reason").fill(REASON)
        self.press("Withdraw it")
        expect(self.page.get_by_role("main")).to_contain_text(REASON)
        expect(self.page.get_by_role("button", name="Restore")).to_be_visible()
        for form, texts in self.texts().items():
            assert WITHDRAWN not in texts, form
            assert len(texts) == len(ARTICLES) - 1, form
        assert self.status(self.address) == GONE
        tombstones = list(etree.fromstring(self.document("atom")).iter(TOMBSTONE))
        assert len(tombstones) == 1
        assert REASON in "".join(tombstones[0].itertext())
        self.go(f"/channels/source-{self.source}")
        self.page.reload()  # a browser may keep for some minutes what it has read
        expect(self.page.get_by_text(WITHDRAWN)).to_have_count(0)

    def restore_it(self) -> None:
        """By the same page."""
        self.go(f"/operator/entries?source={self.source}")
        self.page.get_by_role("link", name=WITHDRAWN).click()
        self.press("Restore")
        expect(self.page.get_by_role("main")).not_to_contain_text("Withdrawn")
        assert self.status(self.address) == OK
        for form, texts in self.texts().items():
            assert list(texts) == list(ARTICLES), form
        assert not list(etree.fromstring(self.document("atom")).iter(TOMBSTONE))

    # --- what readers get -----------------------------------------------------

    def document(self, form: str) -> bytes:
        """The channel of the source, in a format."""
        url = f"{self.machine.base}/channels/source-{self.source}.{form}"
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - http, ours
            body: bytes = answer.read()
        return body

    def texts(self) -> dict[str, dict[str, str]]:
        """Titles and texts of the channel's entries, by format."""
        rss, atom = (etree.fromstring(self.document(form)) for form in ("rss", "atom"))
        content = "{http://purl.org/rss/1.0/modules/content/}encoded"
        items = json.loads(self.document("json"))["items"]
        return {
            "rss": {
                item.findtext("title"): item.findtext(content) or item.findtext("description")
                for item in rss.iter("item")
            },
            "atom": {
                entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}content")
                or entry.findtext(f"{ATOM}summary")
                for entry in atom.iter(f"{ATOM}entry")
            },
            "json": {item["title"]: item["content_html"] for item in items},
        }

    def page_of(self, title: str) -> str:
        """The path of the page that we have of an entry."""
        url = f"{self.machine.base}/channels/source-{self.source}"
        request = Request(url, headers={"Accept": "text/html"})  # noqa: S310 - http, ours
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - http, ours
            page = answer.read().decode()
        found = re.search(rf"/entries/[^\"]+(?=\">Link to this entry<[^>]*>: {title})", page)
        assert found, page
        return found[0]

    def status(self, path: str) -> int:
        """How the service answers there."""
        try:
            with urlopen(f"{self.machine.base}{path}", timeout=10) as answer:  # noqa: S310 - ours
                status: int = answer.status
        except HTTPError as error:
            return error.code
        return status
