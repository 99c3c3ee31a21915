"""No message is lost and none goes twice, wherever delivery is killed; what is not known is listed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import polku
from polku.store.deliveries import Delivery
from tests.delivery_rows import desk, send

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
POINTS = (
    "take.judged", "take.committed", "lane.claimed", "lane.prepared", "lane.begun",
    "lane.answered", "mark.before-commit", "mark.committed", "lane.marked",
)  # fmt: skip
KILLS = 100  # at random moments; the tick has as many (test_tick_crash.py)
PEOPLE = 40


@dataclass
class Running:
    """A zygote over a folder, and what the SMTP server got."""

    directory: Path
    process: subprocess.Popen[str]
    got: Path

    def run(self, point: str = "-", count: int = 0, seconds: float = 0) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{point} {count} {seconds}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def received(self) -> Counter[str]:
        """Subject → how many messages came with it."""
        lines = self.got.read_text().splitlines() if self.got.exists() else []
        return Counter(line.split("\t")[1] for line in lines)

    def message_ids(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for line in self.got.read_text().splitlines():
            message_id, subject = line.split("\t")
            found.setdefault(subject, set()).add(message_id)
        return found


@contextmanager
def running(directory: Path) -> Iterator[Running]:
    source = str(Path(polku.__file__).parents[1])
    around = {**os.environ, "PYTHONPATH": f"{source}:{HERE.parents[1]}"}
    got = directory / "got.txt"
    with subprocess.Popen(
        [sys.executable, str(HERE / "smtp_sink.py"), str(got)], stdout=subprocess.PIPE, text=True
    ) as sink:
        assert sink.stdout is not None
        port = sink.stdout.readline().strip()
        with subprocess.Popen(
            [sys.executable, str(HERE / "delivery_zygote.py"), str(directory), port],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=around,
        ) as zygote:  # fmt: skip
            try:
                yield Running(directory, zygote, got)
            finally:
                assert zygote.stdin is not None
                zygote.stdin.close()
                zygote.wait(20)
                sink.terminate()
                sink.wait(10)


def fill(directory: Path, people: int = PEOPLE) -> dict[str, int]:
    """Subject → message id: marketing and service messages to many people, each with its own subject."""
    wanted: dict[str, int] = {}
    with desk(directory) as at:
        for kind, purpose in (("m", "marketing"), ("s", "service")):
            subject = f"{kind}-{{{{ person.first_name }}}}"
            content = {"subject": subject, "body": "Hei."}
            at.programme(kind, [send(email=content, purpose=purpose)])
        rows = []
        for number in range(people):
            person = at.person(f"u{number}@b.fi", first_name=f"u{number}")
            rows += [(person, "m", number), (person, "s", number)]
        for person, kind, number in rows:
            wanted[f"{kind}-u{number}"] = at.want(person, kind, "hello", entry=number)
    return wanted


def check(at: Running, wanted: dict[str, int]) -> list[Delivery]:
    """Marketing came once, or is listed as uncertain and came once at most; service came, at most
    twice and then with one Message-ID. What was sent is told once. Returns the uncertain ones."""
    received, ids = at.received(), at.message_ids()
    with desk(at.directory) as stores:
        told = Counter(each["message"] for each in stores.told() if each["event"] == "Message Sent")
        rows = {subject: stores.delivery(id_) for subject, id_ in wanted.items()}
        listed = {each.id for each in stores.control.deliveries.page(state="uncertain", limit=500)}
    for subject, row in rows.items():
        assert row.state in ("sent", "uncertain"), (subject, row)
        assert len(ids.get(subject, ())) <= 1, "two messages where there should be one"
        if subject.startswith("m"):
            assert received[subject] <= 1, f"{subject} went twice"
            assert received[subject] == 1 or row.state == "uncertain", f"{subject} is lost"
        else:
            assert row.state == "sent"
            assert received[subject] >= 1, f"{subject} is lost"
        assert told[str(row.id)] == (row.state == "sent"), "the receipt and the mark differ"
    uncertain = [row for row in rows.values() if row.state == "uncertain"]
    assert {row.id for row in uncertain} == listed
    return uncertain


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(tmp_path: Path, point: str) -> None:
    wanted = fill(tmp_path, people=12)
    with running(tmp_path) as at:
        assert at.run(point, 1) == "killed"
        for count in (3, 2):
            at.run(point, count)
        assert at.run() == "done 0"
        uncertain = check(at, wanted)
    if point in ("take.judged", "take.committed", "lane.claimed", "lane.prepared"):
        assert not uncertain, "nothing had been handed over yet"


def test_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(3)
    killed = 0
    wanted = fill(tmp_path)
    with running(tmp_path) as at:
        for turn in range(KILLS):
            killed += at.run(seconds=chance.uniform(0.02, 0.35)) == "killed"
            if turn % 20 == 19:  # more to do
                assert at.run() == "done 0"
                check(at, wanted)
                wanted |= more(tmp_path, turn)
        assert at.run() == "done 0"
        check(at, wanted)
    assert killed > KILLS // 3


def more(directory: Path, turn: int) -> dict[str, int]:
    """The same people in a later entry, days later: new subjects by their first names."""
    wanted = {}
    with desk(directory) as at:
        at.seq = at.control.deliveries.reached()
        for number in range(PEOPLE):
            name = f"t{turn}n{number}"
            person = at.person(f"{name}@b.fi", first_name=name)
            for kind in ("m", "s"):
                wanted[f"{kind}-{name}"] = at.want(
                    person, kind, "hello", entry=1000 * turn + number
                )
    return wanted
