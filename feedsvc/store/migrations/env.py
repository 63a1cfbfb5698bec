"""Alembic's entry: runs the revisions on the database that `upgrade` names."""

from alembic import context
from sqlalchemy import create_engine, pool

from feedsvc.store.schema import metadata

engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
