"""Asking other servers for documents: the only room that opens connections to them.

`http` holds the values, `guard` says which addresses are refused (pure), `gate` adds what the
configuration allows and our own addresses, `redirects` where a redirect leads and what goes
with it (pure), `turns` whose request goes next, `client` does it with libcurl, `receipt` takes
one answer in, `budget` bounds what all large ones take, `problems` says what went wrong,
`files` answers `file:` URLs.
"""
