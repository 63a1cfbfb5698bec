"""The tables.

Moments are whole microseconds since 1970 in UTC, durations whole microseconds, structured
values JSON text: the same bits on SQLite and PostgreSQL, and nothing to convert on the way.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RowId = BigInteger().with_variant(Integer, "sqlite")

configuration = Table(
    "configuration",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("settings", Text, nullable=False),
)

generation = Table(
    "generation",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("place", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("title", Text),
    Column("tags", Text, nullable=False),
    Column("enabled", SmallInteger, nullable=False),
    Column("permission", Text, nullable=False),
    Column("retention", Text, nullable=False),
    Column("feed", Text),
    Column("width", Integer, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("remove", Text, nullable=False, server_default="[]"),
    Column("revoked", SmallInteger, nullable=False, server_default="0"),
    # Where it is declared; what an operator declared is kept as it would stand in a file.
    Column("origin", Text, nullable=False, server_default="file"),
    Column("declared", Text, nullable=False, server_default=""),
    Column("paused", SmallInteger, nullable=False, server_default="0"),
    Column("private", SmallInteger, nullable=False, server_default="0"),
    Column("secret", SmallInteger, nullable=False, server_default="0"),
)

# Channels that operators declared, as they would stand in a file.
channels = Table(
    "channels",
    metadata,
    Column("name", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("declared", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# Every state that the permission of a source was in, oldest first.
permissions = Table(
    "permissions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column(
        "source_id", RowId, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("data", Text, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("source_id", RowId, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("remark", Text, nullable=False),
    Column("health", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("polled_at", BigInteger),
    Column("good_at", BigInteger),
    Column("changed_at", BigInteger),
    Column("due_at", BigInteger, index=True),
    Column("interval", BigInteger, nullable=False),
    Column("hint_seconds", Integer, nullable=False, server_default="0"),
    Column("skip_hours", Integer, nullable=False, server_default="0"),
    Column("skip_days", Integer, nullable=False, server_default="0"),
    Column("deaths", Integer, nullable=False, server_default="0"),
    Column("address", Text, nullable=False, server_default=""),
    Column("bound", Text, nullable=False, server_default=""),
    Column("sightings", Integer, nullable=False, server_default="0"),
)

# How the polls of the last days went, one by one.
polls = Table(
    "polls",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source_id", RowId, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("took", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
    Index("ix_polls_source_id_id", "source_id", "id"),
)

# The sums of polls by hour (since 1970) and outcome, kept for good; `reading` is what of them
# `documents` took to be read.
hours = Table(
    "hours",
    metadata,
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("outcome", Text, primary_key=True),
    Column("polls", BigInteger, nullable=False),
    Column("new", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("took", BigInteger, nullable=False),
    Column("documents", BigInteger, nullable=False, server_default="0"),
    Column("reading", BigInteger, nullable=False, server_default="0"),
)

# Apart from the checkpoints, because a poll answered 304 touches only those.
windows = Table(
    "windows",
    metadata,
    Column("source_id", RowId, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("records", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("context", LargeBinary, nullable=False),
    Column("bodies", LargeBinary, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("turnovers", Integer, nullable=False),
)

hosts = Table(
    "hosts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("fence", BigInteger, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
    Column("free_at", BigInteger, nullable=False),
)

# When the next request of any worker may go.
pace = Table(
    "pace",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("free_at", BigInteger, nullable=False),
)

_CHOOSING = ("state", "revision", "updated", "update_due")

entries = Table(
    "entries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source_id", RowId, ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("public_id", Text, nullable=False),
    Column("url", Text),
    Column("first_seen", BigInteger, nullable=False),
    Column("published", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("update_due", BigInteger),
    Column("sort_at", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("data", Text, nullable=False),
    Column("generation", BigInteger, nullable=False, server_default="0"),
    # They hold all that choosing entries takes, so that it reads no entry.
    Index("ix_entries_source_id_sort_at", "source_id", "sort_at", "id", *_CHOOSING),
    Index(
        "ix_entries_source_id_generation", "source_id", "generation", "id", "sort_at", *_CHOOSING
    ),
    Index("ix_entries_sort_at", "sort_at", "id", "source_id", *_CHOOSING),
)

entry_keys = Table(
    "entry_keys",
    metadata,
    Column("source_id", RowId, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("entry_id", Text, ForeignKey("entries.id", ondelete="CASCADE")),
    Column("why", Text, nullable=False),
    Column("value", Text),
    Column("since", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

revisions = Table(
    "revisions",
    metadata,
    Column("entry_id", Text, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("replaced_at", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("entry_id", Text, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("restored_at", BigInteger),
    Column("person", Text, nullable=False, server_default=""),
)

# Names of what an operator withdrew: nothing that bears one is published, whatever brings it.
barred = Table(
    "barred",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column(
        "entry_id", Text, ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sqlite_with_rowid=False,
)

# What was shown of entries and why: rows are added and never touched (triggers see to that).
# `archive` is the one that shows an entry as it was sealed, empty for the entry as it stands.
audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("archive", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Index("ix_audit_entry_id_archive_number", "entry_id", "archive", "number"),
    Index("ix_audit_source_at_number", "source", "at", "number"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

# How often each channel was asked for, by day (since 1970) and reader.
readers = Table(
    "readers",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("channel", Text, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("requests", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("subscribers", BigInteger, nullable=False),
)

archive_states = Table(
    "archive_states",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("newest", Integer, nullable=False),
    Column("covered", LargeBinary, nullable=False),
    Column("pending", LargeBinary, nullable=False),
)

archives = Table(
    "archives",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("members", LargeBinary, nullable=False),
    Column("said", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("name", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("modified", BigInteger, nullable=False),
)

# Entries that could not be written into a document, and why.
quarantine = Table(
    "quarantine",
    metadata,
    Column("entry_id", Text, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("format", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
)

# Who may sign in to the console and use the API.
users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
)

# Of what is secret only a hash is kept: here of the cookie, below of tokens.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("user", Text, ForeignKey("users.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("agent", Text, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("until", BigInteger),
)

# Failures to sign in, by what was tried, and when the next try is heard.
attempts = Table(
    "attempts",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("free_at", BigInteger, nullable=False),
)

# Writes of the API by the key that their client gave them, so that none happens twice.
idempotency = Table(
    "idempotency",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("request", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
)

# Who may read private channels.
subscribers = Table(
    "subscribers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("channels", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("added_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

# What operators were or are to be told of: what began, and when it was over.
alerts = Table(
    "alerts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("told", SmallInteger, nullable=False),
    Index("ix_alerts_subject_kind", "subject", "kind"),
)
