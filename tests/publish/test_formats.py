from feedsvc.publish.formats import (
    Format,
    channel_document,
    channel_links,
    channel_page,
    entry_page,
)


def test_addresses_are_those_of_the_interface() -> None:
    base = "https://feeds.example.org"
    assert channel_page(base, "world") == "https://feeds.example.org/channels/world"
    assert [channel_document(base, "world", form) for form in Format] == [
        "https://feeds.example.org/channels/world.atom",
        "https://feeds.example.org/channels/world.rss",
        "https://feeds.example.org/channels/world.json",
    ]
    assert entry_page(base, "a1") == "https://feeds.example.org/entries/a1"


def test_names_stay_within_one_path_segment() -> None:
    assert channel_page("https://x.example", "a/b ü") == "https://x.example/channels/a%2Fb%20%C3%BC"
    assert entry_page("https://x.example", "../x?") == "https://x.example/entries/..%2Fx%3F"


def test_each_format_has_its_media_type() -> None:
    assert [form.media_type for form in Format] == [
        "application/atom+xml",
        "application/rss+xml",
        "application/feed+json",
    ]


def test_m15_each_format_links_to_itself_and_the_others_and_the_page_to_all() -> None:
    page = ("alternate", "https://x.example/channels/w", "text/html")
    feeds = [(f"{page[1]}.{form}", form.media_type) for form in Format]
    for own in Format:
        links = channel_links("https://x.example", "w", own)
        assert [(link.rel, link.href, link.type) for link in links] == [
            page,
            *(("self" if href.endswith(own) else "alternate", href, kind) for href, kind in feeds),
        ]
    links = channel_links("https://x.example", "w")
    assert [(link.rel, link.href, link.type) for link in links] == [
        ("alternate", href, kind) for href, kind in feeds
    ]
