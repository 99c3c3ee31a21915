"""People and machines told apart by what they do with a message's links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from polku.delivery.scanners import Scanners, names_itself, proxy_of, too_fast

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1"  # noqa: E501


class Watch:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("method", "headers", "machine"),
    [
        ("GET", {"user-agent": FIREFOX}, False),
        ("GET", {"user-agent": IPHONE}, False),
        ("HEAD", {"user-agent": FIREFOX}, True),
        ("GET", {}, True),
        ("GET", {"user-agent": "Mozilla/5.0"}, True),
        ("GET", {"user-agent": FIREFOX, "sec-purpose": "prefetch;prerender"}, True),
        ("GET", {"user-agent": FIREFOX, "x-moz": "prefetch"}, True),
        ("GET", {"user-agent": "BarracudaCentral"}, True),
        ("GET", {"user-agent": "python-requests/2.32"}, True),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, True),
    ],
)
def test_machines_that_say_so(method: str, headers: dict[str, str], machine: bool) -> None:
    assert names_itself(method, headers) is machine


def test_mail_services_that_fetch_pictures_for_their_readers() -> None:
    """Such an opening is a person's, seen through a proxy."""
    agent = (
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
    )
    assert proxy_of(agent) == "ggpht"
    assert proxy_of(FIREFOX) is None


def test_one_link_and_another_later_is_a_person() -> None:
    watch = Watch()
    scanners = Scanners(watch)
    visits = []
    for number in (1, 2, 1, 1):
        visits.append(scanners.visited(7, number))
        watch.now += 1
    assert not any(scanners.judged(7, each) for each in visits)


def test_three_links_at_once_are_a_machine_and_the_first_of_them_too() -> None:
    """And a reader who comes later, through the same message, is not."""
    watch = Watch()
    scanners = Scanners(watch)
    visits = [scanners.visited(7, number) for number in (1, 2, 3, 4)]
    other = scanners.visited(8, 1)
    watch.now += 30
    reader = scanners.visited(7, 2)
    assert all(scanners.judged(7, each) for each in visits)
    assert not scanners.judged(7, reader)
    assert not scanners.judged(8, other)


def test_who_follows_the_hidden_link_is_a_machine() -> None:
    """What it did before within the minute counts as well; an hour later does not."""
    watch = Watch()
    scanners = Scanners(watch)
    before = scanners.visited(7, 1)
    watch.now += 20
    scanners.trapped(7)
    watch.now += 3600
    after = scanners.visited(7, 1)
    assert scanners.judged(7, before)
    assert not scanners.judged(7, after)


def test_memory_is_bounded() -> None:
    """A flood of messages forgets the oldest."""
    scanners = Scanners(Watch())
    for message in range(25_000):
        scanners.visited(message, 1)
    assert len(scanners._seen) == 20_000


def test_nobody_reads_in_three_seconds() -> None:
    sent = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert too_fast(None, sent)
    assert too_fast(sent, sent + timedelta(seconds=2.9))
    assert not too_fast(sent, sent + timedelta(seconds=3.1))
