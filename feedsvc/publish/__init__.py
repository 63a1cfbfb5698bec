"""Writing what we publish: channels as Atom, RSS and JSON Feed, lists as OPML.

`shown` decides what of an entry a reader gets under its level; `atom`, `rss` and
`jsonfeed` write that, one entry at a time, and `fragments` keeps each written entry
until something it depends on changes. A document is a head, the kept fragments and
a tail. Nothing here looks at a clock, so the same view gives the same bytes
(standards T4, M20).
"""
