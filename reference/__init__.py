"""What the documentation says of settings, commands, metrics …, from the code itself.

`python -m reference` writes the pages of docs/reference, `make reference` does so too; a test
tells when one of them is not what the code says. `site` is for MkDocs alone.
"""
