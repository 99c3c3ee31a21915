"""The sales hand-off through the real worker: brief, response clock, log, answer, alert."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polku.care.tasks import Tasks
from polku.delivery.receipts import Receipts
from polku.errors import NotFound, RequestRefused
from polku.store.consents import Consent
from tests.delivery_rows import NOON, Desk, desk
from tests.http_peer import Reply, http_peer

CALL = {"key": "call", "task": {"title": {"fi": "Soita", "en": "Call"}, "contact": "call",
        "respond_within": "4h", "note": "Kysy oppaasta"}}  # fmt: skip


def team(at: Desk) -> Tasks:
    receipts = Receipts(at.control, at.clock)
    return Tasks(at.control, at.warehouse, at.settings, at.clock, receipts)


def opened(at: Desk, name: str = "anna@yritys.fi", **traits: Any) -> tuple[Tasks, int]:
    """A task for somebody, made by the worker."""
    person = at.person(name, **traits)
    at.programme("sale", [CALL])
    at.want(person, "sale", "call")
    asyncio.run(at.once())
    tasks = team(at)
    (row,) = tasks.page()["tasks"]
    return tasks, int(row["id"])


def test_the_target_runs_in_working_hours(tmp_path: Path) -> None:
    """Tuesday noon and four hours of work: the same afternoon; from 15 o'clock: the next morning."""
    with desk(tmp_path) as at:
        tasks, id_ = opened(at)
        assert tasks.get(id_)["due"].startswith("2026-03-03T14:00")
    (tmp_path / "late").mkdir()
    with desk(tmp_path / "late") as at:
        at.clock.now = NOON + timedelta(hours=3)
        tasks, id_ = opened(at)
        assert tasks.get(id_)["due"].startswith("2026-03-04T10:00")


def test_the_brief_is_what_was_known_when_the_task_was_made(tmp_path: Path) -> None:
    """Form questions, words to surveys and consents stand in it; what comes after does not."""
    with desk(tmp_path) as at:
        words = {"question:guide": "Paljonko maksaa?", "survey:nps": "Liian kallis"}
        tasks, id_ = opened(at, first_name="Anna", last_name="Aho", **words)
        at.control.traits.set(int(tasks.get(id_)["person"]), {"question:guide": "Uusi"}, NOON)
        found = tasks.get(id_)
        brief = found["brief"]
        assert found["name"] == "Anna Aho"
        assert found["note"] == "Kysy oppaasta"
        assert brief["questions"] == [{"text": "Paljonko maksaa?", "form": "guide"}]
        assert brief["objections"] == [{"text": "Liian kallis", "survey": "nps"}]
        assert [(one["purpose"], one["channel"], one["given"]) for one in brief["consents"]] == [
            ("marketing", "email", True)
        ]


@pytest.mark.parametrize("how", ["trait", "withdrawn"])
def test_nobody_is_asked_to_call_who_said_no_to_calls(tmp_path: Path, how: str) -> None:
    """The task says e-mail instead, and says why."""
    with desk(tmp_path) as at:
        person = at.person("anna@yritys.fi", **({"no_calls": True} if how == "trait" else {}))
        if how == "withdrawn":
            no = Consent(person, "marketing", "phone", "consent", False, "puhelin", NOON)
            at.control.consents.add([no])
        at.programme("sale", [CALL])
        at.want(person, "sale", "call")
        asyncio.run(at.once())
        (row,) = team(at).page()["tasks"]
        assert (row["contact"], row["no_calls"]) == ("email", True)


def test_no_calls_is_respected_also_when_it_is_said_after_the_task_was_made(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        tasks, id_ = opened(at, name="asiakas-7")
        assert tasks.get(id_)["contact"] == "call"
        person = int(tasks.get(id_)["person"])
        at.control.consents.add([Consent(person, "*", "phone", "consent", False, "x", NOON)])
        found = tasks.get(id_)
        assert (found["contact"], found["no_calls"]) == ("none", True)


def test_an_answer_ends_it_once_and_tells_the_minutes_worked(tmp_path: Path) -> None:
    """The words stay in the log: no event has them."""
    with desk(tmp_path) as at:
        tasks, id_ = opened(at)
        tasks.log(id_, "Ei vastannut", who="seller")
        at.clock.now = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)  # 4 h on Tuesday, 1 h on Wednesday
        done = tasks.answer(id_, "meeting", "Tapaaminen torstaina", who="seller")
        assert (done["state"], done["outcome"]) == ("done", "meeting")
        assert [note["text"] for note in done["notes"]] == ["Ei vastannut", "Tapaaminen torstaina"]
        with pytest.raises(RequestRefused) as refused:
            tasks.answer(id_, "reached", who="seller")
        assert refused.value.problems[0].code == "task.done"
        told = [one for one in at.told() if one["event"] == "Task Answered"]
        assert [(one["minutes"], one["outcome"], one["late"]) for one in told] == [
            (300, "meeting", True)
        ]
        assert "torstaina" not in json.dumps(told)
        assert tasks.page()["counts"] == {"open": 0, "late": 0, "done": 1}


def test_a_missed_target_is_told_once_and_the_task_stays_open(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        tasks, _ = opened(at)
        assert tasks.alert() == 0
        at.clock.forward(hours=5)
        assert (tasks.alert(), tasks.alert()) == (1, 0)
        assert [one["event"] for one in at.told()].count("Response Target Breached") == 1
        assert tasks.page("late")["counts"] == {"open": 1, "late": 1, "done": 0}


def test_slack_hears_of_a_task_and_of_a_breach_without_a_name(tmp_path: Path) -> None:
    """Each once, also when delivery runs again."""
    with http_peer(lambda got, n: Reply(200, b"ok")) as peer:
        settings = {"slack": {"webhook": peer.url + "/hook"}, "webhook": {"allow_private": True}}
        with desk(tmp_path, **settings) as at:
            person = at.person("anna@yritys.fi", first_name="Anna")
            at.programme("sale", [CALL])
            at.want(person, "sale", "call")
            for _ in range(2):
                asyncio.run(at.once(renders=None))
            at.clock.forward(hours=5)
            team(at).alert()
            for _ in range(2):
                asyncio.run(at.once(renders=None))
        texts = [json.loads(got.body)["text"] for got in peer.got]
    assert len(texts) == 2
    assert texts[0].startswith(
        "Uusi tehtävä: *Soita* (sales). Vastattava viimeistään 3.3. klo 16.00."
    )
    assert texts[1].startswith("Vastausaika ylittyi: *Soita*")
    assert not any("Anna" in text or "anna@" in text for text in texts)


def test_a_task_that_nobody_made_is_not_found(tmp_path: Path) -> None:
    with desk(tmp_path) as at, pytest.raises(NotFound):
        team(at).get(7)
