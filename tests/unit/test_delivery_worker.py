"""From outbox to outcome, in real stores with channels that do as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from polku.channels.channel import DeliveryError, Outgoing
from polku.store.consents import Consent
from tests.delivery_rows import NOON, Desk, Recorder, desk, send


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as found:
        yield found


def run(at: Desk, *channels: Recorder) -> None:
    asyncio.run(at.once({channel.name: channel for channel in channels}))


def test_a_wanted_message_is_sent_and_told_once(at: Desk) -> None:
    at.programme("welcome", [send()])
    id_ = at.want(at.person("anna@example.fi"), "welcome", "hello")
    mail = Recorder()
    run(at, mail)
    run(at, mail)
    assert [(one.id, one.address, one.content) for one in mail.taken] == [
        (id_, "anna@example.fi", "email:welcome.hello")
    ]
    row = at.delivery(id_)
    assert (row.state, row.channel, row.reference, row.attempts) == (
        "sent", "email", f"<{id_}@test>", 1,
    )  # fmt: skip
    (told,) = at.told()
    assert told["event"] == "Message Sent"
    assert told["user"] == "anna@example.fi"
    assert told["programme"] == "welcome"
    assert told["message"] == str(id_)


def test_without_consent_nothing_is_sent_and_the_reason_stands(at: Desk) -> None:
    at.programme("welcome", [send()])
    id_ = at.want(at.person("anna@example.fi", consent=()), "welcome", "hello")
    mail = Recorder()
    run(at, mail)
    row = at.delivery(id_)
    assert not mail.taken
    assert (row.state, row.reason) == ("refused", "delivery.no-consent-email")
    assert row.problem is not None
    assert row.problem.what("fi") == "Ei lähetetty: ei suostumusta sähköpostimarkkinointiin."


def test_the_next_channel_is_used_when_the_first_will_not_do(at: Desk) -> None:
    at.programme("p", [{"key": "s", "send": {
        "email": {"subject": "a", "body": "b"}, "sms": {"text": "c"}}}])  # fmt: skip
    id_ = at.want(at.person("u1", consent=("sms",), phone="+358401"), "p", "s")
    mail, sms = Recorder(), Recorder("sms")
    run(at, mail, sms)
    assert not mail.taken
    assert [one.address for one in sms.taken] == ["+358401"]
    assert at.delivery(id_).params["skipped"] == [
        {"channel": "email", "reason": "delivery.no-consent-email"}
    ]


def test_quiet_hours_hold_and_the_morning_sends(at: Desk) -> None:
    at.clock.now = NOON.replace(hour=20)  # 22 in Helsinki
    at.programme("p", [send()])
    id_ = at.want(at.person("a@b.fi"), "p", "hello")
    mail = Recorder()
    run(at, mail)
    row = at.delivery(id_)
    assert (row.state, row.reason) == ("held", "delivery.quiet")
    assert row.not_before == NOON.replace(hour=6) + timedelta(days=1)
    at.clock.now = row.not_before
    run(at, mail)
    assert at.delivery(id_).state == "sent"


def test_the_higher_priority_gets_the_days_one_message(at: Desk) -> None:
    at.programme("low", [send()], priority=10)
    at.programme("high", [send()], priority=90)
    person = at.person("a@b.fi")
    low, high = at.want(person, "low", "hello"), at.want(person, "high", "hello")
    mail = Recorder()
    run(at, mail)
    assert [one.id for one in mail.taken] == [high]
    row = at.delivery(low)
    assert (row.state, row.reason) == ("held", "delivery.caps")
    assert row.not_before == NOON + timedelta(days=1)
    at.clock.forward(days=1)
    run(at, mail)
    assert at.delivery(low).state == "sent"


def test_one_intent_is_said_once_whichever_programme_says_it(at: Desk) -> None:
    at.programme("a", [send(intent="guide")])
    at.programme("b", [send(intent="guide")])
    person = at.person("a@b.fi")
    first = at.want(person, "a", "hello", entry=1)
    run(at, mail := Recorder())
    second = at.want(person, "b", "hello", entry=2)
    again = at.want(person, "a", "hello", entry=3)  # a new occasion of the same programme
    at.clock.forward(days=8)
    run(at, mail)
    assert [at.delivery(one).state for one in (first, second, again)] == ["sent", "refused", "sent"]
    assert at.delivery(second).reason == "delivery.same-intent"


def test_a_withdrawal_at_the_last_moment_stops_the_message(at: Desk) -> None:
    at.programme("p", [send()])
    person = at.person("a@b.fi")
    id_ = at.want(person, "p", "hello")
    down = Recorder(fails=lambda _: DeliveryError("channel.refused"))
    run(at, down)
    assert at.delivery(id_).state == "ready"  # to be tried again
    at.control.consents.add([Consent(person, "*", "*", "consent", False, "preferences", NOON)])
    at.clock.forward(hours=1)
    run(at, mail := Recorder())
    assert not mail.taken
    assert at.delivery(id_).reason == "delivery.withdrawn"


def test_an_answer_that_was_lost_leaves_marketing_uncertain_and_sends_service_again(
    at: Desk,
) -> None:
    at.programme("m", [send()])
    at.programme("s", [send(purpose="service")])
    person = at.person("a@b.fi")
    marketing, service = at.want(person, "m", "hello"), at.want(person, "s", "hello", entry=2)
    lost = Recorder(fails=lambda _: DeliveryError("channel.no-answer", uncertain=True))
    run(at, lost)
    at.clock.forward(hours=1)
    run(at, mail := Recorder())
    assert [one.id for one in mail.taken] == [service]
    row = at.delivery(marketing)
    assert (row.state, row.reason) == ("uncertain", "delivery.uncertain")
    at.control.deliveries.settle(marketing, send=True)
    run(at, mail)
    assert [one.id for one in mail.taken] == [service, marketing]


def test_a_bad_address_is_suppressed_for_everything_after(at: Desk) -> None:
    at.programme("m", [send()])
    at.programme("t", [send(purpose="transactional")])
    person = at.person("a@b.fi")
    bad = DeliveryError("channel.refused", permanent=True, suppress=True)
    first = at.want(person, "m", "hello")
    run(at, Recorder(fails=lambda _: bad))
    second = at.want(person, "t", "hello", entry=2)
    run(at, mail := Recorder())
    assert not mail.taken
    assert at.delivery(first).state == "failed"
    assert at.delivery(second).reason == "delivery.suppressed"


def test_a_channel_that_is_down_holds_up_no_other(at: Desk) -> None:
    at.programme("m", [send()])
    at.programme("s", [{"key": "x", "send": {"sms": {"text": "hei"}}}])
    people = [at.person(f"u{n}@b.fi", consent=("email", "sms"), phone=f"+{n}") for n in range(20)]
    mails = [at.want(p, "m", "hello", entry=n) for n, p in enumerate(people[:10])]
    texts = [at.want(p, "s", "x", entry=100 + n) for n, p in enumerate(people[10:])]
    down = Recorder(fails=lambda _: DeliveryError("channel.unreachable"))
    run(at, down, sms := Recorder("sms"))
    assert sorted(one.id for one in sms.taken) == sorted(texts)
    assert {at.delivery(id_).state for id_ in mails} == {"ready"}
    at.clock.forward(hours=1)
    run(at, mail := Recorder(), sms)
    assert sorted(one.id for one in mail.taken) == sorted(mails)


def test_a_channel_switched_off_in_the_middle_holds_its_messages_or_gives_them_to_the_next(
    at: Desk,
) -> None:
    both = {"email": {"subject": "a", "body": "b"}, "sms": {"text": "c"}}
    at.programme("both", [{"key": "s", "send": both}])
    at.programme("mail", [send()])
    one = at.person("a@b.fi", consent=("email", "sms"), phone="+1")
    two = at.person("c@d.fi")
    down = Recorder(fails=lambda _: DeliveryError("channel.unreachable"))
    first, second = at.want(one, "both", "s"), at.want(two, "mail", "hello", entry=2)
    run(at, down, Recorder("sms"))
    run(at, sms := Recorder("sms"))
    assert [each.id for each in sms.taken] == [first]
    assert (at.delivery(second).state, at.delivery(second).reason) == (
        "held", "delivery.channel-off",
    )  # fmt: skip
    run(at, mail := Recorder(), sms)
    assert [each.id for each in mail.taken] == [second]


def test_traits_and_tasks_are_done_once(at: Desk) -> None:
    at.programme("p", [
        {"key": "mark", "set": {"interest": "guide", "first_name": "Anna"}},
        {"key": "call", "task": {"title": "Soita", "respond_within": "4h"}},
    ])  # fmt: skip
    person = at.person("a@b.fi")
    at.want(person, "p", "mark")
    task = at.want(person, "p", "call")
    run(at)
    run(at)
    identified, opened = sorted(at.told(), key=lambda each: each["event"])
    assert identified["event"] == "Identified"
    assert identified["interest"] == "guide"
    assert "first_name" not in identified
    assert opened["task"] == str(task)
    with at.control.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, title, state FROM tasks").all()
    assert [tuple(row) for row in rows] == [(task, "Soita", "open")]


def test_a_shadow_programme_sends_nothing_and_a_paused_one_waits(at: Desk) -> None:
    at.programme("p", [send()])
    at.control.definitions.set_state("programme", "p", "shadow", {})
    person = at.person("a@b.fi")
    shadow = at.want(person, "p", "hello", entry=1)
    run(at, mail := Recorder())
    at.control.definitions.set_state("programme", "p", "paused", {})
    paused = at.want(person, "p", "hello", entry=2)
    run(at, mail)
    assert not mail.taken
    assert at.delivery(shadow).reason == "delivery.shadow"
    assert at.delivery(paused).reason == "delivery.paused"
    at.control.definitions.set_state("programme", "p", "live", {})
    run(at, mail)
    assert [one.id for one in mail.taken] == [paused]


@pytest.mark.parametrize(("overdue", "state"), [("send", "sent"), ("skip", "refused")])
def test_what_was_due_in_a_pause_goes_as_it_was_chosen(at: Desk, overdue: str, state: str) -> None:
    at.programme("p", [send()])
    hour = 3_600_000_000
    now = round(NOON.timestamp() * 1_000_000)
    pauses = [{"from": now - 9 * hour, "to": now - hour, "overdue": overdue}]
    at.control.definitions.set_state("programme", "p", "live", {"pauses": pauses})
    id_ = at.want(at.person("a@b.fi"), "p", "hello", at=NOON - timedelta(hours=5))
    run(at, Recorder())
    assert at.delivery(id_).state == state


def test_a_message_of_no_programme_goes_to_the_address_it_carries(at: Desk) -> None:
    person = at.person("visitor", consent=())
    step = {"email": {"subject": "Vahvista", "body": "{{ links.confirm }}"}}
    for _ in range(2):
        at.control.deliveries.queue(
            7, person, intent="confirm:guide", step=step, address="new@b.fi",
            links={"confirm": "https://x/p/confirm/1"},
        )  # fmt: skip
    run(at, mail := Recorder())
    assert [(one.id, one.address) for one in mail.taken] == [(7, "new@b.fi")]


def test_one_that_fails_is_tried_again_later_and_at_last_given_up(at: Desk) -> None:
    at.programme("p", [send()])
    id_ = at.want(at.person("a@b.fi"), "p", "hello")
    tries = 0

    def busy(_: Outgoing) -> DeliveryError:
        nonlocal tries
        tries += 1
        return DeliveryError("channel.refused", params={"status": 451})

    for _ in range(40):
        run(at, Recorder(fails=busy))
        at.clock.now = max(at.clock.now, at.delivery(id_).not_before)
    row = at.delivery(id_)
    assert (row.state, row.reason) == ("failed", "delivery.gave-up")
    assert row.params["said"] == "channel.refused"
    assert 8 <= tries <= 16
