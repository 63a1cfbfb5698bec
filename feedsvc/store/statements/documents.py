"""Configuration, generations, and the documents that we publish."""

from sqlalchemy import bindparam, case, literal, select, update

from feedsvc.store.schema import configuration, documents, generation
from feedsvc.store.statements.kinds import Insert, Statements


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    return {
        **_configuration(upsert),
        **_documents(upsert),
    }


def _configuration(upsert: Insert) -> Statements:
    put = upsert(configuration).values(
        id=1, digest=bindparam("digest"), settings=bindparam("settings")
    )
    return {
        "configuration": select(configuration.c.digest, configuration.c.settings),
        "keep_configuration": put.on_conflict_do_update(
            index_elements=[configuration.c.id],
            set_={"digest": put.excluded.digest, "settings": put.excluded.settings},
        ),
        "generation": select(generation.c.number),
        "next_generation": update(generation)
        .values(number=generation.c.number + 1)
        .returning(generation.c.number),
    }


def _documents(upsert: Insert) -> Statements:
    put = upsert(documents).values({column.name: bindparam(column.name) for column in documents.c})
    later = documents.c.modified + literal(1_000_000)
    return {
        "document": select(documents.c.digest, documents.c.modified).where(
            documents.c.name == bindparam("document")
        ),
        # In one statement, so that two processes may do it at once; no row if nothing changed.
        "date_document": put.on_conflict_do_update(
            index_elements=[documents.c.name],
            set_={
                "digest": put.excluded.digest,
                "modified": case((later > bindparam("now"), later), else_=bindparam("now")),
            },
            where=documents.c.digest != put.excluded.digest,
        ).returning(documents.c.modified),
    }
