"""Whether a person or a machine followed a link: mail scanners open every message and try every link.

A machine says so itself (its name, HEAD, a prefetch), is faster than anybody (within seconds of the
message being sent), follows several links at once, or falls into the link that nobody sees. Since
the burst is only known when it is over, visits are judged a moment after they came. Decision 0018.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

SETTLES = 2.0  # seconds until a visit is judged
FASTEST = 3.0  # seconds after sending in which nobody has read and pressed anything
BURST = 3  # different links of a message …
BURST_SECONDS = 3.0  # … in so many seconds
TRAP_SECONDS = 60.0  # around a fall into the trap, everything of the message was a machine
_KEPT = 20_000  # messages remembered

_MACHINE = re.compile(
    r"barracuda|proofpoint|mimecast|safelinks|symantec|messagelabs|trendmicro|fireeye|trellix"
    r"|ironport|sophos|zscaler|bitdefender|forcepoint|kaspersky|avanan|cloudmark|vade|checkpoint"
    r"|python-|aiohttp|httpx|curl/|wget|go-http-client|^java/|okhttp|libwww|headlesschrome|phantomjs"
    r"|bot\b|crawler|spider|facebookexternalhit|slack|whatsapp|telegram|skypeuripreview|ms-office",
    re.I,
)
_PROXY = re.compile(r"(googleimageproxy|yahoomailproxy|ggpht)", re.I)
# Apple's Mail Privacy Protection fetches every picture on arrival, under this bare name.
_APPLE = re.compile(r"^Mozilla/5\.0$")
_PREFETCH = ("purpose", "sec-purpose", "x-purpose", "x-moz")


def names_itself(method: str, headers: Mapping[str, str]) -> bool:
    """Whether the request says that no person made it. Header names are lower case."""
    agent = headers.get("user-agent", "").strip()
    if method != "GET" or not agent or _APPLE.match(agent):
        return True
    if any("prefetch" in headers.get(name, "").lower() for name in _PREFETCH):
        return True
    return bool(_MACHINE.search(agent))


def proxy_of(agent: str) -> str | None:
    """The mail service that fetches pictures for its readers when they open a message."""
    found = _PROXY.search(agent)
    return found.group(1).lower() if found else None


@dataclass
class _Seen:
    visits: list[tuple[float, int]] = field(default_factory=list)  # when, which link
    trapped: float | None = None


class Scanners:
    """Remembers what was followed of each message lately, in memory. Safe from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: OrderedDict[int, _Seen] = OrderedDict()
        self._lock = threading.Lock()

    def visited(self, message: int, number: int) -> float:
        """A link was followed; returns when, for `judged`."""
        now = self._clock()
        with self._lock:
            seen = self._of(message)
            seen.visits = [v for v in seen.visits if v[0] > now - TRAP_SECONDS]
            seen.visits.append((now, number))
        return now

    def trapped(self, message: int) -> None:
        """Somebody followed the link that nobody sees."""
        with self._lock:
            self._of(message).trapped = self._clock()

    def judged(self, message: int, visited: float) -> bool:
        """Whether the visit of that moment belongs to a machine's round."""
        with self._lock:
            seen = self._seen.get(message)
        if seen is None:
            return False
        if seen.trapped is not None and abs(seen.trapped - visited) <= TRAP_SECONDS:
            return True
        near = {number for at, number in seen.visits if abs(at - visited) <= BURST_SECONDS}
        return len(near) >= BURST

    def _of(self, message: int) -> _Seen:
        seen = self._seen.setdefault(message, _Seen())
        self._seen.move_to_end(message)
        while len(self._seen) > _KEPT:
            self._seen.popitem(last=False)
        return seen


def too_fast(sent: datetime | None, at: datetime) -> bool:
    """Whether it came before anybody could have read the message; also when it is not sent yet."""
    return sent is None or (at - sent).total_seconds() < FASTEST
