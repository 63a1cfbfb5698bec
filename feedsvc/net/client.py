"""The HTTP client: libcurl, many transfers in one thread, every one of them bounded.

The only door to pycurl. A transfer lives in an easy handle that is used again and again:
what never changes is set once, a request sets its URL and headers. Addresses are judged in
the socket callback, which libcurl calls for every connection it is about to make (security
1.3), and again for each request that a connection is used for; redirects are followed here.
Nothing outlives a request but connections: no cookies, no proxy from the environment, no netrc.

`perform` and `select` beat the socket interface with epoll, 52 against 70 microseconds of
CPU for a poll answered 304: at 32 transfers the callbacks cost more than the sets do.
"""

from collections.abc import Sequence
from math import ceil
from time import monotonic, sleep

import pycurl

from feedsvc.net.budget import Budget
from feedsvc.net.files import read_file
from feedsvc.net.gate import NOWHERE, Gate, Own
from feedsvc.net.guard import origin
from feedsvc.net.http import DEFAULT_LIMITS, Limits, Request, Response
from feedsvc.net.problems import Failure, no_answer, problem
from feedsvc.net.receipt import Receipt
from feedsvc.net.redirects import REDIRECTS, Chain, follow, headers_at
from feedsvc.net.turns import Turns

_DISALLOW_USERNAME_IN_URL = 278  # CURLOPT_DISALLOW_USERNAME_IN_URL has no name in pycurl
_LONGEST_WAIT = 1.0  # seconds
_CROWDED_WAIT = 0.02  # seconds; while large bodies wait for room
_NO_SOCKETS_WAIT = 0.01  # seconds; while names are looked up there may be nothing to select


class _Job:
    """A request that was started, and where its redirects have led."""

    __slots__ = ("chain", "deadline", "request", "token")

    def __init__(self, token: object, request: Request) -> None:
        self.token = token
        self.request = request
        self.chain = Chain(request.url, posts=request.body is not None)
        self.deadline = 0.0

    @property
    def host(self) -> str:
        """Where it stands in the queue."""
        return origin(self.chain.url)[1]


class _Transfer:
    """An easy handle, the answer it takes in and the job it works for."""

    __slots__ = ("curl", "job", "posts", "receipt", "trusts")

    def __init__(self, receipt: Receipt, limits: Limits, job: _Job) -> None:
        self.job = job
        self.receipt = receipt
        self.trusts = False
        self.posts = False
        self.curl = pycurl.Curl()
        for option, value in (
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
            (pycurl.PREREQFUNCTION, receipt.use),
            (pycurl.DEBUGFUNCTION, receipt.take_notice),
            (pycurl.VERBOSE, 1),  # what `take_notice` is called for
            (pycurl.XFERINFOFUNCTION, receipt.go_on),
            (pycurl.NOPROGRESS, 0),
            (pycurl.HEADERFUNCTION, receipt.take_line),
            (pycurl.WRITEFUNCTION, receipt.take_body),
        ):
            self.curl.setopt(option, value)

    def aim(self, user_agent: str, seconds: float) -> None:
        """Make ready for where its job stands."""
        curl, request, chain = self.curl, self.job.request, self.job.chain
        curl.setopt(pycurl.URL, chain.url)
        curl.setopt(pycurl.USERAGENT, user_agent)
        if lines := headers_at(request, chain.url, posts=chain.posts):
            curl.setopt(pycurl.HTTPHEADER, lines)
        else:  # pycurl ignores an empty list: the last request's headers would go out again
            curl.unsetopt(pycurl.HTTPHEADER)
        if chain.posts:
            curl.setopt(pycurl.POSTFIELDS, request.body or b"")
        elif self.posts:
            curl.setopt(pycurl.HTTPGET, 1)
        self.posts = chain.posts
        curl.setopt(pycurl.TIMEOUT_MS, ceil(seconds * 1000))


