"""Users, their sessions and tokens, and failures to sign in."""

from sqlalchemy import bindparam, delete, func, select, update

from feedsvc.store.schema import attempts, sessions, tokens, users
from feedsvc.store.statements.kinds import Insert, Statements

_USER = (users.c.name, users.c.role, users.c.added_at)
_SESSION = [column for column in sessions.c if column.name not in {"digest", "user"}]
_TOKEN = [column for column in tokens.c if column.name not in {"digest", "user"}]


def statements(upsert: Insert) -> Statements:
    """Name to statement; upserts are written the way of a dialect."""
    return {**_users(upsert), **_sessions(upsert), **_tokens(upsert), **_attempts(upsert)}


def _users(upsert: Insert) -> Statements:
    named = users.c.name == bindparam("user_name")
    return {
        "users": select(*_USER, users.c.password).order_by(users.c.name),
        "user": select(*_USER, users.c.password).where(named),
        "count_users": select(func.count()).select_from(users),
        "add_user": upsert(users)
        .values({column.name: bindparam(column.name) for column in users.c})
        .on_conflict_do_nothing(),
        "set_password": update(users).where(named).values(password=bindparam("hash")),
        "set_role": update(users).where(named).values(role=bindparam("new_role")),
        "remove_user": delete(users).where(named),
    }


def _sessions(upsert: Insert) -> Statements:
    of_user = sessions.c.user == bindparam("user_name")
    joined = select(*_USER, sessions.c.digest, *_SESSION).join(users)
    return {
        "add_session": upsert(sessions).values(
            {column.name: bindparam(column.name) for column in sessions.c}
        ),
        "session": joined.where(sessions.c.digest == bindparam("digest")),
        "sessions_of": joined.where(of_user).order_by(sessions.c.seen_at.desc()),
        "see_session": update(sessions)
        .where(sessions.c.digest == bindparam("of"))
        .values(seen_at=bindparam("now")),
        "end_session": delete(sessions).where(sessions.c.digest == bindparam("of")),
        "end_sessions": delete(sessions).where(of_user, sessions.c.digest != bindparam("but")),
        "forget_sessions": delete(sessions).where(
            (sessions.c.until < bindparam("now")) | (sessions.c.seen_at < bindparam("idle_since"))
        ),
    }


def _tokens(upsert: Insert) -> Statements:
    joined = select(*_USER, *_TOKEN).join(users)
    return {
        "add_token": upsert(tokens).values(
            {column.name: bindparam(column.name) for column in tokens.c}
        ),
        "token": joined.where(tokens.c.digest == bindparam("digest")),
        "tokens": joined.order_by(tokens.c.user, tokens.c.added_at.desc(), tokens.c.id),
        "use_token": update(tokens)
        .where(tokens.c.id == bindparam("token_id"))
        .values(used_at=bindparam("now")),
        "revoke_token": delete(tokens).where(tokens.c.id == bindparam("token_id")),
    }


def _attempts(upsert: Insert) -> Statements:
    put = upsert(attempts).values({column.name: bindparam(column.name) for column in attempts.c})
    return {
        "attempts": select(*attempts.c).where(
            attempts.c.subject.in_(bindparam("subjects", expanding=True))
        ),
        "put_attempt": put.on_conflict_do_update(
            index_elements=[attempts.c.subject],
            set_={name: put.excluded[name] for name in ("failures", "at", "free_at")},
        ),
        "forget_attempt": delete(attempts).where(attempts.c.subject == bindparam("of")),
        "forget_attempts": delete(attempts).where(attempts.c.free_at < bindparam("before")),
    }
