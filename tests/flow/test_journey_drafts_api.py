"""Journeys as drafts beside the file: taken in, saved with faults, published, told in words, run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from polku.app import Workspace
from polku.errors import DocumentError, PolkuError, RequestRefused, StoreFull
from polku.settings import settings_text
from polku.studio import place
from polku.studio.texts import patched
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
JOURNEY = """\
# Meidän polku
name: {fi: Polku, en: Journey}
owner: Liisa
review_every_days: 30
last_reviewed: 2026-11-01

# Yksi kerrallaan
goal:
  name: {fi: Kaupoiksi, en: To a sale}
  from: lead
  to: customer
  target: 40 %

stages:
  - {key: lead, name: {fi: Liidit, en: Leads}, enter: [Form Submitted]}
  - {key: customer, name: {fi: Asiakkaat, en: Customers}, enter: [Order Completed]}
"""
MAP = {"person": "who", "time": "when", "event": "what"}


def rows() -> str:
    """Forty leads, of whom 24 bought, and 6 of those twice."""
    lines = ["who,when,what"]
    lines += [f"p{i:02},2026-10-01T08:00:00Z,Form Submitted" for i in range(40)]
    lines += [f"p{i:02},2026-10-06T08:00:00Z,Order Completed" for i in range(24)]
    lines += [f"p{i:02},2026-10-16T08:00:00Z,Order Completed" for i in range(6)]
    return "\n".join(lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    directory = tmp_path / "shop"
    directory.mkdir()
    (directory / "journey.yaml").write_text(JOURNEY, "utf-8")
    (directory / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    (tmp_path / "orders.csv").write_text(rows(), "utf-8")
    with Workspace.open(directory, clock=lambda: NOW) as workspace:
        workspace.import_file(tmp_path / "orders.csv", map=MAP)
    return directory


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with Workspace.open(folder, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def api(workspace: Workspace) -> Iterator[httpx.Client]:
    with running_api(workspace) as client:
        yield as_program(client)


def words(changes: list[dict[str, Any]]) -> list[str]:
    return [each["words"]["fi"] for each in changes]


def codes(error: pytest.ExceptionInfo[Any]) -> set[str]:
    found: PolkuError = error.value
    return {problem.code for problem in found.problems}


def edit(workspace: Workspace, old: str, new: str, who: str = "Liisa") -> None:
    page = workspace.studio.page()
    assert old in page["body"]
    workspace.studio.save("-", page["body"].replace(old, new), edition=page["edition"], who=who)


def test_the_file_is_taken_in_and_edits_stay_drafts(workspace: Workspace, folder: Path) -> None:
    """Version 1 is the file; saving changes neither the file nor what runs, and the page says what differs."""
    page = workspace.studio.page()
    assert (page["key"], page["running"], page["version"]) == ("main", True, 1)
    assert page["body"] == JOURNEY
    assert page["stale"] == {
        "last_reviewed": "2026-11-01",
        "every_days": 30,
        "due": "2026-12-01",
        "days": -10,
        "stale": False,
    }
    edit(workspace, "owner: Liisa", "owner: Pekka")
    assert (folder / "journey.yaml").read_text("utf-8") == JOURNEY
    assert words(workspace.studio.page()["changes"]) == [
        'Polun omistaja muuttui: "Liisa" → "Pekka"'
    ]
    assert workspace.studio.page()["draft_differs"]


def test_a_draft_with_faults_is_kept_and_not_published(workspace: Workspace, folder: Path) -> None:
    """Broken YAML and a broken reference are saved; publishing says what is wrong and changes nothing."""
    for fault in ("stages: [", "stages:\n  - {key: a, enter: [{event: X, from: nowhere}]}\n"):
        edition = workspace.studio.page()["edition"]
        workspace.studio.save("-", fault, edition=edition, who="Liisa")
        page = workspace.studio.page()
        assert page["body"] == fault
        assert page["document"] is None
        assert page["name"] == {"fi": "Polku", "en": "Journey"}
        assert any(each["level"] == "error" for each in page["problems"])
        with pytest.raises(DocumentError):
            workspace.studio.publish("-", note="x", who="Liisa")
    assert (folder / "journey.yaml").read_text("utf-8") == JOURNEY


def test_publishing_writes_file_and_version_with_its_note(
    workspace: Workspace, folder: Path
) -> None:
    """The note is needed; people are where the new rules put them at once; the same again is refused."""
    edit(workspace, "enter: [Order Completed]", "enter: [{event: Order Completed, times: 2}]")
    for note in ("", "   ", "x" * 501):
        with pytest.raises(RequestRefused) as refused:
            workspace.studio.publish("-", note=note, who="Liisa")
        assert codes(refused) == {"studio.no-note"}
    told = workspace.studio.publishing("-", language="fi")
    assert not told["same_rules"]
    assert told["moving"] == 18
    assert [
        (each["from"], each["to"], each["people"], len(each["examples"])) for each in told["moves"]
    ] == [("customer", "lead", 18, 5)]
    assert {each["key"]: (each["now"], each["then"]) for each in told["stages"]} == {
        "lead": (16, 34),
        "customer": (24, 6),
    }
    assert workspace.studio.publish("-", note="Vasta toinen osto", who="Liisa") == 2
    assert (folder / "journey.yaml").read_text("utf-8") == workspace.studio.page()["body"]
    stages = workspace.stages().to_pandas().set_index("stage").people.to_dict()
    assert stages == {"lead": 34, "customer": 6}
    rows = workspace.studio.versions("-")["versions"]
    assert [(each["version"], each["who"], each["note"]) for each in rows] == [
        (2, "Liisa", "Vasta toinen osto"),
        (1, "file", ""),
    ]
    with pytest.raises(RequestRefused) as refused:
        workspace.studio.publish("-", note="taas", who="Liisa")
    assert codes(refused) == {"studio.nothing-new"}


def test_nobody_moves_when_the_rules_stay(workspace: Workspace) -> None:
    """Another name folds nothing: the same people on both sides."""
    edit(workspace, "fi: Liidit", "fi: Mahdolliset")
    told = workspace.studio.publishing("-")
    assert told["same_rules"]
    assert (told["moving"], told["moves"]) == (0, [])
    assert [(each["now"], each["then"]) for each in told["stages"]] == [(16, 16), (24, 24)]


def test_an_edit_by_hand_is_a_version_and_leaves_own_edits(
    workspace: Workspace, folder: Path
) -> None:
    """Without own edits the draft follows the file; with them it stays, and the page tells what the file changed."""
    workspace.studio.page()
    by_hand = JOURNEY.replace("owner: Liisa", "owner: Pekka")
    (folder / "journey.yaml").write_text(by_hand, "utf-8")
    page = workspace.studio.page()
    assert (page["version"], page["body"], page["behind"]) == (2, by_hand, None)
    edit(workspace, "review_every_days: 30", "review_every_days: 60")
    (folder / "journey.yaml").write_text(by_hand.replace("owner: Pekka", "owner: Kaisa"), "utf-8")
    page = workspace.studio.page()
    assert page["version"] == 3
    assert "owner: Pekka" in page["body"]
    assert page["behind"]["by_file"]
    assert words(page["behind"]["changes"]) == ['Polun omistaja muuttui: "Pekka" → "Kaisa"']


def test_a_conflict_tells_what_each_side_changed(api: httpx.Client) -> None:
    """Two begin from the same text: the second is refused with both sides in words, and nothing is lost."""
    begun = api.get("/api/journeys/-").json()
    base = begun["body"]
    mine = {"body": base.replace("30", "60", 1), "edition": begun["edition"], "base": base}
    theirs = {"body": base.replace("owner: Liisa", "owner: Pekka"), "edition": begun["edition"]}
    assert api.put("/api/journeys/-", json=theirs).status_code == 200
    refused = api.put("/api/journeys/-", json=mine, headers={"Accept-Language": "fi"})
    assert refused.status_code == 409
    params = refused.json()["errors"][0]["params"]
    assert params["mine"] == "Polun katselmointiväli muuttui: 30 pv → 60 pv"
    assert params["theirs"] == 'Polun omistaja muuttui: "Liisa" → "Pekka"'
    assert params["who"]


def test_a_cut_off_publishing_mends_itself(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the file was written: the next look writes the version down, with who and why."""
    edit(workspace, "owner: Liisa", "owner: Pekka")

    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("polku.studio.place.finish", killed)
        with pytest.raises(KeyboardInterrupt):
            workspace.studio.publish("-", note="Uusi omistaja", who="Liisa")
    assert "Pekka" in (folder / "journey.yaml").read_text("utf-8")
    newest = workspace.studio.versions("-")["versions"][0]
    assert (newest["version"], newest["who"], newest["note"]) == (2, "Liisa", "Uusi omistaja")
    assert not workspace.studio.page()["draft_differs"]


