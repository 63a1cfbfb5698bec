"""Compiles `statements` to SQL text: `python -m feedsvc.store.compile` writes `compiled.py`."""

from pathlib import Path
from textwrap import wrap
from typing import cast

from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.compiler import SQLCompiler

from feedsvc.store.statements import statements

_WIDTH = 80
_DIALECTS: dict[str, Dialect] = {
    "postgresql": PGDialect_psycopg(),  # type: ignore[no-untyped-call] # untyped in SQLAlchemy
    "sqlite": SQLiteDialect_pysqlite(paramstyle="named"),
}


def compiled(dialect: str) -> dict[str, tuple[str, dict[str, object]]]:
    """Name to SQL and the constants among its parameters."""
    return {
        name: _compile(statement, _DIALECTS[dialect])
        for name, statement in statements(dialect).items()
    }


def _compile(statement: ClauseElement, dialect: Dialect) -> tuple[str, dict[str, object]]:
    compilation = cast("SQLCompiler", statement.compile(dialect=dialect))
    constants = {
        compilation.bind_names[parameter]: parameter.value
        for parameter in compilation.bind_names
        if not parameter.required
    }
    return " ".join(str(compilation).split()), constants


def text() -> str:
    """The source of the module `compiled`."""
    lines = [
        '"""The statements as SQL, written by `make sql`; a test holds them to `statements`."""\n'
    ]
    lines.append("STATEMENTS: dict[str, dict[str, tuple[str, dict[str, object]]]] = {")
    for dialect in _DIALECTS:
        lines.append(f'    "{dialect}": {{')
        for name, (sql, constants) in compiled(dialect).items():
            pieces = wrap(sql, _WIDTH, drop_whitespace=False, break_on_hyphens=False)
            lines += [f'        "{name}": (', "            ("]
            lines += [f"                {piece!r}" for piece in pieces]
            lines.append("            ),")
            values = ",\n".join(f"{key!r}: {value!r}" for key, value in constants.items())
            lines += [f"            {{{values}}},", "        ),"]
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    Path(__file__).with_name("compiled.py").write_text(text())
