"""What stops a benchmark."""


class FailureError(Exception):
    """A benchmark cannot go on; the message is one clear line for a person."""
