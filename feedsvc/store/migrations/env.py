"""Alembic's entry: runs the revisions on the database that `upgrade` names.

All of them in one transaction, which a process that dies takes back (security R14). Python's
sqlite3 begins none before it creates a table, so it is begun here.
"""

from sqlite3 import Connection as SqliteConnection

from alembic import context
from sqlalchemy import Connection, create_engine, event, pool

from feedsvc.store.schema import metadata

engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def begin_nothing(connection: SqliteConnection, _: object) -> None:
        """Have sqlite3 leave transactions to us."""
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Begin one, with nobody else writing."""
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
