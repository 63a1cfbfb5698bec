"""What an entry takes from outside its own bytes, which say nothing of it."""

from hashlib import blake2b


def context_of(url: str, inherited: str) -> bytes:
    """blake2b-8 of it: where another document has another, its entries are read anew.

    Args:
        url: The document's own address, which relative ones are relative to.
        inherited: Bases and languages that stand above the entries.
    """
    return blake2b(f"{url}\n{inherited}".encode("utf-8", "replace"), digest_size=8).digest()
