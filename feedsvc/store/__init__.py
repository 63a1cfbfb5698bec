"""The store: what is kept, in SQLite or PostgreSQL, behind named statements.

`schema` draws the tables, `statements` writes every statement in SQLAlchemy Core,
`compiled` is their SQL as SQLAlchemy compiles it, `database` runs it in transactions,
on `connections` of each thread.
"""
