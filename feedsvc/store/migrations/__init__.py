"""Alembic's revisions of the tables, and the way to run them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from feedsvc.errors import StoreError


def upgrade(url: str) -> None:
    """Run every revision that the database at `url` lacks.

    Raises:
        StoreError: The database is at a revision that this program does not know.
    """
    config = _config()
    config.attributes["url"] = url.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        msg = f"the database cannot be migrated: {error}; use the program version that made it"
        raise StoreError(msg) from error


def revisions() -> set[str]:
    """Every revision that this program knows."""
    return {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    return config
