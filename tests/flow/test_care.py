"""Care programmes on the demo's people: published, ticked forward with a moved clock, paused, measured, explained."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from polku.errors import DocumentError, PolkuError, RequestRefused
from tests.care_shop import Shop, make_shop, open_shop, programme

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop") / "w")


@pytest.fixture
def shop(template: Path, tmp_path: Path) -> Iterator[Shop]:
    with open_shop(template, tmp_path / "w") as opened:
        yield opened


def codes(error: pytest.ExceptionInfo[Any]) -> set[str]:
    """The codes of the problems it carries."""
    found: PolkuError = error.value
    return {problem.code for problem in found.problems}


@pytest.mark.parametrize(
    "entry",
    [
        "{stage: first-time}",
        "{audience: {if: {stage: [first-time, repeat]}}}",
        "{event: Order Completed}",
        "{audience: {if: {did: Order Completed, within: 90d}}}",
    ],
)
def test_publishing_does_what_its_plan_said(shop: Shop, entry: str) -> None:
    """Who comes in at publishing, and how many messages these get in a day and in a week."""
    shop.care.save("care", programme(entry=entry), edition=0, who="test")
    plan = shop.care.publish_plan("care")
    assert not [each for each in plan["problems"] if each["level"] == "error"]
    shop.publish("care", enrol="also_now")
    assert plan["enters_now"] == shop.count("entries", "care@1:enter>%")
    if "audience" not in entry:
        return
    assert plan["enters_now"] > 20
    for days, name in ((1, "day"), (6, "week")):
        shop.pass_days(days)
        shop.care.tick()
        assert plan["expected"][name] == shop.count("outbox", "care@1:%")


def test_results_reconcile_with_who_came_in(shop: Shop) -> None:
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    entered = shop.count("entries", "care@1:enter>%")
    found = shop.care.results("care")
    assert found["open"] == entered
    assert found["lift"]["verdict"] == "too-few"
    shop.pass_days(31)
    found = shop.care.results("care")
    assert found["cared"]["people"] == shop.count("entries", "care@1:enter>in")
    assert found["holdout"]["people"] == shop.count("entries", "care@1:enter>holdout")
    assert found["cared"]["people"] + found["holdout"]["people"] == entered
    assert found["open"] == 0


def test_counts_of_the_steps_add_up(shop: Shop) -> None:
    """Whoever came to a step waits there, went on, or left from there."""
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    shop.pass_days(2)
    shop.care.tick()
    page = shop.care.page("care")
    nodes = {node["key"]: node for node in page["nodes"]}
    cared = shop.count("entries", "care@1:enter>in")
    left = shop.count("steps", "care@1:exit>%")
    assert nodes["rest"]["onward"]["n"] == cared
    assert nodes["rest"]["passed"] == nodes["thanks"]["onward"]["n"] == nodes["thanks"]["passed"]
    assert page["inside"] == nodes["again"]["inside"] == cared - left
    listed = shop.care.programmes()
    row = next(s for s in listed["stages"] if s["key"] == "first-time")["programmes"][0]
    assert (row["inside"], row["state"]) == (page["inside"], "live")
    assert {stage["key"] for stage in listed["stages"] if not stage["programmes"]} >= {"left"}


def test_a_pause_loses_nobody(shop: Shop) -> None:
    """Those inside wait; afterwards they move as if there had been none, and the delivery learns of the gap."""
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    inside = shop.care.page("care")["inside"]
    shop.care.pause("care", inside="wait", who="test")
    shop.pass_days(2)
    shop.care.tick()
    assert shop.care.page("care")["inside"] == inside
    assert shop.count("outbox", "care@1:%") == 0
    shop.care.resume("care", overdue="spread", who="test")
    assert shop.count("outbox", "care@1:thanks") + shop.count("steps", "care@1:exit>%") == inside
    (rest,) = shop.workspace.control.definitions.get("programme", "care").details["pauses"]
    assert rest["overdue"] == "spread"
    assert rest["to"] - rest["from"] == 2 * 86_400_000_000
    shop.care.stop("care", who="test")
    page = shop.care.page("care")
    assert (page["inside"], page["state"]) == (0, "stopped")
    with pytest.raises(RequestRefused) as refused:
        shop.care.pause("care", inside="wait", who="test")
    assert codes(refused) == {"care.not-running"}


def test_what_falls_due_in_a_pause_may_be_skipped_from_its_beginning(shop: Shop) -> None:
    """Said at the pause or at its end, it is the same; and whoever resumes may still say otherwise."""
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    for said, becomes in ((None, "skip"), ("send", "send")):
        shop.care.pause("care", inside="skip", who="test")
        assert shop.care.page("care")["overdue"] == "skip"
        shop.pass_days(1)
        shop.care.tick()
        shop.care.resume("care", overdue=said, who="test")
        rests = shop.workspace.control.definitions.get("programme", "care").details["pauses"]
        assert rests[-1]["overdue"] == becomes
        assert shop.care.page("care")["overdue"] is None
    shop.care.pause("care", inside="wait", who="test")
    assert shop.care.page("care")["overdue"] is None


def test_what_was_dated_ahead_counts_although_its_time_came_in_a_pause(
    shop: Shop, tmp_path: Path
) -> None:
    """An event imported with a later time leads out on resuming, though other ticks passed it by."""
    for key in ("care", "other"):
        body = programme(key, entry="{event: Form Submitted}").replace("wait: 1d", "wait: 10d")
        shop.care.save(key, body, edition=0, who="test")
        shop.publish(key)
    at = shop.now.replace(tzinfo=None)
    file = tmp_path / "ahead.csv"
    what = ((1 / 24, "Form Submitted"), (3, "Order Completed"), (90, "Page Viewed"))
    rows = [f"ahead-{n},{at + timedelta(days=d)},{e}" for n in range(30) for d, e in what]
    file.write_text("\n".join(["who,when,what", *rows]))
    shop.workspace.import_file(file, map={"person": "who", "time": "when", "event": "what"})
    shop.pass_days(2)
    shop.care.tick()
    shop.care.pause("care", inside="wait", who="test")
    shop.pass_days(2)
    shop.care.tick()
    shop.pass_days(1)
    shop.care.resume("care", overdue="send", who="test")
    for key in ("care", "other"):
        cared_for = shop.count("entries", f"{key}@1:enter>in")
        assert shop.count("steps", f"{key}@1:exit>goal") == cared_for > 0
    assert shop.care.page("care")["inside"] == 0


def test_pausing_may_let_everybody_out(shop: Shop) -> None:
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    inside = shop.care.page("care")["inside"]
    shop.care.pause("care", inside="leave", who="test")
    assert shop.care.page("care")["inside"] == 0
    assert shop.count("steps", "care@1:exit>stopped") == inside


@pytest.mark.parametrize(("inside", "left_behind"), [("stay", True), ("move", False)])
def test_those_inside_stay_in_their_version_or_move(
    shop: Shop, inside: str, left_behind: bool
) -> None:
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    people = shop.care.page("care")["inside"]
    longer = programme().replace("wait: 1d", "wait: 2d")
    shop.care.save("care", longer, edition=1, who="test")
    (group,) = shop.care.publish_plan("care")["inside"]
    assert (group["node"], group["people"], group["new_node"]) == ("rest", people, "rest")
    assert shop.publish("care", inside=inside) == 2
    by_version = {each["version"]: each["inside"] for each in shop.care.page("care")["versions"]}
    assert by_version == ({1: people, 2: 0} if left_behind else {1: 0, 2: people})
    shop.pass_days(1.5)
    shop.care.tick()
    assert bool(shop.count("outbox", "care@1:thanks")) is left_behind
    shop.pass_days(1)
    shop.care.tick()
    sent = shop.count("outbox", "care@%:thanks")
    assert (
        sent + shop.count("steps", "care@%:exit>%") - shop.count("outbox", "care@%:tip") >= people
    )


def test_a_programme_without_a_stage_cannot_be_published(shop: Shop) -> None:
    body = programme().replace("stage: first-time\nentry", "entry")
    shop.care.save("care", body, edition=0, who="test")
    with pytest.raises(DocumentError) as refused:
        shop.publish("care")
    assert any("stage" in code for code in codes(refused))
    assert shop.workspace.control.definitions.versions("programme", "care") == []


def test_publishing_wants_a_note_and_over_a_thousand_messages_their_number(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = programme(entry="{audience: {if: {stage: [first-time, repeat]}}}")
    shop.care.save("care", body, edition=0, who="test")
    with pytest.raises(RequestRefused) as refused:
        shop.publish("care", note=" ")
    assert codes(refused) == {"care.no-note"}
    monkeypatch.setattr("polku.care.publish.MANY", 10)  # the shop is small
    with pytest.raises(RequestRefused) as refused:
        shop.publish("care")
    (problem,) = refused.value.problems
    assert problem.code == "care.recipients"
    assert shop.publish("care", recipients=problem.params["expected"]) == 1


def test_tasks_for_sellers_are_counted_before_they_fall_on_them(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A programme that sends nothing can still give a thousand calls to make."""
    body = programme(entry="{audience: {if: {stage: [first-time, repeat]}}}")
    calls = body.partition("steps:")[0] + "steps:\n  - task: {title: Soita, owner: sales}\n"
    shop.care.save("care", calls, edition=0, who="test")
    expected = shop.care.publish_plan("care")["expected"]
    assert (expected["day"], expected["week"]) == (0, 0)
    monkeypatch.setattr("polku.care.publish.MANY", 10)
    with pytest.raises(RequestRefused) as refused:
        shop.publish("care")
    (problem,) = refused.value.problems
    assert problem.params["expected"] == expected["tasks_day"] > 20
    shop.publish("care", recipients=expected["tasks_day"])
    shop.care.tick()
    assert shop.count("outbox", "care@1:%") == expected["tasks_day"] == expected["tasks_week"]


