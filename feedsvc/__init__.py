"""feedsvc: pull feeds, keep their articles, publish them again with credit."""

__version__ = "0.1.0"
