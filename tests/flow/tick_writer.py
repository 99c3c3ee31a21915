"""A process that appends and ticks, until it is killed: `python -m tests.flow.tick_writer PATH PROBE HITS`.

It kills itself (SIGKILL) at the HITS-th passing of the named point; with "-" somebody else does. Run without
being killed it goes on from where the tables stand and ends.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime, timedelta

from polku.engine.programme import LiveProgramme, World
from polku.engine.tick import tick
from polku.programmes.compile import compile_programme
from polku.programmes.model import Programme
from polku.store.warehouse import Warehouse
from tests.store_rows import Row, batch

START = datetime(2026, 1, 1)  # noqa: DTZ001  (as the warehouse keeps it)
FIRST = (START - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001
HOUR = 3_600_000_000
ROUNDS, PEOPLE = 12, 200
EMAIL = {"subject": "Hei", "body": "Hei"}
DOCUMENT = {
    "key": "welcome",
    "name": "Welcome",
    "reentry": "always",
    "entry": {"event": "Form Submitted"},
    "goal": {"event": "Order Completed"},
    "steps": [
        {"send": {"email": EMAIL}},
        {"wait": "2h"},
        {"split": [{"weight": 50, "steps": [{"send": {"email": EMAIL}}]}, {"weight": 50}]},
        {"wait": {"event": "Page Viewed", "at_most": "3h", "then": [{"send": {"email": EMAIL}}]}},
    ],
}


def rows(number: int) -> list[Row]:
    """Round `number`: everybody does one of three things within the hour."""
    names = ("Form Submitted", "Page Viewed", "Order Completed")
    return [
        Row(
            identity=1 + who,
            ts=FIRST + number * HOUR + who * 1000,
            uid=number * PEOPLE + who,
            event=names[(number + who * 7) % 3],
        )
        for who in range(PEOPLE)
    ]


def main(path: str, probe: str, hits: int) -> None:
    passed = 0

    def die(point: str) -> None:
        nonlocal passed
        passed += point == probe
        if point == probe and passed == hits:
            os.kill(os.getpid(), signal.SIGKILL)

    running = [LiveProgramme(compile_programme(Programme.model_validate(DOCUMENT), 1), START)]
    with Warehouse.open(path, threads=2) as house:
        sys.stdout.write("open\n")
        sys.stdout.flush()
        for number in range(ROUNDS):
            with house.write() as tx:
                tx.append(batch(rows(number)))
            now = START + timedelta(hours=number + 1)
            with house.write() as tx:
                tick(tx, running, now, World(), probe=die)
            die("tick.committed")
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
