"""A configuration folder, and what is said of it."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jsonschema import Draft202012Validator

from feedsvc.errors import ConfigurationError
from feedsvc.rights.deeds import by_name
from feedsvc.settings import Settings, editors, files
from feedsvc.settings.check import check

SCHEMAS = {
    name.replace(".schema.json", ".toml"): Draft202012Validator(json.loads(text))
    for name, text in editors.schemas().items()
}
ONE_SOURCE = '[sources.herald]\nurl = "https://herald.example/feed"\ntags = ["port"]\n'


def write(
    folder: Path,
    *,
    main: str | bytes | None = None,
    sources: str | bytes | None = ONE_SOURCE,
    channels: str | bytes | None = None,
) -> Path:
    """Write the three files; None leaves one out."""
    folder.mkdir(exist_ok=True)
    texts = {"feedsvc.toml": main, "sources.toml": sources, "channels.toml": channels}
    for name, text in texts.items():
        if text is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def settings_of(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    found = files.read(folder, environment or {})
    settings = check(found, by_name)
    for name, table in ({} if found.overrides else files.tables(found)[0]).items():
        # What is good is good for editors too.
        SCHEMAS[name].validate(json.loads(json.dumps(table, default=date.isoformat)))
    return settings


def complaints_of(folder: Path, environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Every complaint; none if the configuration is good."""
    try:
        settings_of(folder, environment)
    except ConfigurationError as error:
        return error.complaints
    return ()
