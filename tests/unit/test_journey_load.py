"""The journey document is read, and all that is wrong with it is told at once."""

from __future__ import annotations

from string import Formatter

import pytest

from polku.errors import DocumentError, Problem, catalogue
from polku.journey import load_journey
from polku.journey.model import Journey
from polku.journey.persona import Persona


def problems(text: str) -> list[Problem]:
    with pytest.raises(DocumentError) as raised:
        load_journey(text)
    return list(raised.value.problems)


def codes(text: str) -> list[str]:
    return [problem.code for problem in problems(text)]


def two_stages(first: str, second: str = "{event: B}", extra: str = "") -> str:
    return f"stages:\n- {{key: a, enter: [{first}]}}\n- {{key: b, enter: [{second}]}}\n{extra}"


def warnings(text: str) -> list[str]:
    found = load_journey(text).problems
    return [problem.code for problem in found if problem.level == "warning"]


def hints(text: str) -> list[str]:
    return [problem.code for problem in load_journey(text).problems if problem.level == "hint"]


def test_the_form_of_the_design_is_read() -> None:
    """Stages may be written with their rules alone; a name is then the key."""
    journey = load_journey(
        """
stages:
  - key: lead
    name: {fi: Liidit ja kokeilijat, en: Leads and trial users}
    enter:
      - event: Form Submitted
      - {event: Trial Started, where: {total: ">50"}, times: 3, within: 30d}
  - key: customer
    enter:
      - {event: Order Completed, from: [earlier, left]}
  - key: left
    enter:
      - {event: Subscription Cancelled, from: any}
      - {inactive: Order Completed, for: {own_interval: 2.5, at_least: 60d}, from: [customer, lead]}
"""
    ).journey
    assert journey.stage_keys == ("lead", "customer", "left")
    assert journey.stage("lead").name.in_("en") == "Leads and trial users"
    assert journey.stage("customer").name.in_("fi") == "customer"
    assert journey.stage("left").enter[1].from_ == ("customer", "lead")
    assert journey.stage("left").exit
    assert not journey.stage("customer").exit


def test_all_problems_come_at_once_with_their_lines() -> None:
    """Form and references are both told in one go, each at its path and line."""
    found = problems(
        """nam: x
stages:
  - key: lead
    expected_days: "5"
    enter:
      - {event: Form Submitted, from: [cust]}
  - {key: lead, axis: leftt}
"""
    )
    told = {(problem.code, problem.where) for problem in found}
    assert told == {
        ("journey.misspelt-key", "journey.yaml:1 nam"),
        ("journey.not-number", "journey.yaml:4 stages[0].expected_days"),
        ("journey.not-a-choice", "journey.yaml:7 stages[1].axis"),
        ("journey.duplicate-key", "journey.yaml:7 stages[1].key"),
        ("journey.unknown-stage", "journey.yaml:6 stages[0].enter[0].from"),
    }
    assert next(p.params for p in found if "nam" in p.where)["suggestion"] == "name"
    assert next(p.params["line"] for p in found if "expected" in p.where) == 4


def test_each_missing_key_is_told() -> None:
    """Two keys missing from one part are two problems."""
    text = two_stages("{event: A}", extra="goal: {name: Tavoite, target: 0.1}\n")
    assert codes(text) == ["journey.missing", "journey.missing"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "journey.empty"),
        ("# only a comment\n", "journey.empty"),
        ("stages: [a\n", "journey.syntax"),
        ("stages:\n\t- key: a\n", "journey.syntax"),
        ("a: \x00", "journey.nul-byte"),
        ("a: \ud800", "journey.not-utf8"),
        ("a: \x07", "journey.syntax"),
        ("- a", "journey.not-mapping"),
        ("just words", "journey.not-mapping"),
        ("a: 1\n---\nb: 2", "journey.two-documents"),
        ("a: !!python/object:os.system x", "journey.tag"),
        ("a: *b", "journey.unknown-anchor"),
        ("a: &a [*a]", "journey.unknown-anchor"),
        ("? [a, b]\n: c", "journey.key-not-text"),
        ("a: " + "[" * 100 + "]" * 100, "journey.too-deep"),
        ("a: " + "[" * 100_000, "journey.too-deep"),
        ("a: " + "x" * 2_000_001, "journey.too-large"),
        ("stages: []", "journey.empty-list"),
        ("name: x", "journey.missing"),
        ("stages: {key: a}", "journey.not-list"),
        ("stages: [a]", "journey.not-mapping"),
        ("stages: [{key: 5}]", "journey.not-text"),
        ("stages: [{key: a b}]", "journey.bad-key"),
        ("stages: [{key: a, name: [b]}]", "journey.not-text"),
        ("stages: [{key: a, name: ' '}]", "journey.empty-text"),
        ("stages: [{key: a, name: {sv: b}}]", "journey.unknown-key"),
        ("stages: [{key: a, name: {fi: a, en b, en: c}}]", "journey.misspelt-key"),
        ("stages: [{key: a, goal: " + "x" * 5_001 + "}]", "journey.long-text"),
        ("stages: [{key: a, emotion_target: 3}]", "journey.out-of-range"),
        ("stages: [{key: a, emotion_target: 1.5}]", "journey.not-whole-number"),
        ("stages: [{key: a, expected_days: 0}]", "journey.out-of-range"),
        ("stages: [{key: a, enter: [{evnt: A}]}]", "condition.no-kind"),
        ("stages: [{key: a, enter: [{inactive: A, for: 3x}]}]", "condition.bad-duration"),
        ("stages: [{key: a, enter: [{event: A, for: 3d}]}]", "journey.unknown-key"),
        ("stages: [{key: a, key: b}]", "journey.repeated-key"),
        ("stages: [{key: a}]\nlast_reviewed: 20261122", "journey.bad-date"),
        ("stages: [{key: a}]\nlast_reviewed: 2026-13-01", "journey.bad-date"),
        (
            "stages: [{key: a}]\ntouchpoints: [{key: t, moment_of_truth: 1}]",
            "journey.not-true-or-false",
        ),
    ],
)
def test_a_document_of_the_wrong_form_says_what_is_wrong(text: str, code: str) -> None:
    """One fault, one problem, with words in both languages and no hole in them."""
    found = problems(text)
    assert [problem.code for problem in found] == [code]
    for language in ("fi", "en"):
        for sentence in catalogue()[code][language].values():
            asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            assert asked <= set(found[0].params)


