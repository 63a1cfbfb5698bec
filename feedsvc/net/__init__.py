"""Asking other servers for documents: the only room that opens connections to them.

`http` holds the values, `guard` says which addresses are refused (pure), `redirects`
where a redirect leads and what goes with it (pure), `client` does it with libcurl,
`files` answers `file:` URLs.
"""