def test_the_file_is_never_half_written(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails leaves the old file, no litter, and no version."""
    edit(workspace, "owner: Liisa", "owner: Pekka")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as cut:
        cut.setattr("polku.store.whole_file.os.fsync", full)
        with pytest.raises(StoreFull):
            workspace.studio.publish("-", note="Uusi omistaja", who="Liisa")
    assert (folder / "journey.yaml").read_text("utf-8") == JOURNEY
    assert not [*folder.glob(".journey-*")]
    assert workspace.studio.page()["version"] == 1


def test_what_hangs_on_a_stage_blocks_its_going_away(workspace: Workspace) -> None:
    """A running programme and a segment hold the stage; a draft of a programme only warns."""
    programme = "key: care\nname: Kiitos\nstage: customer\nentry: {stage: customer}\nsteps: []\n"
    workspace.care.save("care", programme, edition=0, who="x")
    workspace.segments.save(
        "buyers", {"key": "buyers", "name": "Ostajat", "condition": {"stage": "customer"}}, who="x"
    )
    edit(workspace, JOURNEY[JOURNEY.index("goal:") : JOURNEY.index("stages:")], "")
    page = workspace.studio.page()
    kept = page["body"][: page["body"].index("  - {key: customer")]
    workspace.studio.save("-", kept, edition=page["edition"], who="x")
    told = workspace.studio.publishing("-", language="fi")
    found = {(each["code"], each["level"]) for each in told["problems"]}
    assert ("studio.programme-hangs", "warning") in found
    assert ("studio.segment-hangs", "error") in found
    assert told["blocked"]
    with pytest.raises(DocumentError) as refused:
        workspace.studio.publish("-", note="pois", who="x")
    assert codes(refused) == {"studio.segment-hangs"}


def test_another_journey_runs_and_the_first_is_kept(workspace: Workspace, folder: Path) -> None:
    """A copy is drawn, changed and let run; the one that ran is drawn and can run again; the running one stays."""
    made = workspace.studio.begin(copy_of="-", name="Toinen polku", who="Liisa")
    assert (made["running"], made["version"], made["name"]["fi"]) == (False, None, "Toinen polku")
    assert yaml.safe_load(made["body"])["key"] == made["key"]
    assert workspace.studio.publishing(made["key"])["same_rules"]
    workspace.studio.run(made["key"], note="Vaihto", who="Liisa")
    assert workspace.studio.page()["key"] == made["key"]
    assert yaml.safe_load((folder / "journey.yaml").read_text("utf-8"))["name"] == "Toinen polku"
    listed = {each["key"]: each["running"] for each in workspace.studio.journeys()}
    assert listed == {made["key"]: True, "main": False}
    with pytest.raises(RequestRefused) as refused:
        workspace.studio.delete("-", who="Liisa")
    assert codes(refused) == {"studio.runs"}
    body = workspace.studio.page("main")["body"]
    workspace.studio.delete("main", who="Liisa")
    back = workspace.studio.begin(key="main", body=body, who="Liisa")
    assert back["name"] == {"fi": "Polku", "en": "Journey"}
    workspace.studio.run("main", note="Takaisin", who="Liisa")
    assert workspace.studio.page()["key"] == "main"


def test_versions_are_looked_at_named_and_restored(workspace: Workspace) -> None:
    """A named draft is kept without publishing; restoring goes to the draft, and what runs stays."""
    edit(workspace, "owner: Liisa", "owner: Pekka")
    workspace.studio.name_version("-", "Ennen kampanjaa", who="Liisa")
    workspace.studio.publish("-", note="Pekka", who="Liisa")
    assert words(workspace.studio.changes("-", 1, 2)) == [
        'Polun omistaja muuttui: "Liisa" → "Pekka"'
    ]
    first = workspace.studio.version("-", 1)
    assert words(first["restoring"]) == ['Polun omistaja muuttui: "Pekka" → "Liisa"']
    workspace.studio.restore("-", 1, who="Liisa")
    page = workspace.studio.page()
    assert (page["body"], page["version"]) == (JOURNEY, 2)
    named = workspace.studio.versions("-")["named"]
    assert [each["note"] for each in named] == ["Ennen kampanjaa"]
    workspace.studio.restore("-", 1, named=True, who="Liisa")
    assert "Pekka" in workspace.studio.page()["body"]


GOAL = {"name": {"fi": "Toinen", "en": "Second"}, "from": "lead", "to": "customer", "target": 0.5}


def test_one_goal_at_a_time(workspace: Workspace, folder: Path) -> None:
    """It holds at once and leaves other edits drafts; a second is refused until the first is parked."""
    edit(workspace, "owner: Liisa", "owner: Pekka")
    changed = {**GOAL, "name": {"fi": "Kaupoiksi", "en": "To a sale"}}
    workspace.studio.set_goal("-", changed, who="Liisa")
    text = (folder / "journey.yaml").read_text("utf-8")
    assert "target: 0.5" in text
    assert "# Yksi kerrallaan" in text
    assert "owner: Liisa" in text
    assert words(workspace.studio.page()["changes"]) == [
        'Polun omistaja muuttui: "Liisa" → "Pekka"'
    ]
    other = {**GOAL, "from": "customer", "to": "lead"}
    with pytest.raises(RequestRefused) as refused:
        workspace.studio.set_goal("-", other, who="Liisa")
    assert refused.value.status == 409
    (problem,) = refused.value.problems
    assert (problem.code, str(problem.params["first"]), str(problem.params["second"])) == (
        "journey.second-goal",
        "Kaupoiksi",
        "Toinen",
    )
    with pytest.raises(DocumentError):
        workspace.studio.set_goal("-", {**GOAL, "to": "nowhere"}, park=True, who="Liisa")
    assert (folder / "journey.yaml").read_text("utf-8") == text


def test_goals_are_parked_taken_back_and_remembered(workspace: Workspace) -> None:
    """Parking empties the place; taking one back empties its place among the parked; the history has both, measured."""
    workspace.studio.set_goal("-", None, park=True, who="Liisa")
    told = workspace.studio.goals()
    assert told["goal"] is None
    assert [each["sentence"]["fi"] for each in told["parked"]] == ["Kaupoiksi"]
    workspace.studio.set_goal("-", told["parked"][0]["written"], who="Pekka")
    told = workspace.studio.goals(moved=True)
    assert told["goal"]["sentence"]["fi"] == "Kaupoiksi"
    assert told["parked"] == []
    newest, parked, first = told["history"]
    assert (newest["who"], newest["before"]) == ("Pekka", None)
    assert (parked["who"], parked["after"]) == ("Liisa", None)
    assert first["who"] == "file"
    before = first["moved"]["before"]
    assert (before["n"], round(before["value"], 2)) == (40, 0.6)
    notes = [each["note"] for each in workspace.studio.versions("-")["versions"]]
    assert notes == [
        'Tavoite asetettiin: "Kaupoiksi"',
        'Tavoite siirrettiin odottamaan: "Kaupoiksi"',
        "",
    ]


def test_drift_is_the_figure_of_the_report(folder: Path) -> None:
    """The share and its n are those of "fit"; it is told as fallen only when enough people stray more than before."""
    with Workspace.open(folder, clock=lambda: NOW) as workspace:
        drift = workspace.studio.health()["drift"]
        answer = workspace.reports.answer("fit", drift["asked"])
        figure = next(each for each in answer["figures"] if each["key"] == "whole")
        assert (drift["now"]["value"], drift["now"]["n"]) == (figure["value"], figure["n"])
        assert drift["now"]["n"] > 0
        assert not drift["fell"]
        other = workspace.studio.begin(template="b2b", who="x")
        assert workspace.studio.health(other["key"])["drift"] is None
    with Workspace.open(folder, clock=lambda: NOW + timedelta(days=40)) as workspace:
        assert workspace.studio.health()["stale"]["stale"]


def test_roles_and_unknown_journeys(api: httpx.Client) -> None:
    """404 for a key that is not there, 409 for one that is taken, and a body of any name stays text."""
    assert api.get("/api/journeys/nope").status_code == 404
    made = api.post(
        "/api/journeys", json={"template": "b2b", "name": "<script>alert(1)</script> =1+1"}
    )
    assert made.status_code == 201
    assert made.json()["name"]["fi"] == "<script>alert(1)</script> =1+1"
    assert api.post("/api/journeys", json={"key": made.json()["key"]}).status_code == 409
    assert len(api.get("/api/journeys/templates").json()) == 8
    broken = api.post("/api/journeys", json={"body": "a: [", "name": "Rikki"})
    assert broken.status_code == 201
    assert broken.json()["document"] is None


def test_many_save_at_once_and_one_wins_each_time(workspace: Workspace) -> None:
    """Ten threads save on one edition: one is kept, nine are told."""
    page = workspace.studio.page()
    kept: list[str] = []
    told: list[int] = []

    def save(number: int) -> None:
        body = page["body"].replace("owner: Liisa", f"owner: O{number}")
        try:
            workspace.studio.save("-", body, edition=page["edition"], who=f"w{number}")
            kept.append(body)
        except RequestRefused as refused:
            told.append(refused.status)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(kept), told) == (1, [409] * 9)
    assert workspace.studio.page()["body"] == kept[0]


def test_many_look_first_and_the_file_is_taken_in_once(tmp_path: Path) -> None:
    """Whatever is asked first, all at once: one journey, one version, one key for everybody."""
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "journey.yaml").write_text(JOURNEY, "utf-8")
        (folder / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
        with Workspace.open(folder, clock=lambda: NOW) as workspace:
            asked = [
                workspace.studio.page,
                workspace.studio.goals,
                lambda: workspace.studio.health("-"),
                lambda: workspace.studio.publishing("-"),
                lambda: workspace.improve.board.page("-", voter="Liisa"),
                lambda: workspace.content.pieces("-"),
            ]
            with ThreadPoolExecutor(len(asked)) as pool:
                gate = threading.Barrier(len(asked))

                def at_once(ask: Callable[[], Any], gate: threading.Barrier = gate) -> Any:
                    gate.wait()
                    return ask()

                found = list(pool.map(at_once, asked))
            assert [row["key"] for row in workspace.studio.journeys()] == ["main"]
            versions = workspace.control.definitions.versions("journey", "main")
            assert [each.version for each in versions] == [1]
            assert found[4]["journey"] == "main"


def test_a_field_is_written_without_touching_the_rest() -> None:
    """Comments, order and form of what does not change stay; JSON is written anew."""
    goal = {"name": "X", "from": "lead", "to": "customer", "target": 0.1}
    text = patched(JOURNEY, {"goal": goal})
    assert yaml.safe_load(text)["goal"] == goal
    assert text.startswith(JOURNEY[: JOURNEY.index("goal:")])
    assert text.endswith(JOURNEY[JOURNEY.index("\nstages:") :])
    without = patched(text, {"goal": None, "owner": None})
    assert "goal" not in yaml.safe_load(without)
    assert "# Yksi kerrallaan\n" in without
    added = patched(without, {"goal": goal})
    assert yaml.safe_load(added) == {k: v for k, v in yaml.safe_load(text).items() if k != "owner"}
    assert yaml.safe_load(patched('{"a": 1, "goal": 2}', {"goal": 3})) == {"a": 1, "goal": 3}
    last = patched("stages: []\nowner: X", {"owner": "Y", "key": "k"})
    assert yaml.safe_load(last) == {"stages": [], "owner": "Y", "key": "k"}


def test_keys_are_made_from_names() -> None:
    """Letters of Finnish become plain; what has no letters gets a plain word."""
    assert place._slug("Äänekosken  polku 2!") == "aanekosken-polku-2"
    assert place._slug("😀 =cmd()") == "cmd"
    assert place._slug("😀") == "journey"
