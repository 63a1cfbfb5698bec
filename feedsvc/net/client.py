"""The HTTP client: libcurl, many transfers in one thread, every one of them bounded.

The only door to pycurl. A transfer lives in an easy handle that is used again and again:
what never changes is set once, a request sets its URL and headers. Addresses are judged in
the socket callback, which libcurl calls for every connection it is about to make (security
1.3); redirects are followed here. Nothing outlives a request but connections: no cookies,
no proxy from the environment, no netrc.

`perform` and `select` beat the socket interface with epoll, 52 against 70 microseconds of
CPU for a poll answered 304: at 32 transfers the callbacks cost more than the sets do.
"""

from collections import deque
from collections.abc import Sequence
from ipaddress import ip_network
from math import ceil
from os import strerror
from time import monotonic, sleep

import pycurl

from feedsvc.net.files import read_file
from feedsvc.net.guard import origin, url_refusal
from feedsvc.net.http import DEFAULT_LIMITS, Limits, Request, Response
from feedsvc.net.receipt import Receipt, too_large
from feedsvc.net.redirects import REDIRECTS, Chain, follow, headers_at

_DISALLOW_USERNAME_IN_URL = 278  # CURLOPT_DISALLOW_USERNAME_IN_URL has no name in pycurl
_LONGEST_WAIT = 1.0  # seconds
_NO_SOCKETS_WAIT = 0.01  # seconds; while names are looked up there may be nothing to select


class _Job:
    """A request that was started, and where its redirects have led."""

    __slots__ = ("chain", "deadline", "request", "token")

    def __init__(self, token: object, request: Request) -> None:
        self.token = token
        self.request = request
        self.chain = Chain(request.url)
        self.deadline = 0.0


class _Transfer:
    """An easy handle, the answer it takes in and the job it works for."""

    __slots__ = ("curl", "job", "receipt", "trusts")

    def __init__(self, user_agent: str, receipt: Receipt, limits: Limits, job: _Job) -> None:
        self.job = job
        self.receipt = receipt
        self.trusts = False
        self.curl = pycurl.Curl()
        for option, value in (
            (pycurl.USERAGENT, user_agent),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.FOLLOWLOCATION, 0),
            (_DISALLOW_USERNAME_IN_URL, 1),
            (pycurl.PROXY, ""),
            (pycurl.NETRC, pycurl.NETRC_IGNORED),
            (pycurl.NOSIGNAL, 1),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS),
            (pycurl.ACCEPT_ENCODING, ""),
            (pycurl.MAXFILESIZE_LARGE, limits.body),
            (pycurl.CONNECTTIMEOUT_MS, ceil(limits.connect * 1000)),
            (pycurl.LOW_SPEED_LIMIT, 1),
            (pycurl.LOW_SPEED_TIME, limits.idle),
            (pycurl.OPENSOCKETFUNCTION, receipt.open_socket),
            (pycurl.HEADERFUNCTION, receipt.take_line),
            (pycurl.WRITEFUNCTION, receipt.take_body),
        ):
            self.curl.setopt(option, value)