class Client:
    """Fetches documents: a `Transport`, and with `send` a `Send`. For one thread.

    Errors are no exceptions but responses with `error` set and status 0.
    """

    def __init__(  # noqa: PLR0913 - who asks, and what it may ask and cost
        self,
        user_agent: str,
        allow_networks: Sequence[str] = (),
        parallel: int = 32,
        *,
        own: Own = NOWHERE,
        limits: Limits = DEFAULT_LIMITS,
        ca_file: str = "",
    ) -> None:
        """Make a client that has no connection yet.

        Args:
            user_agent: Sent with every request (standards N9).
            allow_networks: Networks, as `127.0.0.0/8`, that may be asked though the guard
                refuses them; ValueError if one is none.
            parallel: Requests under way at a time.
            own: Where we answer ourselves, which is never asked (security S5).
            limits: What one request may cost.
            ca_file: Certificates to trust, PEM; empty for those of certifi.
        """
        self._user_agent = user_agent
        self._gate = Gate(allow_networks, own)
        self._parallel = parallel
        self._limits = limits
        self._ca_file = ca_file
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, parallel)
        self._idle: list[_Transfer] = []
        self._busy: dict[pycurl.Curl, _Transfer] = {}
        self._turns: Turns[_Job] = Turns(limits.per_host)
        self._done: list[tuple[object, Response]] = []
        self._pending = 0
        self._budget = Budget()

    def follow(
        self, user_agent: str, allow_networks: Sequence[str] = (), *, own: Own = NOWHERE
    ) -> None:
        """Go by another configuration from the next request on, redirects included.

        A connection that leads where it does not allow is not used again. Any thread may call.

        Args:
            user_agent: As for a new client; `allow_networks` and `own` likewise.
            allow_networks: ValueError if one is none; then everything stays as it was.
            own: See there.
        """
        self._gate = Gate(allow_networks, own)
        self._user_agent = user_agent

    @property
    def pending(self) -> int:
        """How many requests were started whose answers were not handed out yet."""
        return self._pending

    def start(self, token: object, request: Request) -> None:
        """Put a request on its way; `token` comes back with its answer."""
        self._pending += 1
        url = request.url
        if url[:5].lower() == "file:" and request.body is None:
            self._done.append((token, read_file(request, most=self._limits.body)))
        elif refused := self._gate.url_refusal(url):
            self._done.append((token, Response(url, 0, error=refused)))
        else:
            job = _Job(token, request)
            self._turns.enter(job.host, job)

    def finished(self, timeout: float) -> list[tuple[object, Response]]:
        """Hand out the answers that are there, waiting up to `timeout` seconds for one."""
        until = monotonic() + timeout
        while not self._done:
            self._admit()
            if self._budget.waiting:
                self._let_through()
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

    def _admit(self) -> None:
        while self._turns.ready and len(self._busy) < self._parallel:
            self._begin(self._turns.ready.popleft())

    def _begin(self, job: _Job) -> None:
        now = monotonic()
        job.deadline = job.deadline or now + self._limits.total
        left = job.deadline - now
        if left <= 0:
            self._answer(job, Response(job.chain.url, 0, error=no_answer(self._limits)))
            return
        transfer = self._idle.pop() if self._idle else self._new_transfer(job)
        transfer.job, transfer.receipt.gate = job, self._gate
        curl = transfer.curl
        if not transfer.trusts and job.chain.url[:6].lower() == "https:":
            curl.setopt(pycurl.CAINFO, self._trusted())
            transfer.trusts = True
        transfer.aim(self._user_agent, left)
        self._busy[curl] = transfer
        self._multi.add_handle(curl)

    def _new_transfer(self, job: _Job) -> _Transfer:
        return _Transfer(Receipt(self._limits, self._gate, self._budget), self._limits, job)

    def _trusted(self) -> str:
        if not self._ca_file:
            # Read from the first https request on: certifi costs 10 ms to import.
            from certifi import where  # noqa: PLC0415

            self._ca_file = where()
        return self._ca_file

    def _let_through(self) -> None:
        """Have bodies that waited for room come in further, if there is some."""
        for curl, transfer in self._busy.items():
            receipt = transfer.receipt
            if receipt.waits and self._budget.may_take(receipt):
                receipt.let_through()
                curl.pause(pycurl.PAUSE_CONT)

    def _wait(self, left: float) -> None:
        """Sleep until a socket stirs or one of libcurl's timers is due."""
        if self._budget.waiting:
            left = min(left, _CROWDED_WAIT)
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
                transfer = self._busy[curl]
                failure = Failure(code, message, curl.getinfo(pycurl.OS_ERRNO))
                url = transfer.job.chain.url
                words = transfer.receipt.problem or problem(failure, url, self._limits)
                self._end(curl, words)

    def _end(self, curl: pycurl.Curl, error: str) -> None:
        transfer = self._busy.pop(curl)
        job, chain, receipt = transfer.job, transfer.job.chain, transfer.receipt
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        onward: Chain | str = error
        if not error and status in REDIRECTS and job.request.follow_redirects:
            target = curl.getinfo_raw(pycurl.REDIRECT_URL)
            if target:
                url = target.decode("latin-1")
                most, judge = self._limits.redirects, self._gate.url_refusal
                onward = follow(chain, status, url, most=most, judge=judge)
        headers, body = receipt.headers(), receipt.body()
        self._multi.remove_handle(curl)
        receipt.clear()
        self._idle.append(transfer)
        if isinstance(onward, Chain):
            self._turns.leave(job.host)
            job.chain = onward
            self._turns.enter(job.host, job)
        elif onward:
            self._answer(job, Response(chain.url, 0, error=onward))
        else:
            self._answer(job, Response(chain.url, status, headers, body, "", chain.permanent))

    def _answer(self, job: _Job, response: Response) -> None:
        self._turns.leave(job.host)
        self._done.append((job.token, response))
