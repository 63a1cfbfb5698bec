"""Alembic's revisions of the tables, and the way to run them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from feedsvc.errors import StoreError


def upgrade(url: str) -> None:
    """Run every revision that the database at `url` lacks.

    Raises:
        StoreError: The database is at a revision that this program does not know.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    config.attributes["url"] = url.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        msg = f"the database cannot be migrated: {error}; use the program version that made it"
        raise StoreError(msg) from error
