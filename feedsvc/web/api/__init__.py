"""The operators' API, version 1: one file a resource, and what they have in common.

`operation` says what an operation is, `asking` reads a request, `answering` carries it out,
`describing` writes the OpenAPI document from the same operations and `routes` puts all of it
under its addresses, with that document as a page for people.
"""
