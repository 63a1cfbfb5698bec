"""What `/metrics` tells, in the text format of Prometheus.

What the database knows is measured when somebody asks, and told again for some seconds; what
only this process knows, its answers and its memory, counts from its start.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from heapq import nlargest
from typing import NamedTuple

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from feedsvc import __version__
from feedsvc.errors import FeedsvcError
from feedsvc.flows.measure import MOST, Measures, measure
from feedsvc.web.office import Office

FRESH = 5.0
"""Seconds for which what was measured is told again."""

CHANNELS = 100
"""Channels that are told apart: those that are asked for most."""

_log = logging.getLogger(__name__)


class Process(NamedTuple):
    """What this process knows of itself.

    Attributes:
        answers: How many there were of each status.
        channels: Of each channel how many answers had something in them, and how many nothing.
        kept: How many documents are in memory, and the bytes that they take.
        made: How many were made.
    """

    answers: Callable[[], Mapping[str, int]]
    channels: Callable[[], Mapping[str, list[int]]]
    kept: Callable[[], tuple[int, int]]
    made: Callable[[], int]


class Meter(Collector):
    """Measures when it is asked, at most every `FRESH` seconds. For many threads."""

    def __init__(self, office: Office, process: Process) -> None:
        """Measure what `office` works with, and `process`."""
        self._office = office
        self._process = process
        self._lock = threading.Lock()
        self._measured_at = float("-inf")
        self._measures: Measures | None = None
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """Everything, as a scraper wants it."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """What there is to tell."""
        measures = self._look()
        up = GaugeMetricFamily("feedsvc_database_up", "Whether the database can be read.")
        up.add_metric([], float(measures is not None))
        yield up
        info = InfoMetricFamily("feedsvc_build", "The version that is running.")
        info.add_metric([], {"version": __version__})
        yield info
        yield from _of_process(self._process)
        if measures is not None:
            yield from _of_polls(measures)
            yield from _of_sources(measures)
            yield from _of_the_rest(measures)

    def describe(self) -> list[Metric]:
        """Nothing before it is asked."""
        return []

    def _look(self) -> Measures | None:
        with self._lock:
            if time.monotonic() - self._measured_at >= FRESH:
                office = self._office
                try:
                    statements = office.database.statements()
                    self._measures = measure(
                        statements, office.settings(), office.now(), office.complaints()
                    )
                except FeedsvcError as error:
                    _log.warning("what the database knows cannot be measured: %s", error)
                    self._measures = None
                self._measured_at = time.monotonic()
            return self._measures


def _counter(
    name: str, said: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], float]
) -> Metric:
    family = CounterMetricFamily(name, said, labels=labels)
    for words, value in values.items():
        family.add_metric(words, value)
    return family


def _gauge(name: str, said: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, said, labels=[label])
    for word, value in values.items():
        family.add_metric([word], value)
    return family


def _plain(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)


def _of_process(process: Process) -> Iterator[Metric]:
    yield _counter(
        "feedsvc_http_answers", "Answers of this process, by their HTTP status.", ("status",),
        {(status,): number for status, number in sorted(dict(process.answers()).items())},
    )  # fmt: skip
    channels = dict(process.channels())
    told = nlargest(CHANNELS, channels, key=lambda name: sum(channels[name]))
    yield _counter(
        "feedsvc_channel_answers",
        "Answers of this process with a document of a channel: whole, or none because nothing had"
        f" changed (304). Of the {CHANNELS} that are asked for most, and at most a minute late.",
        ("channel", "kind"),
        {
            (name, kind): number
            for name in told
            for kind, number in zip(("whole", "unchanged"), channels[name], strict=True)
        },
    )
    number, size = process.kept()
    yield _plain("feedsvc_documents_kept", "Documents in the memory of this process.", number)
    yield _plain("feedsvc_documents_kept_bytes", "Bytes that those take.", size)
    yield _counter(
        "feedsvc_documents_rendered", "Documents that this process has made.", (),
        {(): process.made()},
    )  # fmt: skip


def _of_polls(measures: Measures) -> Iterator[Metric]:
    polls = measures.polls
    yield _counter(
        "feedsvc_polls", "Polls of sources, by how they ended.", ("outcome",),
        {(outcome,): sums.polls for outcome, sums in polls.items()},
    )  # fmt: skip
    yield _counter(
        "feedsvc_poll_seconds", "How long polls took, reading included.", ("outcome",),
        {(outcome,): sums.seconds for outcome, sums in polls.items()},
    )  # fmt: skip
    yield _counter(
        "feedsvc_entries_new", "Entries that were stored for the first time.", (),
        {(): sum(sums.new for sums in polls.values())},
    )  # fmt: skip
    yield _counter(
        "feedsvc_entries_updated", "Entries that were edited by their source.", (),
        {(): sum(sums.updated for sums in polls.values())},
    )  # fmt: skip
    yield SummaryMetricFamily(
        "feedsvc_document_reading_seconds",
        "How long documents took to be read (parsed), a wait for that included.",
        count_value=sum(sums.documents for sums in polls.values()),
        sum_value=sum(sums.reading for sums in polls.values()),
    )


def _of_sources(measures: Measures) -> Iterator[Metric]:
    yield _gauge("feedsvc_sources", "Sources, by how they stand.", "standing", measures.sources)
    yield _gauge(
        "feedsvc_source_up",
        f"Whether the last poll of a source was good; nothing if more than {MOST} are active.",
        "source", measures.up,
    )  # fmt: skip
    yield _plain("feedsvc_sources_due", "Sources that should have been polled.", measures.due)
    yield _plain("feedsvc_hosts_due", "Hosts on which those are: the queue.", measures.hosts)
    yield _plain("feedsvc_hosts_leased", "Hosts that workers are at.", measures.leased)
    yield _plain("feedsvc_poll_lag_seconds", "How late the latest source is.", measures.late)
    for name, said, moment in (
        ("feedsvc_last_poll", "When any source was polled last.", measures.polled_at),
        ("feedsvc_last_good_poll", "When any poll was good last.", measures.good_at),
    ):
        if moment is not None:
            yield _plain(f"{name}_timestamp_seconds", said, moment.timestamp())


def _of_the_rest(measures: Measures) -> Iterator[Metric]:
    yield _gauge("feedsvc_entries", "Entries, by their state.", "state", measures.entries)
    yield _plain(
        "feedsvc_entries_quarantined", "Entries that could not be written into a document.",
        measures.quarantined,
    )  # fmt: skip
    yield _plain(
        "feedsvc_permissions_ending", "Permissions that end within [alerts] permission_days.",
        measures.ending,
    )  # fmt: skip
    yield _plain("feedsvc_permissions_ended", "Permissions that have ended.", measures.ended)
    yield _gauge(
        "feedsvc_concerns", "What needs attention, by how urgent it is.", "level",
        measures.concerns,
    )  # fmt: skip
    yield _gauge("feedsvc_alerts_open", "Alerts that last, by kind.", "kind", measures.alerts)
    yield _plain("feedsvc_sessions", "Sessions of the console.", measures.sessions)
    yield _plain("feedsvc_generation", "The generation of what is published.", measures.generation)
    yield _plain("feedsvc_database_size_bytes", "Bytes that the database takes.", measures.size)
