"""Which elements of which extensions are kept, and what may stand in them.

What validators take for an error is no part of it: the newer items of Media RSS, obsolete
categories, elements of unknown namespaces (standards section 3). `itunes:new-feed-url` is
left out because it would lead our subscribers away, `slash:comments` and the like because a
count that is not kept up to date is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from feedsvc.normalize import checks
from feedsvc.normalize.checks import Check

_NOTHING: Mapping[str, Check] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an element may hold.

    Attributes:
        attributes: Those that are kept, with what their values may look like.
        required: Attributes without which the element says nothing.
        needed: The child without which it says nothing.
        text: What its text may look like; None if it has none.
        optional: The text may be missing.
        children: The elements that may stand in it, by their names.
        once: Only the first of several is kept.
        feed: It may stand in a feed; `entry`: in an entry.
    """

    attributes: Mapping[str, Check] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    needed: str = ""
    text: Check | None = None
    optional: bool = False
    children: Mapping[str, "Rule"] = field(default_factory=dict)
    once: bool = False
    feed: bool = True
    entry: bool = True


_NUMBERS = dict.fromkeys(("bitrate", "duration", "framerate", "samplingrate"), checks.number)
_SIZES = {"height": checks.positive, "width": checks.positive}
_ROLE = checks.up_to(64)

_DESCRIBING = {
    "media:category": Rule(
        attributes={"label": checks.unmarked, "scheme": checks.url}, text=checks.unmarked
    ),
    "media:copyright": Rule(attributes={"url": checks.url}, text=checks.unmarked, once=True),
    "media:credit": Rule(attributes={"role": checks.role}, text=checks.unmarked),
    "media:description": Rule(text=checks.unmarked, once=True),
    "media:hash": Rule(
        attributes={"algo": checks.one_of("md5", "sha-1")}, text=checks.digest, once=True
    ),
    "media:keywords": Rule(text=checks.words, once=True),
    "media:player": Rule(attributes={"url": checks.url, **_SIZES}, required=("url",)),
    "media:rating": Rule(
        attributes={"scheme": checks.one_of("urn:simple")},
        text=checks.one_of("adult", "nonadult"),
    ),
    "media:text": Rule(
        attributes={
            "lang": checks.language,
            "start": checks.play_time,
            "end": checks.play_time,
        },
        text=checks.unmarked,
    ),
    "media:thumbnail": Rule(
        attributes={"url": checks.url, **_SIZES, "time": checks.play_time}, required=("url",)
    ),
    "media:title": Rule(text=checks.unmarked, once=True),
}
_CONTENT = Rule(
    attributes={
        "url": checks.url,
        "fileSize": checks.positive,
        "type": checks.mime,
        "medium": checks.one_of("image", "audio", "video", "document", "executable"),
        "isDefault": checks.flag,
        "expression": checks.one_of("full", "sample", "nonstop"),
        "channels": checks.whole,
        "lang": checks.language,
        **_NUMBERS,
        **_SIZES,
    },
    required=("url",),
    children=_DESCRIBING,
)
_MEDIA = {
    **_DESCRIBING,
    "media:content": replace(_CONTENT, feed=False),
    "media:group": Rule(children={**_DESCRIBING, "media:content": _CONTENT}, feed=False),
}

_SHORT = checks.up_to(255)
_PICTURE = Rule(attributes={"href": checks.url}, required=("href",), once=True)
_ITUNES = {
    "itunes:author": Rule(text=_SHORT, once=True),
    "itunes:block": Rule(text=checks.blocked, once=True),
    "itunes:duration": Rule(text=checks.clock, once=True, feed=False),
    "itunes:episode": Rule(text=checks.positive, once=True, feed=False),
    "itunes:episodeType": Rule(
        text=checks.one_of("full", "trailer", "bonus"), once=True, feed=False
    ),
    "itunes:explicit": Rule(text=checks.flag, once=True),
    "itunes:image": _PICTURE,
    "itunes:keywords": Rule(text=checks.keywords, once=True),
    "itunes:owner": Rule(
        needed="itunes:email",
        children={
            "itunes:name": Rule(text=_SHORT, once=True),
            "itunes:email": Rule(text=checks.mailbox, once=True),
        },
        once=True,
        entry=False,
    ),
    "itunes:season": Rule(text=checks.positive, once=True, feed=False),
    "itunes:subtitle": Rule(text=_SHORT, once=True),
    "itunes:summary": Rule(text=checks.up_to(4000), once=True),
    "itunes:title": Rule(text=checks.unmarked, once=True, feed=False),
    "itunes:type": Rule(text=checks.one_of("episodic", "serial"), once=True, entry=False),
    "itunes:category": Rule(
        attributes={"text": checks.category},
        required=("text",),
        children={
            "itunes:category": Rule(attributes={"text": checks.subcategory}, required=("text",))
        },
        entry=False,
    ),
}