def test_syntax_has_its_line_and_column() -> None:
    """The place of a fault in YAML is the parser's own."""
    (found,) = problems("name: x\nstages:\n  - key: a\n   name: b\n")
    assert found.where == "journey.yaml:4"
    assert found.params["column"] > 1


def test_an_alias_bomb_is_refused_before_it_is_unfolded() -> None:
    """Ten levels of ten references are ten thousand million values."""
    levels = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 11)]
    assert codes("\n".join(levels)) == ["journey.too-many-values"]


def test_the_wrong_file_is_refused_quickly() -> None:
    """Of ten thousand faults the first hundreds are told, and how many more there are."""
    found = problems("stages: [{key: a}]\n" + "\n".join(f"k{n}: 1" for n in range(10_000)))
    assert len(found) == 301
    (more,) = [problem for problem in found if problem.code == "journey.more-problems"]
    assert more.params["count"] == 9_700


def test_references_within_the_document_are_written_out() -> None:
    """A part may be marked with & and used again with *."""
    text = two_stages("&rule {event: A}", "*rule", "")
    journey = load_journey(text).journey
    assert journey.stages[0].enter == journey.stages[1].enter


def test_words_like_no_and_times_like_12_30_are_text() -> None:
    """Only true, false, null and plain numbers are more than text."""
    text = two_stages("{event: No, where: {at: 12:30, ok: yes, code: 007}}")
    condition = load_journey(text).journey.stages[0].enter[0].condition
    assert condition.model_dump()["where"] == {"at": "12:30", "ok": "yes", "code": "007"}
    assert condition.model_dump()["event"] == "No"


def test_a_key_left_empty_is_as_if_absent() -> None:
    """A template's slot can be emptied without removing its line."""
    journey = load_journey(
        "stages:\n- key: a\n  goal:\n  actions:\n  enter: [{event: A}]\n"
    ).journey
    assert journey.stages[0].goal is None
    assert journey.stages[0].actions == ()


def test_unknown_references_are_named_with_what_there_is() -> None:
    """Stages, channels and touchpoints that are not there."""
    text = """
stages: [{key: lead, enter: [{event: A}], example_channels: [emial]}]
channels: [{key: email}]
personas: [{key: p, channels: [fax]}]
goal: {name: T, from: lead, to: custmer, target: 10 %}
touchpoints: [{key: t, stages: [leed], channel: phone, next: u, event: A}]
"""
    found = problems(text)
    assert [(problem.code, problem.params["path"]) for problem in found] == [
        ("journey.unknown-channel", "stages[0].example_channels"),
        ("journey.unknown-stage", "goal.to"),
        ("journey.unknown-channel", "personas[0].channels"),
        ("journey.unknown-stage", "touchpoints[0].stages"),
        ("journey.unknown-channel", "touchpoints[0].channel"),
        ("journey.unknown-touchpoint", "touchpoints[0].next"),
    ]
    assert found[0].params["known"] == "email"


