"""The thread that sends: made anew when the settings change, and seen when it is dead."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, NoReturn

from polku.delivery.running import Delivery


class Idle:
    """A worker that has nothing to send."""

    def __init__(self, ran: threading.Semaphore) -> None:
        self._ran = ran

    async def run(self, _woken: asyncio.Event, stopping: asyncio.Event) -> None:
        self._ran.release()
        await stopping.wait()


def test_a_renewed_delivery_goes_on_with_another_worker() -> None:
    ran = threading.Semaphore(0)
    made: list[Any] = []

    def make() -> Any:
        made.append(Idle(ran))
        return made[-1]

    delivery = Delivery(make)
    delivery.start()
    for number in (1, 2, 3):
        assert ran.acquire(timeout=10)
        assert len(made) == number
        if number < 3:
            delivery.renew()
    assert delivery.is_alive()
    delivery.stop()
    assert not delivery.is_alive()
    assert len(made) == 3


def test_a_delivery_that_fell_is_known_to_be_dead() -> None:
    def make() -> NoReturn:
        raise OSError("no room")

    delivery = Delivery(make)
    delivery.start()
    delivery.join(10)
    assert not delivery.is_alive()