def test_a_version_that_can_no_longer_be_read_stops_itself_alone(shop: Shop) -> None:
    """A newer Polku may be stricter than the one that published it."""
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    shop.care.save("other", programme("other"), edition=0, who="test")
    shop.publish("other")
    with shop.workspace.control.write() as connection:
        connection.exec_driver_sql("UPDATE versions SET body = 'key: care' WHERE key = 'care'")
    shop.workspace.control.definitions.changes += 1
    shop.care.tick()
    assert [live.compiled.key for live in shop.care.live()] == ["other"]


def test_a_draft_saved_in_between_is_a_conflict(shop: Shop) -> None:
    shop.care.save("care", programme(), edition=0, who="ann")
    shop.care.save("care", programme() + "priority: 60\n", edition=1, who="ann")
    with pytest.raises(RequestRefused) as refused:
        shop.care.save("care", programme() + "priority: 70\n", edition=1, who="bo")
    assert codes(refused) == {"care.edited"}
    assert refused.value.status == 409


def test_a_broken_draft_is_kept_and_says_what_is_wrong(shop: Shop) -> None:
    shop.care.save("care", "key: care\nsteps: [{jump: high}]\n", edition=0, who="test")
    page = shop.care.page("care")
    assert page["document"] is None
    assert {problem["level"] for problem in page["problems"]} == {"error"}
    assert shop.care.programmes()["unbound"][0]["problems"]["error"] == len(page["problems"])