def test_content_that_refers_to_what_is_not_there_is_told() -> None:
    """Stages, personas, channels, proof and topics of the plan, the script and the calendar; rows."""
    text = """
stages: [{key: lead, enter: [{event: A}]}]
channels: [{key: email}]
topics: [{key: t, stages: [leed], personas: [x], pieces: [{key: p, channel: fax}, {key: p}]}]
threads: [{key: t, persona: x, hooks: [{key: h, channel: fax}]}]
objections: [{key: o, stages: [leed], personas: [x], proof: [q]}]
proof: [{key: p, stages: [leed]}]
calendar: [{key: c, from: 2027-01-10, stages: [leed], topics: [u]}]
"""
    assert [(problem.code, problem.params["path"]) for problem in problems(text)] == [
        ("journey.duplicate-key", "topics[0].pieces[1].key"),
        ("journey.unknown-stage", "topics[0].stages"),
        ("journey.unknown-persona", "topics[0].personas"),
        ("journey.unknown-persona", "threads[0].persona"),
        ("journey.unknown-stage", "objections[0].stages"),
        ("journey.unknown-persona", "objections[0].personas"),
        ("journey.unknown-proof", "objections[0].proof"),
        ("journey.unknown-stage", "proof[0].stages"),
        ("journey.unknown-stage", "calendar[0].stages"),
        ("journey.unknown-topic", "calendar[0].topics"),
        ("journey.unknown-channel", "topics[0].pieces[0].channel"),
        ("journey.unknown-channel", "threads[0].hooks[0].channel"),
    ]


def test_a_row_without_a_name_and_text_of_no_row_are_told() -> None:
    """The catalogue's rows need no name; text that no row shows is kept, and said."""
    extra = "lanes: [thoughts, {key: own, name: Oma}, weather]\n"
    (found,) = problems(two_stages("{event: A}", extra=extra))
    assert (found.code, found.params["path"]) == ("journey.unknown-lane", "lanes[2]")
    text = """
stages: [{key: a, enter: [{event: A}], cells: {thougths: [x], quotes: [y]}, evidence: {sky: measured}}]
"""
    found = [one for one in load_journey(text).problems if one.code == "journey.cell-of-no-lane"]
    assert [one.params["path"] for one in found] == [
        "stages[0].cells.thougths",
        "stages[0].evidence.sky",
    ]
    assert "thoughts" in found[0].params["known"]


def test_a_second_goal_is_refused_and_parking_offered() -> None:
    """P1: one goal at a time, whichever way the second is written."""
    goals = (
        "{name: Ensin, from: a, to: b, target: 0.1}, {name: Sitten, from: a, to: b, target: 0.2}"
    )
    (found,) = problems(two_stages("{event: A}", extra=f"goal: [{goals}]\n"))
    assert found.code == "journey.second-goal"
    assert "Ensin" in found.what("fi")
    assert "parked" in found.fix("fi")
    twice = "goal: {name: T, from: a, to: b, target: 0.1}\n" * 2
    assert codes(two_stages("{event: A}", extra=twice)) == ["journey.goal-twice"]
    parked = two_stages("{event: A}", extra=f"parked: [{goals}]\n")
    assert len(load_journey(parked).journey.parked) == 2


@pytest.mark.parametrize(
    ("written", "share"), [("16 %", 0.16), ("0.16", 0.16), ("'12,5 %'", 0.125), ("1", 1.0)]
)
def test_a_target_is_a_share_or_a_percentage(written: str, share: float) -> None:
    """A marketer writes 16 %, a program 0.16."""
    goal = f"goal: {{name: T, from: a, to: b, target: {written}}}\n"
    found = load_journey(two_stages("{event: A}", extra=goal)).journey.goal
    assert found is not None
    assert found.target == share


@pytest.mark.parametrize("written", ["16", "0", "-1 %", "200 %", "many", "true"])
def test_a_target_out_of_range_is_refused(written: str) -> None:
    """16 without % would be 1600 %."""
    goal = f"goal: {{name: T, from: a, to: b, target: {written}}}\n"
    assert codes(two_stages("{event: A}", extra=goal)) == ["journey.bad-target"]


def test_market_shares_sum_to_100() -> None:
    """F4: 60/20/17/3 is right, and what does not make a whole market is refused."""

    def document(*shares: float) -> str:
        stages = ", ".join(
            f"{{key: s{n}, market_share_pct: {share}, enter: [{{event: E{n}}}]}}"
            for n, share in enumerate(shares)
        )
        return f"stages: [{stages}]"

    load_journey(document(60, 20, 17, 3))
    load_journey(document(33.33, 33.33, 33.34))
    (found,) = problems(document(60, 20, 17, 4))
    assert (found.code, found.params["total"]) == ("journey.shares-not-100", "101")


