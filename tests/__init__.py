"""The tests, a package so that no dependency's own `tests` stands in their place."""
