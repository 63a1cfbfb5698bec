import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.text.user_agents import BROWSER, LONGEST, UNNAMED, Reader, name_of, reader

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"

AGENTS = {
    "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)": (
        Reader("Feedly", 16)
    ),
    "FeedlyBot/1.0 (http://feedly.com)": Reader("FeedlyBot"),
    "Feedbin feed-id:1373711 - 142 subscribers": Reader("Feedbin", 142, "1373711"),
    "Mozilla/5.0 (compatible; inoreader.com; 12 subscribers; +https://www.inoreader.com)": (
        Reader("inoreader.com", 12)
    ),
    "Mozilla/5.0 (compatible; inoreader.com/feed-fetcher; 1 subscribers; )": (
        Reader("inoreader.com", 1)
    ),
    "Mozilla/5.0 (compatible; theoldreader.com; 3 subscribers; feed-id=5a3bf1c9)": (
        Reader("theoldreader.com", 3, "5a3bf1c9")
    ),
    "NewsBlur Feed Fetcher - 54 subscribers - http://www.newsblur.com/site/1/x"
    " (Mozilla/5.0 (Macintosh; Intel Mac OS X 10_7_1) Safari/534.48.3)": (
        Reader("NewsBlur Feed Fetcher", 54)
    ),
    "NewsBlur Page Fetcher - 1 subscriber - http://www.newsblur.com": (
        Reader("NewsBlur Page Fetcher", 1)
    ),
    "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 5 subscribers; feed-id=8126)": (
        Reader("Feedfetcher-Google", 5, "8126")
    ),
    "Netvibes (http://www.netvibes.com/; 1,204 subscribers; feedId: 4417)": (
        Reader("Netvibes", 1204, "4417")
    ),
    "Bloglovin/1.0 (http://www.bloglovin.com; 32 subscribers)": Reader("Bloglovin", 32),
    "BazQux/2.4 (+https://bazqux.com/fetcher; 3 subscribers)": Reader("BazQux", 3),
    "Overcast/1.0 Podcast Sync (34 subscribers; feed-id=12; +http://overcast.fm/)": (
        Reader("Overcast", 34, "12")
    ),
    "livedoor FeedFetcher/0.01 (http://reader.livedoor.com/; 29 subscribers)": (
        Reader("livedoor FeedFetcher", 29)
    ),
    "Feed Wrangler/1.0 (23 subscribers; feed-id=77; http://feedwrangler.net)": (
        Reader("Feed Wrangler", 23, "77")
    ),
    "Bloglines/3.1 (http://www.bloglines.com; 3 Subscribers)": Reader("Bloglines", 3),
    "xianguo.com 1 subscribers": Reader("xianguo.com", 1),
    "Miniflux/2.0.50 (+https://miniflux.app)": Reader("Miniflux"),
    "Mozilla/5.0 (compatible; Miniflux/2.0.50; +https://miniflux.app)": Reader("Miniflux"),
    "FreshRSS/1.24.0 (Linux; https://freshrss.org)": Reader("FreshRSS"),
    "Tiny Tiny RSS/21.11-cf9ceb9 (https://tt-rss.org/)": Reader("Tiny Tiny RSS"),
    "CommaFeed/4.1.0 (https://github.com/Athou/commafeed)": Reader("CommaFeed"),
    "NetNewsWire (RSS Reader; https://netnewswire.com/)": Reader("NetNewsWire"),
    "Unread RSS Reader - https://www.goldenhillsoftware.com/unread/": Reader("Unread RSS Reader"),
    "Reeder/5010 CFNetwork/1399 Darwin/22.1.0": Reader("Reeder"),
    "newsboat/2.30.1 (Linux x86_64)": Reader("newsboat"),
    "Liferea/1.13.9 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)": (
        Reader("Liferea")
    ),
    f"Mozilla/5.0 (Windows; Windows NT 6.1) {WEBKIT} QuiteRSS/0.12.5 Safari/534.34": (
        Reader("QuiteRSS")
    ),
    "Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Thunderbird/102.0": (
        Reader("Thunderbird")
    ),
    f"Mozilla/5.0 (X11) {WEBKIT} fluent-reader/1.1.3 Chrome/98.0 Electron/17.0 Safari/537.36": (
        Reader("fluent-reader")
    ),
    "SimplePie/1.5.8 (Feed Parser; http://simplepie.org; Allow like Gecko) Build/202105": (
        Reader("SimplePie")
    ),
    "UniversalFeedParser/5.2.1 +https://code.google.com/p/feedparser/": (
        Reader("UniversalFeedParser")
    ),
    "FeedBurner/1.0 (http://www.FeedBurner.com)": Reader("FeedBurner"),
    "Slackbot 1.0 (+https://api.slack.com/robots)": Reader("Slackbot"),
    "Yahoo Pipes 1.0": Reader("Yahoo Pipes"),
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)": (
        Reader("Yahoo! Slurp")
    ),
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": (
        Reader("Googlebot")
    ),
    f"Mozilla/5.0 {WEBKIT[:-1]}; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"
    " Chrome/116.0 Safari/537.36": Reader("bingbot"),
    "curl/8.5.0": Reader("curl"),
    "Wget/1.21.4 (linux-gnu)": Reader("Wget"),
    "python-requests/2.31.0": Reader("python-requests"),
    "Go-http-client/2.0": Reader("Go-http-client"),
    "http.rb/5.1.1 (Mastodon/4.2.1; +https://social.example/)": Reader("http.rb"),
    "WordPress/6.4.2; https://blog.example": Reader("WordPress (blog.example)"),
    "feedsvc/0.1.0 (+https://x.example; ops@x.example)": Reader("feedsvc (x.example)"),
    "feedsvc/0.1.0 (+http://127.0.0.1:8000)": Reader("feedsvc"),
    "https://crawler.example/about": Reader("crawler.example"),
    "(a private thing; +https://crawler.example/)": Reader("crawler.example"),
    "Mozilla/5.0 (compatible; +https://crawler.example/)": Reader("crawler.example"),
    "my reader, jo@home.example": Reader("my reader"),
    "jo@home.example": Reader(UNNAMED),
    "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0": Reader(BROWSER),
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/120.0.0.0 Safari/537.36"
    " Edg/120.0": Reader(BROWSER),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/17.1 Mobile/15E148 Safari/604.1": Reader(BROWSER),
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)": Reader(BROWSER),
    "Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18": Reader(BROWSER),
    "Mozilla/5.0": Reader(BROWSER),
    "": Reader(UNNAMED),
    " - ": Reader(UNNAMED),
    "192.0.2.7": Reader(UNNAMED),
    "Mozilla/5.0 (compatible; 192.0.2.7)": Reader(BROWSER),
    "proxy 192.0.2.7 for 2001:db8::1 of us/1.0": Reader("proxy for of us"),
    "Feedly\x00/1.0 (\x1b[31m; 7\tsubscribers)": Reader("Feedly", 7),
    "Boaster/1.0 (999999999999 subscribers)": Reader("Boaster"),
    "Half/1.0 (0.5 subscribers)": Reader("Half"),
}


