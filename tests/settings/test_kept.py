from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.channel import Channel
from feedsvc.model.source import Source
from feedsvc.settings import Entries, Fetch, Settings, Site, Web, kept
from feedsvc.settings.secret import Vault

VAULT = Vault()
TEXTS = st.text(max_size=20)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
DURATIONS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650))
SETTINGS = st.builds(
    Settings,
    site=st.builds(
        Site,
        title=TEXTS,
        url=TEXTS,
        per_source_channels=st.booleans(),
        commercial=st.booleans(),
        require_evidence=st.booleans(),
    ),
    database_url=TEXTS,
    web=st.builds(Web, host=TEXTS, port=st.integers(1, 65535)),
    fetch=st.builds(
        Fetch,
        user_agent_contact=TEXTS,
        allow_networks=LISTS,
        min_interval=DURATIONS,
        max_interval=DURATIONS,
        host_gap=DURATIONS,
        requests_per_second=st.integers(1, 10_000),
    ),
    entries=st.builds(Entries, revisions=st.integers(0, 99), update_interval=DURATIONS),
    channels=st.lists(
        st.builds(
            Channel,
            name=TEXTS,
            title=TEXTS,
            description=TEXTS,
            sources=LISTS,
            tags=LISTS,
            limit=st.integers(1, 1000),
        ),
        max_size=3,
    ).map(tuple),
)


@given(SETTINGS)
def test_what_is_written_down_is_read_back(settings: Settings) -> None:
    text = kept.dumps(settings)
    assert kept.loads(text, settings.database_url, VAULT) == settings
    assert kept.dumps(kept.loads(text, settings.database_url, VAULT)) == text
    assert "\0" not in text


@given(SETTINGS)
def test_sources_are_kept_elsewhere(settings: Settings) -> None:
    sources = (Source(name="herald", url="https://herald.example/"),)
    assert kept.dumps(replace(settings, sources=sources)) == kept.dumps(settings)
