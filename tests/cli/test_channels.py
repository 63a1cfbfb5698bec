from tests.cli.program import Program

BASE = "http://127.0.0.1:8000/channels"


def test_the_list_has_their_addresses(polled: Program) -> None:
    rows = {row["name"]: row for row in polled("channels", "list", "--json").rows()}
    assert list(rows) == ["all", "source-herald", "source-quay"]
    assert rows["source-quay"]["title"] == "Quay & Söhne"
    everything = rows["all"]
    assert (everything["title"], everything["sources"], everything["limit"]) == (
        "feedsvc",
        ["*"],
        50,
    )
    assert [everything[key] for key in ("page", "atom", "rss", "json")] == [
        f"{BASE}/all",
        f"{BASE}/all.atom",
        f"{BASE}/all.rss",
        f"{BASE}/all.json",
    ]


def test_one_channel_with_what_it_holds(polled: Program) -> None:
    (shown,) = polled("channels", "show", "all", "--json").rows()
    assert [(entry["source"], entry["title"], entry["shown"]) for entry in shown["entries"]] == [
        ("quay", "Nets & knots", "excerpt"),
        ("herald", "Story 2", "full"),
        ("herald", "Story 1", "full"),
    ]
    for_people = polled("channels", "show", "all").out
    assert f"{BASE}/all.atom\n" in for_people
    assert "Nets & knots" in for_people


def test_an_unknown_channel(polled: Program) -> None:
    for name in ("news", "source-wire", "source-nothing"):
        line = polled("channels", "show", name).refused()
        assert line == f"there is no channel {name!r}; see feedsvc channels list"
