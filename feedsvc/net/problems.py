"""What went wrong with a request, in words for a person. Pure."""

from os import strerror
from typing import NamedTuple

from feedsvc.net.guard import origin
from feedsvc.net.http import NAME_NOT_FOUND, Limits

# The numbers are libcurl's, which do not change.
_POOR = {
    1: "the answer is not HTTP",  # CURLE_UNSUPPORTED_PROTOCOL
    3: "address refused: not a valid URL",  # CURLE_URL_MALFORMAT
    8: "the answer is not HTTP",  # CURLE_WEIRD_SERVER_REPLY
    18: "the answer broke off",  # CURLE_PARTIAL_FILE
    52: "the connection was closed without an answer",  # CURLE_GOT_NOTHING
    55: "the connection broke",  # CURLE_SEND_ERROR
    56: "the connection broke",  # CURLE_RECV_ERROR
    61: "the body is not encoded as its header says",  # CURLE_BAD_CONTENT_ENCODING
    100: "a header field is too large",  # CURLE_TOO_LARGE
}
"""Complaints of libcurl whose own words are poor."""


class Failure(NamedTuple):
    """How libcurl says that a request failed.

    Attributes:
        code: Its number.
        message: Its words.
        system: The number of the system's error that a connection failed with; 0 if none.
    """

    code: int
    message: str
    system: int = 0


def problem(failure: Failure, url: str, limits: Limits) -> str:
    """What a failure means for the request of `url`."""
    code, message = failure.code, failure.message
    words = _POOR.get(code) or message
    match code:
        case 6:  # CURLE_COULDNT_RESOLVE_HOST
            words = f"{NAME_NOT_FOUND}: {origin(url)[1].partition(':')[0]}"
        case 7:  # CURLE_COULDNT_CONNECT
            words = strerror(failure.system).lower() if failure.system else "no connection"
        case 28 if message.startswith("Operation too slow"):  # CURLE_OPERATION_TIMEDOUT
            words = f"silent for {limits.idle} s"
        case 28 if message.startswith("Operation"):
            words = no_answer(limits)
        case 28:
            words = f"no connection within {limits.connect:g} s"
        case 60:  # CURLE_PEER_FAILED_VERIFICATION
            words = f"certificate not trusted: {message}"
        case 63:  # CURLE_FILESIZE_EXCEEDED
            words = too_large(limits)
    return words or f"libcurl error {code}"


def no_answer(limits: Limits) -> str:
    """The phrase for a request that took too long."""
    return f"no answer within {limits.total:g} s"


def too_large(limits: Limits) -> str:
    """The phrase for a body above its limit."""
    size = limits.body
    return f"more than {size >> 20} MiB" if size >> 20 else f"more than {size} bytes"
