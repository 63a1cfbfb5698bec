"""Entries as they are shown, for tests: a set of telling ones, and strategies for any."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape

from hypothesis import strategies as st

from feedsvc.model.channel import Channel
from feedsvc.model.entry import (
    Attribution,
    Category,
    Content,
    Enclosure,
    Entry,
    Generator,
    Hop,
    Link,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.held import Held, State
from feedsvc.model.rights import AttributionLine, Grant, Level, Licence
from feedsvc.model.view import ChannelView, Showing
from feedsvc.text.html import sanitize
from feedsvc.text.legal import legal

BASE = "https://feeds.example.org"
MORNING = datetime(2026, 3, 1, 6, 30, 15, 123456, tzinfo=UTC)
LATER = MORNING + timedelta(hours=5, seconds=1)

BY = Licence(
    id="CC-BY-4.0",
    name="Attribution 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    share=True,
    adapt=True,
    commercial=True,
)
HERALD = Hop(
    title="Harbour Herald & Sons",
    id="tag:herald.example,2020:feed",
    feed_url="https://herald.example/feed.atom?a=1&b=2",
    home_url="https://herald.example/",
    subtitle=Text(value="News from the quay"),
    authors=(Person(name="Herald Desk", email="desk@herald.example"),),
    contributors=(Person(name="Night Shift"),),
    categories=(Category(term="harbour"),),
    rights=Text(value="© Harbour Herald"),
    licences=("https://creativecommons.org/licenses/by/4.0/",),
    covering=("https://creativecommons.org/licenses/by/4.0/",),
    language="en",
    icon="https://herald.example/icon.png",
    logo="https://herald.example/logo.png",
    generator=Generator(name="Quill", uri="https://quill.example/", version="2.1"),
)
PLANET = Hop(
    title="Planet Coast",
    feed_url="https://planet.example/rss",
    home_url="https://planet.example/",
    id="https://planet.example/rss",
)
MIRROR = Hop(title="Mirror of the Coast", feed_url="https://mirror.example/all.atom")
BARE = Hop(title="bare.example", feed_url="https://bare.example/rss")

ARTICLE = Entry(
    id="tag:herald.example,2026:1",
    url="https://herald.example/1?x=1&y=2",
    title=Text(value="Ships & <cargo> arrive"),
    summary=Text(value="Three <b>ships</b> came in.", kind=TextKind.HTML),
    contents=(Content(value="<p>Three ships came in.</p><p>The pier held &amp; all is well.</p>"),),
    authors=(
        Person(name="Ada Quay", email="ada@herald.example", uri="https://herald.example/ada"),
        Person(name="Bo Dock"),
    ),
    contributors=(Person(name="Cy Crane"),),
    categories=(
        Category(term="ships", scheme="https://herald.example/topics", label="Ships & boats"),
        Category(term="cargo"),
    ),
    enclosures=(
        Enclosure(url="https://cdn.example/1.mp3", type="audio/mpeg", length=1234, title="Horn"),
        Enclosure(url="https://cdn.example/1.jpg", type="image/jpeg", title="The pier & a gull"),
        Enclosure(url="https://cdn.example/1.bin"),
    ),
    links=(
        Link(rel="alternate", href="https://herald.example/1?x=1&y=2", type="text/html"),
        Link(
            rel="enclosure",
            href="https://cdn.example/1.mp3",
            type="audio/mpeg",
            length=1234,
            title="Horn",
        ),
        Link(
            rel="related",
            href="https://herald.example/0",
            type="text/html",
            hreflang="en",
            title="Before",
            length=99,
        ),
        Link(rel="alternate", href="https://herald.example/1.fr", type="text/html", hreflang="fr"),
        Link(rel="alternate", href="https://herald.example/1.pdf", type="application/pdf"),
        Link(rel="alternate", href="https://herald.example/1b.pdf", type="application/pdf"),
        Link(rel="edit", href="https://herald.example/edit/1"),
        Link(
            rel="enclosure",
            href="https://cdn.example/1.jpg",
            type="image/jpeg",
            title="The pier & a gull",
        ),
        Link(rel="enclosure", href="https://cdn.example/1.bin"),
    ),
    rights=Text(value="© 2026 <em>Ada Quay</em>", kind=TextKind.HTML),
    licences=("http://creativecommons.org/licenses/by/4.0",),
    comments="https://herald.example/1#comments",
    language="en-GB",
)


def line_for(entry: Entry, hop: Hop) -> AttributionLine:
    text = f"First published by {hop.title}."
    credited = escape(hop.title)
    if entry.url:
        credited = f'<a href="{escape(entry.url)}">{credited}</a>'
    return AttributionLine(text=text, html=f"First published by {credited}.")


def granted(level: Level) -> Grant:
    """All that a grant of that level may hold."""
    return Grant(level=level, images=level is Level.FULL)


def numbered(one: Showing, own_id: str) -> Showing:
    return replace(one, held=replace(one.held, id=own_id))


def showing(
    entry: Entry,
    *,
    hops: tuple[Hop, ...] = (HERALD,),
    level: Level = Level.FULL,
    updated: datetime = LATER,
    licences: tuple[Licence, ...] = (),
) -> Showing:
    held = Held(
        id="e1",
        public_id=entry.id or f"{BASE}/entries/e1",
        source="herald",
        key=f"id {entry.id}",
        first_seen=MORNING,
        published=MORNING,
        updated=updated,
        sort_at=MORNING,
        revision=1,
        state=State.PUBLISHED,
        entry=entry,
    )
    attribution = Attribution(origin=hops[0], via=hops[1:])
    line = line_for(entry, hops[0])
    return Showing(
        held=held, attribution=attribution, grant=granted(level), line=line, licences=licences
    )


def view(*showings: Showing, channel: Channel | None = None) -> ChannelView:
    return ChannelView(
        channel=channel or Channel(name="world", title="World & <all>", description="Far & wide"),
        site_title="Example Republisher",
        base_url=BASE,
        updated=LATER,
        showings=showings,
    )


def telling() -> dict[str, Showing]:
    """Showings by what they are telling for."""
    entries: dict[str, Showing] = {
        "everything": showing(ARTICLE, licences=(BY,)),
        "right to left": showing(
            Entry(
                id="urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
                url="https://herald.example/ar",
                title=Text(value="السفن تصل إلى الميناء"),
                contents=(Content(value="وصلت ثلاث سفن.\n\nوالرصيف سليم.", kind=TextKind.TEXT),),
                language="ar",
            )
        ),
        "awkward characters": showing(
            Entry(
                id="https://herald.example/3?a=1&b=2",
                url="https://herald.example/3",
                title=Text(value="a\x00b ]]> \ud800 <script> &amp; 🛳️\x1b"),
                summary=Text(value="Tom & Jerry < ]]> \ufffe done"),
                contents=(Content(value="<p>x ]]&gt; y \x08 &lt;b&gt; 👩‍👩‍👧</p>"),),
                authors=(Person(name="O\x07'Neil <ed>"),),
            )
        ),
        "summary alone": showing(
            Entry(
                id="urn:example:summary",
                url="https://herald.example/4",
                title=Text(value="Fog <i>again</i> &amp; rain", kind=TextKind.HTML),
                summary=Text(value="<p>Fog lay on the <em>bay</em>.</p>", kind=TextKind.HTML),
            )
        ),
        "neither title nor address": showing(
            Entry(id="urn:example:bare", summary=Text(value="A note."), language="de"), hops=(BARE,)
        ),
        "elsewhere": showing(
            Entry(
                id="urn:example:remote",
                url="https://herald.example/6",
                title=Text(value="A film"),
                contents=(Content(type="video/mp4", src="https://cdn.example/6.mp4"),),
            )
        ),
        "a picture": showing(
            Entry(
                id="urn:example:picture",
                url="https://herald.example/7",
                title=Text(value="The quay"),
                contents=(
                    Content(
                        value='<img src="https://cdn.example/7.png" alt="">', kind=TextKind.XHTML
                    ),
                ),
            )
        ),
        "passed on twice": showing(
            replace(ARTICLE, id="urn:example:hops", authors=(), rights=None),
            hops=(HERALD, PLANET, MIRROR),
        ),
        "excerpt": showing(
            replace(ARTICLE, id="urn:example:excerpt", summary=None), level=Level.EXCERPT
        ),
        "link": showing(replace(ARTICLE, id="urn:example:link"), level=Level.LINK),
        "link without address": showing(
            replace(ARTICLE, id="urn:example:nolink", url=None), level=Level.LINK, updated=MORNING
        ),
    }
    return {name: numbered(one, f"e{number}") for number, (name, one) in enumerate(entries.items())}


# --- any entry ----------------------------------------------------------------

words = st.text(max_size=40)
names = words.map(lambda text: f"n{text}")
addresses = st.builds(
    "https://{}.example/{}?q={}&r=1".format,
    st.sampled_from(["a", "b.c", "xn--bcher-kva"]),
    st.text(alphabet="abcXYZ019-._~%20/", max_size=12).map(lambda path: path.replace("%", "%25")),
    st.integers(0, 99),
)
languages = st.sampled_from(["en", "ar", "zh-Hant-TW", None])
markup = st.one_of(
    st.lists(words.map(lambda text: f"<p>{escape(text)}<br>x</p>"), max_size=3).map("".join),
    words,
).map(sanitize)
texts = st.one_of(
    st.builds(Text, value=words, language=languages),
    st.builds(
        Text,
        value=markup,
        kind=st.sampled_from([TextKind.HTML, TextKind.XHTML]),
        language=languages,
    ),
)
filled = texts.filter(lambda one: one.value.strip() and legal(one.value).strip())
contents = st.one_of(
    st.builds(Content, value=markup, language=languages),
    st.builds(Content, value=words, kind=st.just(TextKind.TEXT)),
    st.builds(
        Content,
        type=st.sampled_from(["video/mp4", "application/pdf"]),
        src=addresses,
    ),
)
persons = st.builds(
    Person,
    name=names,
    email=st.none() | st.just("a@b.example") | words,
    uri=st.none() | addresses,
)
categories = st.builds(Category, term=names, scheme=st.none() | addresses, label=st.none() | names)
enclosures = st.builds(
    Enclosure,
    url=addresses,
    type=st.none() | st.sampled_from(["audio/mpeg", "image/png"]),
    length=st.none() | st.integers(0, 2**70),
    title=st.none() | words,
)
links = st.builds(
    Link,
    href=addresses,
    rel=st.sampled_from(
        ["related", "alternate", "edit", "via", "no such", "https://rel.example/x"]
    ),
    type=st.none() | st.sampled_from(["text/html", "application/json"]),
    hreflang=st.none() | st.just("de"),
    title=st.none() | words,
)
hops = st.builds(
    Hop,
    title=names,
    id=st.none() | addresses | words,
    feed_url=addresses,
    home_url=st.none() | addresses,
    name=st.none() | filled,
    subtitle=st.none() | filled,
    authors=st.lists(persons, max_size=2).map(tuple),
    contributors=st.lists(persons, max_size=2).map(tuple),
    categories=st.lists(categories, max_size=2).map(tuple),
    links=st.lists(links, max_size=2).map(tuple),
    rights=st.none() | filled,
    licences=st.lists(addresses, max_size=2).map(tuple),
    language=languages,
    generator=st.none() | st.builds(Generator, name=names, uri=st.none() | addresses),
)

entries = st.builds(
    Entry,
    id=addresses,
    url=st.none() | addresses,
    title=st.none() | texts,
    summary=st.none() | texts,
    contents=st.lists(contents, max_size=3).map(tuple),
    authors=st.lists(persons, max_size=3).map(tuple),
    contributors=st.lists(persons, max_size=3).map(tuple),
    categories=st.lists(categories, max_size=3).map(tuple),
    enclosures=st.lists(enclosures, max_size=3).map(tuple),
    links=st.lists(links, max_size=3).map(tuple),
    rights=st.none() | texts,
    licences=st.lists(addresses, max_size=3).map(tuple),
    comments=st.none() | addresses,
    language=languages,
)
showings = st.builds(
    showing,
    entries,
    hops=st.lists(hops, min_size=1, max_size=3).map(tuple),
    level=st.sampled_from([Level.LINK, Level.EXCERPT, Level.FULL]),
    updated=st.sampled_from([MORNING, LATER]),
    licences=st.sampled_from([(), (BY,)]),
)