def test_a_dry_run_says_what_would_have_been_sent(shop: Shop) -> None:
    """And equals what a programme published then would have done."""
    found = shop.care.dry_run("care", days=90, body=programme(entry="{event: Order Completed}"))
    assert found["entered"] > found["holdout"] > 0
    assert found["messages"] == sum(node["messages"] for node in found["by_node"])
    said = found["words"]["fi"]
    assert str(found["people"]) in said
    assert said.startswith("Viimeisten 90 päivän aikana tämä olisi lähettänyt")
    assert shop.count("entries", "care@%") == 0


def test_a_dry_run_says_beside_the_messages_how_many_the_policy_stops(shop: Shop) -> None:
    body = programme(entry="{event: Order Completed}")
    body = body.replace("send:\n", "send:\n      purpose: club\n")
    found = shop.care.dry_run("care", days=90, body=body)
    back = sum(found["refused"].values())
    assert 0 < back <= found["messages"]
    assert found["words"]["fi"].endswith(f"Niistä {back} olisi jäänyt lähettämättä.")
    assert found["words"]["en"].endswith(f"{back} of them would not have been let through.")


def test_each_entry_of_a_dry_run_is_an_occasion_of_its_own(shop: Shop) -> None:
    """Who comes in again is written to again, as when the programme runs."""
    body = programme(entry="{event: Order Completed}").replace(
        "exits:", "reentry: {after: 5d}\nexits:"
    )
    body = body.replace("send:\n", "send:\n      purpose: service\n")
    found = shop.care.dry_run("care", days=360, body=body)
    assert found["messages"] > found["people"]
    assert "delivery.same-intent" not in found["refused"]