def test_reserved_words_cannot_be_stages() -> None:
    """`from: any` must mean one thing."""
    text = "stages: [{key: any}, {key: none}, {key: earlier}]"
    assert codes(text) == ["journey.reserved-key"] * 3


def test_what_is_wrong_calls_stages_by_their_names() -> None:
    """A key is of the file; who looks at the map knows the name, in either language."""
    text = "stages: [{key: a, name: {fi: Alku, en: Start}}, {key: b, name: Loppu, enter: [{event: B}]}]"
    (found,) = (each for each in warnings(text) if each == "journey.no-rules")
    told = [each for each in load_journey(text).problems if each.code == found]
    assert "Alku" in told[0].what("fi")
    assert "Start" in told[0].what("en")


def test_a_goal_must_lead_somewhere() -> None:
    """From a stage to itself is no way."""
    goal = "goal: {name: T, from: a, to: a, target: 0.1}\n"
    assert codes(two_stages("{event: A}", extra=goal)) == ["journey.goal-stays"]


def test_a_rule_that_can_never_apply_is_told() -> None:
    """Only from its own stage: an error. Behind a wider rule that is tried first: a warning."""
    assert codes(two_stages("{event: A}", "{event: B, from: b}")) == ["journey.idle-rule"]
    assert warnings(two_stages("{event: A}", "{event: A}")) == ["journey.shadowed-rule"]
    assert (
        warnings(two_stages("{event: A}", "{event: A}, {event: A, times: 2}"))
        == ["journey.shadowed-rule"] * 2
    )
    assert warnings(two_stages("{event: A}", "{event: A, times: 2}")) == []
    assert warnings(two_stages("{event: A}", "{event: A, from: a}")) == []
    assert warnings(two_stages("{event: A}", "{event: A, where: {x: 1}}")) == []


def test_a_stage_that_nobody_comes_to_is_warned_of() -> None:
    """Without rules, or with rules that lead only from where nobody is."""
    assert warnings("stages: [{key: a, enter: [{event: A}]}, {key: b}]") == [
        "journey.no-rules",
        "journey.no-way-on",
    ]
    assert (
        warnings(
            two_stages("{event: A, from: b}", "{event: B, from: a}"),
        )
        == ["journey.unreachable-stage"] * 2
    )


def test_a_cycle_that_cannot_be_left_is_refused() -> None:
    """a and b lead to each other only, and c is entered from no stage alone."""
    ring = """
stages:
  - {key: a, enter: [{event: A, from: [none, b]}]}
  - {key: b, enter: [{event: B, from: a}]}
  - {key: c, enter: [{event: C, from: %s}]}
"""
    (found,) = problems(ring % "none")
    assert (found.code, str(found.params["stages"])) == ("journey.endless-cycle", "a, b")
    assert warnings(ring % "b") == []


def test_a_cycle_at_the_end_of_the_way_is_allowed() -> None:
    """Customers leave and come back: the way ends there."""
    assert (
        warnings(
            """
stages:
  - {key: lead, enter: [{event: A}]}
  - {key: customer, enter: [{event: B, from: [earlier, left]}]}
  - {key: left, axis: left, enter: [{event: C, from: customer}]}
"""
        )
        == []
    )


def test_gaps_are_hints() -> None:
    """P3 and P5: a stage has goal, actions and places; a touchpoint has a next step and an event."""
    text = "stages: [{key: a, enter: [{event: A}]}]\ntouchpoints: [{key: t}]"
    assert hints(text) == [
        "journey.dead-end",
        "journey.unbound-touchpoint",
        "journey.no-goal",
        "journey.no-actions",
        "journey.no-places",
    ]


def test_hints_and_warnings_do_not_hide_behind_errors() -> None:
    """What is raised is what must be mended: errors only."""
    text = two_stages("{event: A}", "{event: B, from: b}")
    assert {problem.level for problem in problems(text)} == {"error"}


def test_the_parts_are_frozen() -> None:
    """A document that is in use does not change under its users."""
    journey = load_journey("stages: [{key: a, enter: [{event: A}]}]").journey
    with pytest.raises(ValueError, match="frozen"):
        journey.stages[0].key = "b"  # type: ignore[misc]
    assert isinstance(journey, Journey)
    assert Persona.model_validate({"key": "p"}).name.in_("en") == "p"


def test_a_comma_in_a_text_without_quotes_is_explained() -> None:
    """{fi: Hei, maailma, en: …} has three keys; the words say to put the text in quotes."""
    text = "stages:\n  - key: a\n    goal: {fi: Hei, maailma, en: Hello}\n    enter: [A]\n"
    with pytest.raises(DocumentError) as caught:
        load_journey(text)
    (problem,) = caught.value.problems
    assert problem.code == "journey.stray-words"
    assert "maailma" in problem.what("fi")
    assert "lainausmerkkeihin" in problem.fix("fi")
