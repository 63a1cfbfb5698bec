"""What a child process of `pool` does: it calls what it is told to, within its limits.

Requests and answers are frames on its standard streams: eight bytes of length, then a pickle.
It ends when its input does, so it never outlives its parent's interest.
"""

import os
import pickle
import resource
import signal
import sys
from typing import BinaryIO

LENGTH = 8


def serve(memory: int, cpu_seconds: float) -> None:
    """Answer requests until the input ends.

    Args:
        memory: Bytes of address space that this process may take.
        cpu_seconds: Of CPU that one call may take; then the kernel ends this process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what is printed must not join the answers
    while frame := _received(requests):
        try:
            answer = pickle.dumps((True, _called(frame, cpu_seconds)))
        except Exception as error:  # noqa: BLE001 - the parent raises it again
            answer = pickle.dumps((False, error))
        answers.write(len(answer).to_bytes(LENGTH) + answer)
        answers.flush()


def _received(requests: BinaryIO) -> bytes:
    return requests.read(int.from_bytes(requests.read(LENGTH)))


def _called(frame: bytes, cpu_seconds: float) -> object:
    function, args, kwargs = pickle.loads(frame)  # noqa: S301 - from our own parent
    # It ends this process with SIGPROF. RLIMIT_CPU knows whole seconds only.
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