def test_explaining_tells_why_in_and_why_not(shop: Shop) -> None:
    shop.care.save("care", programme(), edition=0, who="test")
    person = shop.care.publish_plan("care")["examples"][0]["id"]
    (before,) = shop.care.explain("care", person)["not_entered"]
    assert before["why"]["fi"] == "Hoitomallia ei ole julkaistu."
    shop.publish("care")
    told = shop.care.explain("care", person)
    assert told["entries"] == []
    assert (
        "ennen" in told["not_entered"][0]["why"]["fi"]
        or "90" in told["not_entered"][0]["why"]["fi"]
    )
    body = programme("now")
    shop.care.save("now", body, edition=0, who="test")
    shop.publish("now", enrol="also_now")
    shop.pass_days(1.5)
    shop.care.tick()
    with_path = [
        entry
        for each in shop.care.people("now", limit=5)["people"]
        for entry in shop.care.explain("now", each["id"])["entries"]
    ]
    assert len(with_path) == 5
    for entry in with_path:
        assert [step["node"] for step in entry["path"]] == ["rest", "thanks"]
        assert entry["where"]["node"] == "again"
    traced = shop.care.trace("now", shop.care.people("now")["people"][0]["id"])
    assert next(row["table"] for row in traced["rows"]) == "entries"


def test_a_trace_shows_where_everybody_stands_after_each_action(shop: Shop) -> None:
    """Nobody is lost on the way: after each action of a sweep as many stand somewhere as before it, and in all as
    many begin as a dry run lets in."""
    shop.care.save("care", programme(), edition=0, who="test")
    rows = shop.care.trace("care", days=90)["actions"]
    sweeps: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        sweeps.setdefault(row["sweep"], []).append(row)
    for several in sweeps.values():
        assert several[0]["action"] == "enter"
        assert len({sum(row["here"].values()) for row in several}) == 1
    begun = sum(sum(several[0]["here"].values()) for several in sweeps.values())
    dry = shop.care.dry_run("care", days=90)
    assert begun == dry["entered"] - dry["holdout"] > 0
    passed = {each["node"]: each["passed"] for each in dry["by_node"]}
    moved = {node: sum(r["moved"] for r in rows if r["action"] == node) for node in passed}
    assert moved["thanks"] == passed["thanks"]


def test_replay_finds_what_a_busy_life_has_written(shop: Shop) -> None:
    """Two versions, a pause, people who were moved over, and the end: all of it comes out the same anew."""
    shop.care.save("care", programme(), edition=0, who="test")
    with pytest.raises(RequestRefused, match=r"care\.not-published"):
        shop.care.replay("care")
    shop.publish("care", enrol="also_now")
    shop.pass_days(1.5)
    shop.care.tick()
    shop.care.save("care", programme().replace("at_most: 3d", "at_most: 2d"), edition=1, who="test")
    shop.publish("care", inside="move")
    shop.pass_days(0.5)
    shop.care.tick()
    shop.care.pause("care", inside="wait", who="test")
    shop.pass_days(1)
    shop.care.resume("care", overdue="send", who="test")
    shop.pass_days(1)
    found = shop.care.replay("care")
    assert found["same"], found["differences"][:3]
    assert found["stored"]["steps"] > found["stored"]["entries"] > 0
    assert shop.count("steps", "care@2:%>moved") > 0
    shop.care.stop("care", who="test")
    assert shop.care.replay("care")["same"]


def test_problems_name_things_in_the_language_that_was_asked(shop: Shop) -> None:
    """A segment without people, a purpose nobody has been asked of, and a name that is both Finnish and English."""
    nobody = {"key": "nobody", "name": "Ei ketään", "condition": {"did": "No Such Event"}}
    shop.workspace.segments.save("nobody", nobody, edition=None, who="test")
    body = programme(entry="{segment: nobody}").replace(
        "intent: care-thanks", "purpose: horoscopes"
    )
    body = body.replace(
        "key: thanks\n", "key: thanks\n    name: {fi: Kiitosviesti, en: Thank-you note}\n"
    )
    said = {lang: shop.care.check(body, key="care", language=lang) for lang in ("fi", "en")}
    codes = {each["code"] for each in said["en"]}
    assert "programme.nobody" in codes
    for lang, name, other in (("fi", "Kiitosviesti", "Thank-you"), ("en", "Thank-you", "Kiitos")):
        texts = " ".join(each["what"] + each["fix"] for each in said[lang])  # type: ignore[index]
        assert other not in texts
        if "programme.no-basis" in codes:
            assert name in texts


