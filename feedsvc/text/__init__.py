"""Strings from strangers: addresses, dates, markup and characters made fit to publish."""