@pytest.mark.parametrize(("agent", "told"), AGENTS.items())
def test_who_fetches(agent: str, told: Reader) -> None:
    assert reader(agent) == told


@pytest.mark.parametrize("name", ["Feedly", "Miniflux", "Tiny Tiny RSS"])
def test_the_name_stays_when_the_version_and_the_count_move(name: str) -> None:
    agents = [f"{name}/{n}.{n} (+https://x.example; {n} subscribers)" for n in (1, 20, 300)]
    assert {reader(agent).name for agent in agents} == {name}


def test_subscriptions_of_one_reader_are_told_apart_and_have_its_name() -> None:
    one = reader("Feedbin feed-id:1 - 14 subscribers").subscription
    other = reader("Feedbin feed-id:2 - 14 subscribers").subscription
    assert one != other
    assert name_of(one) == name_of(other) == name_of("Feedbin") == "Feedbin"


PIECES = st.sampled_from(
    [*AGENTS, "(", ")", ";", "compatible; ", "/", " 1 ", "9,", " subscribers", "feed-id:", "@"]
)


@given(st.text() | st.lists(PIECES | st.characters()).map("".join))
@example("\ud800")
@example("Mozilla/5.0 (compatible; \ud800)")
def test_anything_at_all_has_a_short_clean_name(agent: str) -> None:
    told = reader(agent)
    assert 0 < len(told.name) <= 170
    assert told.name == told.name.strip()
    assert not set(told.name) & {*map(chr, range(32)), "\x7f", "@"}
    told.subscription.encode()
    assert 0 <= told.subscribers < 10**9
    assert name_of(told.subscription) == told.name
    assert reader(agent[:LONGEST]) == told


@pytest.mark.parametrize("piece", ["(", "((a", "compatible;", "a@", " 1", "1,", "a/1 ", "feed-id"])
def test_what_is_long_costs_no_more(piece: str) -> None:
    started = time.process_time()
    for _ in range(20):
        reader(piece * 1_000_000)
    assert time.process_time() - started < 1
