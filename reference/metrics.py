"""Every metric of `/metrics`, as it is told to a scraper, from a service that has just begun."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client.core import Metric

from feedsvc.flows.measure import Measures
from feedsvc.settings import Settings
from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate
from feedsvc.web.meter import Meter, Process
from feedsvc.web.office import Office
from reference.markup import code, page, prose, table

_NOW = datetime(2026, 1, 12, tzinfo=UTC)
_ENDINGS = {"counter": ("_total",), "summary": ("_count", "_sum"), "info": ("_info",)}


class _Told(Meter):
    """Tells also what there is only once something was polled."""

    def _look(self) -> Measures | None:
        found = super()._look()
        return found and found._replace(polled_at=_NOW, good_at=_NOW)


def families() -> list[Metric]:
    """Every metric that there is."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder, 'feedsvc.sqlite3')}")
        migrate(database)
        office = Office(
            database=database,
            settings=Settings,
            now=lambda: _NOW,
            look=lambda _what, _scope: {},
            complaints=lambda: (),
        )
        process = Process(
            answers=lambda: {"200": 1},
            channels=lambda: {"world": [1, 1]},
            kept=lambda: (1, 1),
            made=lambda: 1,
        )
        found = list(_Told(office, process).collect())
        database.close()
    return found


def names(family: Metric) -> Iterator[str]:
    """The names by which a metric is asked for."""
    for ending in _ENDINGS.get(family.type, ("",)):
        yield f"{family.name}{ending}"


def written() -> str:
    """The page."""
    rows = [
        (
            ", ".join(code(name) for name in names(family)),
            family.type,
            ", ".join(code(label) for label in _labels(family)),
            prose(family.documentation),
        )
        for family in families()
    ]
    return page(
        "Metrics",
        "What `/metrics` tells Prometheus. [Operate](../operate.md#metrics) tells who may ask.",
        table(("metric", "kind", "labels", "what it tells"), rows),
    )


def _labels(family: Metric) -> tuple[str, ...]:
    """By what it is told apart; also where there is nothing yet to tell."""
    found: tuple[str, ...] = getattr(family, "_labelnames", ())
    return tuple(found)
