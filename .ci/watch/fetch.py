"""Gets public addresses politely: slowly, with time-outs, again where a server asks to wait, and never much."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NameResolutionError, ReadTimeoutError
from urllib3.util import Retry

# Seconds: until a server answers, between two of its bytes, between two questions to one server, at most between two tries.
CONNECT, READ, PACE, WAIT = 10, 30, 1.0, 60
TRIES = 3
LARGEST = 5_000_000  # bytes of an answer that are read
SILENCE = NO_TIME, NO_SERVER, NO_CONNECTION = "no answer in time", "no server of this name", "no connection"
BUSY = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Answer:
    """The status and text of a response, or in `trouble` why there is none. `address` is that after all redirects."""

    status: int
    address: str
    text: str = ""
    moved_for_good: bool = False
    trouble: str = ""


@dataclass
class Client:
    """Gets one address at a time. `user_agent` tells servers who asks and where to complain; `pace` is in seconds."""

    user_agent: str
    pace: float = PACE
    wait: int = WAIT
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    timeout: tuple[float, float] = (CONNECT, READ)
    _asked: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Retry waits as long as Retry-After says, at most `wait`, and longer each time where a server says nothing.
        again = Retry(
            total=TRIES, redirect=5, status_forcelist=BUSY, allowed_methods=("GET", "HEAD"), raise_on_status=False,
            backoff_factor=min(1, self.wait), backoff_max=self.wait, retry_after_max=self.wait,
        )  # fmt: skip
        self._session = requests.Session()
        self._session.trust_env = False  # no password of this machine leaves it
        self._session.headers.update({"User-Agent": self.user_agent})
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=again))

    def get(self, address: str, parameters: Mapping[str, str] | None = None, body: bool = True) -> Answer:
        """The answer of a server; without `body` the text stays empty, for where only the status matters."""
        self._keep_pace(urlsplit(address).netloc)
        try:
            with self._session.get(address, params=parameters, timeout=self.timeout, stream=True) as response:
                moved = any(step.status_code in (301, 308) for step in response.history)
                return Answer(response.status_code, response.url, self._text(response) if body else "", moved)
        except requests.RequestException as failed:
            return Answer(0, address, trouble=_words(failed))
        except ValueError as failed:  # an address that is none, or an answer that is too long
            return Answer(0, address, trouble=str(failed))

    def _text(self, response: requests.Response) -> str:
        found, begun = b"", self.clock()
        for piece in response.iter_content(65536):
            found += piece
            if len(found) > LARGEST:
                raise ValueError(f"an answer of more than {LARGEST} bytes")
            if self.clock() - begun > 4 * self.timeout[1]:
                raise ValueError("an answer that does not end")
        return found.decode("utf-8", errors="replace")

    def _keep_pace(self, server: str) -> None:
        now = self.clock()
        rest = self._asked.get(server, now - self.pace) + self.pace - now
        if rest > 0:
            self.sleep(rest)
        self._asked[server] = now + max(rest, 0)


def _words(failed: requests.RequestException) -> str:
    """What went wrong, in words that are the same each week."""
    reason = getattr(failed.args[0], "reason", None) if failed.args else None  # why the last of several tries failed
    if isinstance(failed, requests.Timeout) or isinstance(reason, ReadTimeoutError):
        return NO_TIME
    if isinstance(reason, NameResolutionError):
        return NO_SERVER
    if isinstance(failed, requests.exceptions.SSLError):
        return "no valid certificate"
    if isinstance(failed, requests.TooManyRedirects):
        return "redirects without end"
    if isinstance(failed, requests.ConnectionError):
        return NO_CONNECTION
    return type(failed).__name__