class Client:
    """Fetches documents: a `Transport`, and with `send` a `Send`. For one thread.

    Errors are no exceptions but responses with `error` set and status 0.
    """

    def __init__(
        self,
        user_agent: str,
        allow_networks: Sequence[str] = (),
        parallel: int = 32,
        *,
        limits: Limits = DEFAULT_LIMITS,
        ca_file: str = "",
    ) -> None:
        """Make a client that has no connection yet.

        Args:
            user_agent: Sent with every request (standards N9).
            allow_networks: Networks, as `127.0.0.0/8`, that may be asked though the guard
                refuses them; ValueError if one is none.
            parallel: Requests under way at a time.
            limits: What one request may cost.
            ca_file: Certificates to trust, PEM; empty for those of certifi.
        """
        self._user_agent = user_agent
        self._allowed = tuple(ip_network(network) for network in allow_networks)
        self._parallel = parallel
        self._limits = limits
        self._ca_file = ca_file
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, parallel)
        self._idle: list[_Transfer] = []
        self._busy: dict[pycurl.Curl, _Transfer] = {}
        self._ready: deque[_Job] = deque()
        self._crowd: dict[str, deque[_Job]] = {}
        self._hosts: dict[str, int] = {}
        self._done: list[tuple[object, Response]] = []
        self._pending = 0

    @property
    def pending(self) -> int:
        """How many requests were started whose answers were not handed out yet."""
        return self._pending

    def start(self, token: object, request: Request) -> None:
        """Put a request on its way; `token` comes back with its answer."""
        self._pending += 1
        url = request.url
        if url[:5].lower() == "file:":
            self._done.append((token, read_file(request, most=self._limits.body)))
        elif refused := url_refusal(url):
            self._done.append((token, Response(url, 0, error=refused)))
        else:
            self._queue(_Job(token, request))

    def finished(self, timeout: float) -> list[tuple[object, Response]]:
        """Hand out the answers that are there, waiting up to `timeout` seconds for one."""
        until = monotonic() + timeout
        while not self._done:
            self._admit()
            self._multi.perform()
            self._collect()
            left = until - monotonic()
            if self._done or left <= 0 or not self._pending:
                break
            self._wait(left)
        self._admit()
        done, self._done = self._done, []
        self._pending -= len(done)
        return done

    def send(self, request: Request) -> Response:
        """Ask and wait for the answer; answers to other requests are kept."""
        mine = object()
        self.start(mine, request)
        others: list[tuple[object, Response]] = []
        answer: Response | None = None
        while answer is None:
            for token, response in self.finished(_LONGEST_WAIT):
                if token is mine:
                    answer = response
                else:
                    others.append((token, response))
        self._done = others + self._done
        self._pending += len(others)
        return answer

    def close(self) -> None:
        """Break off what is under way and close every connection."""
        for transfer in self._busy.values():
            self._multi.remove_handle(transfer.curl)
            transfer.curl.close()
        for transfer in self._idle:
            transfer.curl.close()
        self._multi.close()

    def _queue(self, job: _Job) -> None:
        host = origin(job.chain.url)[1]
        under_way = self._hosts.get(host, 0)
        if under_way >= self._limits.per_host:
            self._crowd.setdefault(host, deque()).append(job)
        else:
            self._hosts[host] = under_way + 1
            self._ready.append(job)

    def _leave(self, job: _Job) -> None:
        """Give the place of `job` at its host to the next one."""
        host = origin(job.chain.url)[1]
        if crowd := self._crowd.get(host):
            self._ready.append(crowd.popleft())
            return
        self._crowd.pop(host, None)
        self._hosts[host] -= 1
        if not self._hosts[host]:
            del self._hosts[host]

    def _admit(self) -> None:
        while self._ready and len(self._busy) < self._parallel:
            self._begin(self._ready.popleft())

    def _begin(self, job: _Job) -> None:
        now = monotonic()
        job.deadline = job.deadline or now + self._limits.total
        left = job.deadline - now
        if left <= 0:
            self._answer(job, Response(job.chain.url, 0, error=_no_answer(self._limits)))
            return
        transfer = self._idle.pop() if self._idle else self._new_transfer(job)
        transfer.job = job
        curl, url = transfer.curl, job.chain.url
        if not transfer.trusts and url[:6].lower() == "https:":
            curl.setopt(pycurl.CAINFO, self._trusted())
            transfer.trusts = True
        curl.setopt(pycurl.URL, url)
        if lines := headers_at(job.request, url):
            curl.setopt(pycurl.HTTPHEADER, lines)
        else:  # pycurl ignores an empty list: the last request's headers would go out again
            curl.unsetopt(pycurl.HTTPHEADER)
        curl.setopt(pycurl.TIMEOUT_MS, ceil(left * 1000))
        self._busy[curl] = transfer
        self._multi.add_handle(curl)

    def _new_transfer(self, job: _Job) -> _Transfer:
        receipt = Receipt(self._limits, self._allowed)
        return _Transfer(self._user_agent, receipt, self._limits, job)

    def _trusted(self) -> str:
        if not self._ca_file:
            # Read from the first https request on: certifi costs 10 ms to import.
            from certifi import where  # noqa: PLC0415

            self._ca_file = where()
        return self._ca_file

    def _wait(self, left: float) -> None:
        """Sleep until a socket stirs or one of libcurl's timers is due."""
        due = self._multi.timeout()
        longest = min(left, _LONGEST_WAIT, due / 1000 if due >= 0 else _LONGEST_WAIT)
        if longest > 0 and self._multi.select(longest) < 0:
            sleep(min(longest, _NO_SOCKETS_WAIT))

    def _collect(self) -> None:
        more = 1
        while more:
            more, succeeded, failed = self._multi.info_read()
            for curl in succeeded:
                self._end(curl, "")
            for curl, code, message in failed:
                self._end(curl, self._problem(self._busy[curl], code, message))

    def _end(self, curl: pycurl.Curl, error: str) -> None:
        transfer = self._busy.pop(curl)
        job, chain, receipt = transfer.job, transfer.job.chain, transfer.receipt
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        onward: Chain | str = error
        if not error and status in REDIRECTS:
            target = curl.getinfo_raw(pycurl.REDIRECT_URL)
            if target:
                url = target.decode("latin-1")
                onward = follow(chain, status, url, most=self._limits.redirects)
        headers, body = receipt.headers(), receipt.body()
        self._multi.remove_handle(curl)
        receipt.clear()
        self._idle.append(transfer)
        if isinstance(onward, Chain):
            self._leave(job)
            job.chain = onward
            self._queue(job)
        elif onward:
            self._answer(job, Response(chain.url, 0, error=onward))
        else:
            self._answer(job, Response(chain.url, status, headers, body, "", chain.permanent))

    def _answer(self, job: _Job, response: Response) -> None:
        self._leave(job)
        self._done.append((job.token, response))

    def _problem(self, transfer: _Transfer, code: int, message: str) -> str:
        """What went wrong, in words for a person."""
        limits = self._limits
        problem = transfer.receipt.fault or _PROBLEMS.get(code) or message
        match code:
            case _ if transfer.receipt.fault:
                pass
            case pycurl.E_COULDNT_RESOLVE_HOST:
                name = origin(transfer.job.chain.url)[1].partition(":")[0]
                problem = f"name not found: {name}"
            case pycurl.E_COULDNT_CONNECT:
                number = transfer.curl.getinfo(pycurl.OS_ERRNO)
                problem = strerror(number).lower() if number else "no connection"
            case pycurl.E_OPERATION_TIMEDOUT if message.startswith("Operation too slow"):
                problem = f"silent for {limits.idle} s"
            case pycurl.E_OPERATION_TIMEDOUT if message.startswith("Operation"):
                problem = _no_answer(limits)
            case pycurl.E_OPERATION_TIMEDOUT:
                problem = f"no connection within {limits.connect:g} s"
            case pycurl.E_FILESIZE_EXCEEDED:
                problem = too_large(limits)
            case pycurl.E_PEER_FAILED_VERIFICATION:
                problem = f"certificate not trusted: {message}"
        return problem or f"libcurl error {code}"


def _no_answer(limits: Limits) -> str:
    return f"no answer within {limits.total:g} s"


_PROBLEMS = {
    pycurl.E_URL_MALFORMAT: "address refused: not a valid URL",
    pycurl.E_UNSUPPORTED_PROTOCOL: "the answer is not HTTP",
    pycurl.E_FTP_WEIRD_SERVER_REPLY: "the answer is not HTTP",
    pycurl.E_PARTIAL_FILE: "the answer broke off",
    pycurl.E_GOT_NOTHING: "the connection was closed without an answer",
    pycurl.E_RECV_ERROR: "the connection broke",
    pycurl.E_SEND_ERROR: "the connection broke",
    pycurl.E_BAD_CONTENT_ENCODING: "the body is not encoded as its header says",
}
"""libcurl's other complaints whose own words are poor."""