def test_also_now_lets_in_who_did_it_lately_and_the_plan_counts_them(shop: Shop) -> None:
    """An entry by an event, too: the plan says exactly how many."""
    body = programme("paid", "{event: Order Completed}").replace(
        "goal: {event: Order Completed, within: 30d}", "goal: {stage: left}"
    )
    shop.care.save("paid", body, edition=0, who="test")
    plan = shop.care.publish_plan("paid")
    assert plan["enters_now"] > 10
    shop.publish("paid", enrol="also_now")
    assert shop.count("entries", "paid@1:enter>%") == plan["enters_now"]


def test_a_preview_is_the_person_s_own_and_says_what_the_policy_would_do(shop: Shop) -> None:
    shop.care.save("care", programme(), edition=0, who="test")
    person = shop.care.publish_plan("care")["examples"][0]
    found = shop.care.preview("care", person=person["id"], words="fi")
    assert found["email"]["subject"] == "Kiitos tilauksesta"
    assert "{{" not in found["email"]["html"] + found["email"]["text"]
    assert found["policy"]["outcome"] in ("send", "hold", "refuse")
    assert found["path"] == ["rest", "thanks", "again", "again>else", "tip"]


def test_pressure_counts_what_those_inside_will_get(shop: Shop) -> None:
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care", enrol="also_now")
    found = shop.care.pressure(days=7)
    row = next(each for each in found["rows"] if each["stage"] == "first-time")
    cared = shop.count("entries", "care@1:enter>in")
    assert sum(row["per_person"]) * row["people"] >= cared * 1.5  # thanks, then a tip to most
    who = shop.care.people("care")["people"][0]["id"]
    mine = shop.care.pressure(days=7, person=who)["person"]["days"]
    assert [m["intent"] for day in mine for m in day["messages"]] == ["care-thanks", "care.tip"]


def test_readiness_says_what_stops_sending(shop: Shop) -> None:
    cards = {card["key"]: card for card in shop.care.readiness(language="fi")["cards"]}
    assert cards["email"]["state"] == "warning"  # not signed
    assert not any(card["stops_sending"] for card in cards.values())
    shop.care.save("care", programme(), edition=0, who="test")
    shop.publish("care")
    bare = shop.workspace.settings.model_copy(
        update={"email": type(shop.workspace.settings.email)()}
    )
    object.__setattr__(shop.care.at, "settings", bare)
    cards = {card["key"]: card for card in shop.care.readiness(language="fi")["cards"]}
    assert cards["email"]["stops_sending"]
    assert cards["email"]["problems"][0]["code"] == "care.no-email"


def test_a_shadow_run_needs_nobody_to_send_as(template: Path, tmp_path: Path) -> None:
    """Trying out comes before the mail server is known; a fault of the programme itself blocks both."""
    shutil.copytree(template, tmp_path / "w")
    (tmp_path / "w" / "polku.toml").write_text('[workspace]\nname = "Kauppa"\n', "utf-8")
    shop = Shop(tmp_path / "w")
    try:
        shop.care.save("care", programme(), edition=0, who="test")
        assert shop.care.publish_plan("care")["shadow_may"]
        with pytest.raises(DocumentError) as refused:
            shop.publish("care")
        assert {"programme.no-company", "programme.no-sender"} <= codes(refused)
        shop.publish("care", mode="shadow", enrol="also_now")
        shop.pass_days(2)
        shop.care.tick()
        assert shop.count("outbox", "care@1:%") > 0
        shop.care.save("odd", programme("odd", "{stage: nowhere}"), edition=0, who="test")
        assert not shop.care.publish_plan("odd")["shadow_may"]
        with pytest.raises(DocumentError):
            shop.publish("odd", mode="shadow")
    finally:
        shop.workspace.close()
