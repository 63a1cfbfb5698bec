"""Days as the languages of the world write them (Unicode CLDR)."""

from datetime import datetime


def day(moment: datetime, language: str | None) -> str:
    """The day of a moment in words, such as `1. März 2026`; ISO 8601 where the language is unknown.

    Args:
        moment: Aware, in UTC.
        language: A BCP 47 tag.
    """
    if not language:
        return f"{moment:%Y-%m-%d}"
    # The data of all languages: 30 ms that only a template with a date pays.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415
    from babel.dates import format_date  # noqa: PLC0415

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return f"{moment:%Y-%m-%d}"
    return str(format_date(moment, format="long", locale=locale))