_PERSON = {"role": _ROLE, "group": _ROLE, "img": checks.url, "href": checks.url}
_PODCAST = {
    "podcast:alternateEnclosure": Rule(
        attributes={
            "type": checks.mime,
            "length": checks.whole,
            "bitrate": checks.number,
            "height": checks.positive,
            "lang": checks.language,
            "title": _SHORT,
            "rel": _SHORT,
            "codecs": _SHORT,
            "default": checks.flag,
        },
        required=("type",),
        children={
            "podcast:source": Rule(
                attributes={"uri": checks.url, "contentType": checks.mime}, required=("uri",)
            ),
            "podcast:integrity": Rule(
                attributes={"type": checks.one_of("sri", "pgp-signature"), "value": checks.words},
                required=("type", "value"),
            ),
        },
        feed=False,
    ),
    "podcast:chapters": Rule(
        attributes={"url": checks.url, "type": checks.mime},
        required=("url", "type"),
        once=True,
        feed=False,
    ),
    "podcast:episode": Rule(
        attributes={"display": checks.up_to(32)}, text=checks.number, once=True, feed=False
    ),
    "podcast:funding": Rule(
        attributes={"url": checks.url}, required=("url",), text=checks.up_to(128), entry=False
    ),
    "podcast:guid": Rule(text=checks.uuid, once=True, entry=False),
    "podcast:license": Rule(attributes={"url": checks.url}, text=checks.up_to(128), once=True),
    "podcast:location": Rule(
        attributes={"geo": checks.geo, "osm": checks.osm, "rel": _ROLE, "country": _ROLE},
        text=checks.up_to(128),
    ),
    "podcast:locked": Rule(
        attributes={"owner": checks.mailbox},
        text=checks.one_of("yes", "no"),
        once=True,
        entry=False,
    ),
    "podcast:medium": Rule(text=checks.up_to(32), once=True, entry=False),
    "podcast:person": Rule(attributes=_PERSON, text=checks.up_to(128)),
    "podcast:season": Rule(
        attributes={"name": checks.up_to(128)}, text=checks.whole, once=True, feed=False
    ),
    "podcast:socialInteract": Rule(
        attributes={
            "protocol": _ROLE,
            "uri": checks.url,
            "accountId": _SHORT,
            "accountUrl": checks.url,
            "priority": checks.positive,
        },
        required=("protocol", "uri"),
        feed=False,
    ),
    "podcast:soundbite": Rule(
        attributes={"startTime": checks.number, "duration": checks.number},
        required=("startTime", "duration"),
        text=checks.up_to(128),
        optional=True,
        feed=False,
    ),
    "podcast:trailer": Rule(
        attributes={
            "url": checks.url,
            "pubdate": checks.mail_date,
            "length": checks.whole,
            "type": checks.mime,
            "season": checks.whole,
        },
        required=("url", "pubdate"),
        text=checks.up_to(128),
        entry=False,
    ),
    "podcast:transcript": Rule(
        attributes={
            "url": checks.url,
            "type": checks.mime,
            "language": checks.language,
            "rel": checks.one_of("captions"),
        },
        required=("url", "type"),
        feed=False,
    ),
    "podcast:txt": Rule(attributes={"purpose": checks.up_to(128)}, text=checks.up_to(4000)),
}

_POS = {"gml:pos": Rule(text=checks.places(1, 1), once=True)}
_POS_LIST = {"gml:posList": Rule(text=checks.places(2), once=True)}
_RING = {"gml:LinearRing": Rule(children=_POS_LIST, once=True)}
_GEO = {
    "geo:alt": Rule(text=checks.signed, once=True),
    "geo:lat": Rule(text=checks.within(90), once=True),
    "geo:long": Rule(text=checks.within(180), once=True),
    "geo:Point": Rule(
        children={
            "geo:lat": Rule(text=checks.within(90), once=True),
            "geo:long": Rule(text=checks.within(180), once=True),
        },
        once=True,
    ),
    "georss:elev": Rule(text=checks.signed, once=True),
    "georss:featureName": Rule(text=checks.unmarked, once=True),
    "georss:featureTypeTag": Rule(text=checks.unmarked, once=True),
    "georss:floor": Rule(text=checks.signed, once=True),
    "georss:line": Rule(text=checks.places(2), once=True),
    "georss:point": Rule(text=checks.places(1, 1), once=True),
    "georss:polygon": Rule(text=checks.places(4), once=True),
    "georss:radius": Rule(text=checks.number, once=True),
    "georss:relationshipTag": Rule(text=checks.unmarked, once=True),
    "georss:where": Rule(
        children={
            "gml:Point": Rule(children=_POS, once=True),
            "gml:LineString": Rule(children=_POS_LIST, once=True),
            "gml:Polygon": Rule(
                children={"gml:exterior": Rule(children=_RING, once=True)}, once=True
            ),
            "gml:Envelope": Rule(
                children={
                    "gml:lowerCorner": Rule(text=checks.places(1, 1), once=True),
                    "gml:upperCorner": Rule(text=checks.places(1, 1), once=True),
                },
                once=True,
            ),
        },
        once=True,
    ),
}

_OTHERS = {
    "dc:coverage": Rule(text=checks.words),
    "dc:format": Rule(text=checks.words, once=True),
    "dc:publisher": Rule(text=checks.words),
    "dc:relation": Rule(text=checks.words),
    "dc:type": Rule(text=checks.words, once=True),
    "dcterms:alternative": Rule(text=checks.words),
    "dcterms:audience": Rule(text=checks.words),
    "dcterms:available": Rule(text=checks.words),
    "dcterms:created": Rule(text=checks.date, once=True),
    "dcterms:spatial": Rule(text=checks.words),
    "dcterms:temporal": Rule(text=checks.words),
    "dcterms:valid": Rule(text=checks.words),
    "thr:in-reply-to": Rule(
        attributes={
            "ref": checks.name,
            "href": checks.url,
            "source": checks.url,
            "type": checks.mime,
        },
        required=("ref",),
    ),
    "wfw:comment": Rule(text=checks.url, once=True, feed=False),
    "wfw:commentRss": Rule(text=checks.url, once=True, feed=False),
}

VOCABULARY: Mapping[str, Rule] = {**_MEDIA, **_ITUNES, **_PODCAST, **_GEO, **_OTHERS}
"""Name of each element that may stand in a feed or an entry to what it may hold."""

OTHER_NAMES = {"wfw:commentRSS": "wfw:commentRss", "podcast:Chapters": "podcast:chapters"}
"""Names as they are often misspelled."""
