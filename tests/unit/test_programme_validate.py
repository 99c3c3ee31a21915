"""What blocks the publishing of a programme, what should be looked at, and hints: each found where it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from polku.delivery.render.check import check_template
from polku.errors import DocumentError, Problem, catalogue
from polku.journey import load_journey
from polku.journey.templates import template
from polku.programmes.known import Known
from polku.programmes.load import load_programme
from polku.programmes.templates import from_template
from polku.programmes.validate import check_programme, validate_programme

JOURNEY = load_journey(template("shop", "fi")).journey
KNOWN = Known(
    journey=JOURNEY,
    segments=("vip",),
    forms=("guide",),
    offers=("spring",),
    programmes=("welcome",),
    channels=("email", "sms", "push"),
    purposes=("marketing",),
    people={"vip": 12},
    events={"Order Completed": 3, "Page Viewed": 9},
    company="Kauppa Oy",
    sender="posti@kauppa.fi",
    reply_to="posti@kauppa.fi",
    most_per_day=1,
    most_per_week=2,
    personal=("email", "birthday"),
    check_text=check_template,
)
HEAD = """
key: care
name: Hoito
description: Kenelle ja miksi
stage: lead
entry: {event: Page Viewed}
goal: {event: Order Completed}
exits: [{stage: left}]
"""
MAIL = "email: {subject: Moi, body: Terve}"
SEND = f"- {{key: s, send: {{{MAIL}}}}}"


def found(text: str, known: Known = KNOWN) -> list[Problem]:
    _, problems = check_programme(text, known)
    return problems


def of(steps: str, head: str = HEAD, known: Known = KNOWN) -> list[Problem]:
    return found(f"{head}steps:\n{steps}\n", known)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_programme_in_order_has_nothing_to_mend() -> None:
    """The head and the message that the other tests change."""
    assert of(SEND) == []


ERRORS = {
    "programme.no-stage": (HEAD.replace("stage: lead\n", ""), SEND, None),
    "programme.unknown-stage": (HEAD.replace("stage: lead", "stage: leed"), SEND, None),
    "programme.no-way-out": (
        HEAD.replace("goal: {event: Order Completed}\nexits: [{stage: left}]\n", ""),
        SEND,
        None,
    ),
    "programme.no-steps": (HEAD, "- wait: 2d", None),
    "programme.no-audience": (
        HEAD.replace("{event: Page Viewed}", "{schedule: {every: day}}"),
        SEND,
        None,
    ),
    "programme.duplicate-step": (HEAD, f"{SEND}\n- wait: 2d\n- {{key: s, wait: 2d}}", "s"),
    "programme.duplicate-arm": (
        HEAD,
        f"{SEND}\n- key: b\n  split: [{{weight: 50, key: a, steps: [{{wait: 1d}}]}}, {{weight: 50, key: a}}]",
        "b",
    ),
    "programme.no-arms": (HEAD, f"{SEND}\n- {{key: b, branch: []}}", "b"),
    "programme.empty-condition": (
        HEAD,
        f"{SEND}\n- {{key: b, branch: [{{if: null, name: A, steps: [{{wait: 1d}}]}}]}}",
        "b",
    ),
    "programme.weights-not-100": (
        HEAD,
        f"{SEND}\n- {{key: b, split: [{{weight: 50, steps: [{{wait: 1d}}]}}, {{weight: 40}}]}}",
        "b",
    ),
    "programme.weight-zero": (
        HEAD,
        f"{SEND}\n- {{key: b, split: [{{weight: 100, steps: [{{wait: 1d}}]}}, {{weight: 0}}]}}",
        "b",
    ),
    "programme.personal-trait": (
        HEAD,
        f"{SEND}\n- {{key: b, wait: {{date: birthday, offset: -3d}}}}",
        "b",
    ),
    "programme.no-content": (HEAD, "- {key: s, send: {}}", "s"),
    "programme.no-subject": (HEAD, "- {key: s, send: {email: {body: Terve}}}", "s"),
    "programme.no-body": (HEAD, "- {key: s, send: {email: {subject: Moi}}}", "s"),
    "programme.no-text": (HEAD, "- {key: s, send: {sms: {}}}", "s"),
    "programme.empty-channel": (
        HEAD,
        f"- {{key: s, send: {{channels: [sms, email], {MAIL}}}}}",
        "s",
    ),
    "programme.no-question": (
        HEAD,
        f"- {{key: s, survey: {{kind: nps, survey: q, {MAIL}}}}}",
        "s",
    ),
    "programme.no-title": (HEAD, f"{SEND}\n- {{key: t, task: {{owner: sales}}}}", "t"),
    "programme.nothing-set": (HEAD, f"{SEND}\n- {{key: t, set: {{}}}}", "t"),
    "programme.unknown-segment": (
        HEAD,
        f"{SEND}\n- {{key: b, branch: [{{if: {{segment: vipp}}, name: A, steps: [{{wait: 1d}}]}}]}}",
        "b",
    ),
    "programme.unknown-persona": (
        HEAD,
        f"{SEND}\n- {{key: b, branch: [{{if: {{persona: x}}, name: A, steps: [{{wait: 1d}}]}}]}}",
        "b",
    ),
    "programme.unknown-offer": (HEAD, f"- {{key: o, offer: {{offer: autumn, {MAIL}}}}}", "o"),
    "render.syntax": (HEAD, '- {key: s, send: {email: {subject: "{{ x", body: Terve}}}', "s"),
}


@pytest.mark.parametrize("code", ERRORS)
def test_what_blocks_publishing_is_one_error_at_its_step(code: str) -> None:
    """Exactly that one, with the step it is about, so that the screen can go to it."""
    head, steps, node = ERRORS[code]
    errors = [problem for problem in of(steps, head) if problem.level == "error"]
    assert codes(errors) == [code]
    assert errors[0].params.get("node") == node
    assert errors[0].params["line"] > 0
    assert errors[0].where.startswith("programme.yaml:")


WARNINGS = {
    "programme.no-goal": (HEAD.replace("goal: {event: Order Completed}\n", ""), SEND),
    "programme.no-holdout": (HEAD + "holdout: 0\n", SEND),
    "programme.no-basis": (HEAD, f"- {{key: s, send: {{purpose: uutiset, {MAIL}}}}}"),
    "programme.dead-end": (HEAD, f"{SEND}\n- end:\n- {{key: t, wait: 2d}}"),
    "programme.empty-arms": (
        HEAD,
        f"{SEND}\n- {{key: t, split: [{{weight: 50}}, {{weight: 50}}]}}",
    ),
    "programme.unseen-event": (HEAD.replace("Page Viewed", "Page Wieved"), SEND),
    "programme.event-not-yet": (HEAD.replace("Page Viewed", "Trial Begun"), SEND),
    "programme.long-wait": (HEAD, f"{SEND}\n- {{key: t, wait: 400d}}"),
    "programme.survey-marketing": (
        HEAD,
        f"- {{key: s, survey: {{kind: nps, survey: q, question: Miten?, purpose: marketing, {MAIL}}}}}",
    ),
    "programme.unknown-form": (
        HEAD.replace("{event: Page Viewed}", "{event: Form Submitted, where: {form: gide}}"),
        SEND,
    ),
    "programme.unknown-programme": (
        HEAD,
        f"{SEND}\n- {{key: b, branch: [{{if: {{message: got, programme: welcom}}, name: A, steps: [{{wait: 1d}}]}}]}}",
    ),
    "programme.over-cap": (HEAD, f"{SEND}\n- wait: 2h\n- {{key: t, send: {{{MAIL}}}}}"),
    "programme.task-tag": (
        HEAD,
        f'{SEND}\n- {{key: t, task: {{title: "Soita: {{{{ person.name }}}}"}}}}',
    ),
    "programme.channel-missing": (HEAD, f"- {{key: s, send: {{sms: {{text: Moi}}, {MAIL}}}}}"),
    "render.unknown-variable": (
        HEAD,
        '- {key: s, send: {email: {subject: "{{ compny.name }}", body: Terve}}}',
    ),
}


@pytest.mark.parametrize("code", WARNINGS)
def test_what_should_be_looked_at_is_one_warning(code: str) -> None:
    """It does not block publishing."""
    head, steps = WARNINGS[code]
    known = replace(KNOWN, channels=("email",)) if code.endswith("channel-missing") else KNOWN
    problems = of(steps, head, known)
    assert codes(problems) == [code]
    assert problems[0].level == "warning"


HINTS = {
    "programme.no-description": (HEAD.replace("description: Kenelle ja miksi\n", ""), SEND),
    "programme.internal-words": (HEAD, SEND.replace("Terve", "Hei liidi")),
    "programme.unnamed-arm": (
        HEAD,
        f"{SEND}\n- {{key: b, branch: [{{if: {{segment: vip}}, steps: [{{wait: 1d}}]}}]}}",
    ),
    "programme.long-subject": (HEAD, SEND.replace("Moi", "Moi " * 20)),
    "programme.not-translated": (HEAD, SEND.replace("Moi", "{en: Hello}")),
    "programme.no-feedback": (HEAD.replace("stage: lead", "stage: first-time"), SEND),
}


@pytest.mark.parametrize("code", HINTS)
def test_hints_are_advice(code: str) -> None:
    """Neither errors nor warnings."""
    problems = of(HINTS[code][1], HINTS[code][0])
    assert codes(problems) == [code]
    assert problems[0].level == "hint"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"company": ""}, "programme.no-company"),
        ({"sender": ""}, "programme.no-sender"),
        ({"reply_to": ""}, "programme.no-reply-to"),
        ({"channels": ("sms",)}, "programme.channel-off"),
    ],
)
def test_nothing_is_sent_without_sender_and_contact_block(facts: dict[str, Any], code: str) -> None:
    """P13: the reader sees who writes and can answer. A step's own sender will do."""
    assert codes(of(SEND, known=replace(KNOWN, **facts))) == [code]
    own = SEND.replace("body: Terve", 'body: Terve, sender: "a@b.fi", reply_to: "a@b.fi"')
    mended = code in ("programme.no-sender", "programme.no-reply-to")
    assert (of(own, known=replace(KNOWN, **facts)) == []) == mended


def test_a_segment_with_nobody_in_it_is_told() -> None:
    """An audience of nobody is likely a mistake in the condition."""
    head = HEAD.replace("{event: Page Viewed}", "{audience: {segment: vip}}")
    assert codes(of(SEND, head)) == []
    assert codes(of(SEND, head, replace(KNOWN, people={"vip": 0}))) == ["programme.nobody"]


def test_what_is_not_known_is_not_complained_about() -> None:
    """Without facts of the workspace only the document itself is checked."""
    text = from_template("second-purchase", JOURNEY, "fi")
    assert found(text, Known()) == []


def test_caps_count_windows_of_a_day_and_a_week_along_each_way() -> None:
    """Three messages within a week break a cap of two a week, on the arm where they come."""
    way = "\n".join(f"- {{key: m{i}, send: {{{MAIL}}}}}\n- wait: 3d" for i in range(3))
    told = of(way)
    assert [(problem.code, problem.params["node"]) for problem in told] == [
        ("programme.over-cap", "m2")
    ]
    assert (told[0].params["count"], told[0].params["days"], told[0].params["most"]) == (3, 7, 2)
    slower = way.replace("3d", "4d")
    assert of(slower) == []
    service = HEAD + "purpose: service\n"
    assert of(way, service) == []
    assert of(way, known=replace(KNOWN, most_per_day=0, most_per_week=0)) == []  # 0: no limit


def test_all_levels_come_in_order_with_errors_first() -> None:
    """Errors, warnings, hints: as the panel lists them."""
    head = HEAD.replace("stage: lead\n", "holdout: 0\n").replace(
        "description: Kenelle ja miksi\n", ""
    )
    assert [problem.level for problem in of(SEND, head)] == ["error", "warning", "hint"]


def test_every_problem_of_the_area_has_words_that_fit_its_parameters() -> None:
    """No sentence asks for a parameter that the finding does not give."""
    shown = [problem for head, steps, _ in ERRORS.values() for problem in of(steps, head)]
    shown += [problem for head, steps in WARNINGS.values() for problem in of(steps, head)]
    shown += [problem for head, steps in HINTS.values() for problem in of(steps, head)]
    for problem in shown:
        for language in ("fi", "en"):
            assert "?" not in problem.what(language).replace("Miten?", "")  # type: ignore[arg-type]


def test_no_problem_of_the_area_is_dead() -> None:
    """Every code of messages/programme.toml is raised by the package."""
    from pathlib import Path

    import polku.programmes

    folder = Path(polku.programmes.__file__).parent
    source = "\n".join(file.read_text("utf-8") for file in folder.rglob("*.py"))
    unknown = {f"programme.unknown-{kind}" for kind in ("segment", "persona", "offer")}
    unknown |= {"programme.unknown-form", "programme.unknown-programme"}
    own = {code for code in catalogue() if code.startswith("programme.")}
    assert {code for code in own - unknown if f'"{code}"' not in source} == set()


SHAPE = {
    "programme.empty": "",
    "programme.no-kind": f"{HEAD}steps: [{{sned: {{}}}}]",
    "programme.two-kinds": f"{HEAD}steps: [{{send: {{}}, wait: 2d}}]",
    "programme.no-entry-kind": HEAD.replace("event: Page Viewed", "evnt: Page Viewed"),
    "programme.no-trigger": HEAD.replace("{event: Order Completed}", "{event: A, stage: b}"),
    "programme.bad-reentry": f"{HEAD}reentry: sometimes",
    "programme.bad-schedule": HEAD.replace(
        "{event: Page Viewed}", "{schedule: {every: month, on: mon}}"
    ),
    "programme.bad-clock": f'{HEAD}steps: [{{wait: {{window: {{from: "9 am", to: "16:00"}}}}}}]',
    "programme.empty-window": f'{HEAD}steps: [{{wait: {{window: {{from: "09:00", to: "09:00"}}}}}}]',
    "programme.no-wait": f"{HEAD}steps: [{{wait: {{for: 2d}}}}]",
    "programme.if-and-else": f"{HEAD}steps: [{{branch: [{{if: {{segment: a}}, else: []}}]}}]",
    "programme.else-not-last": f"{HEAD}steps: [{{branch: [{{else: []}}, {{else: []}}]}}]",
    "programme.bad-url": f"{HEAD}steps: [{{webhook: {{url: example.com}}}}]",
    "programme.too-many": f"{HEAD}steps: [{', '.join(['{wait: 1d}'] * 501)}]",
    "programme.long-text": f"{HEAD}steps: [{{send: {{sms: {{text: {'a' * 5001}}}}}}}]",
    "programme.two-documents": f"{HEAD}---\n{HEAD}",
    "programme.too-large": f"{HEAD}# {'a' * 2_000_000}",
    "journey.misspelt-key": f"{HEAD}steps: [{{send: {{emial: {{}}}}}}]",
    "journey.missing": HEAD.replace("entry: {event: Page Viewed}\n", ""),
    "condition.no-person-kind": f"{HEAD}steps: [{{branch: [{{if: {{foo: 1}}}}]}}]",
}


@pytest.mark.parametrize("code", SHAPE)
def test_a_wrong_form_is_one_problem_with_words(code: str) -> None:
    """With its place, and with the step when it is inside one."""
    with pytest.raises(DocumentError) as raised:
        load_programme(SHAPE[code])
    assert codes(list(raised.value.problems)) == [code]
    assert raised.value.text("fi")
    problem = raised.value.problems[0]
    keyless = ("programme.no-kind", "programme.two-kinds")
    if "steps[0]" in problem.where and code not in keyless:
        assert str(problem.params["node"]).endswith("-1")


@pytest.mark.parametrize("port", [0, 99999])
def test_a_port_that_is_none_blocks_publishing_but_not_what_was_published(port: int) -> None:
    """A published version stays readable for ever: one that is not would stop the engine."""
    text = f'{HEAD}steps: [{{key: w, webhook: {{url: "http://k.example:{port}/"}}}}]'
    assert load_programme(text).programme.steps
    told = found(text, KNOWN)
    assert (codes(told), told[0].level) == (["programme.bad-url"], "error")


def test_problems_of_a_programme_made_in_code_have_no_line() -> None:
    """The screen edits documents, not text: path and step are enough then."""
    programme = load_programme(f"{HEAD}steps: [{{key: s, send: {{}}}}]").programme
    problems = [one for one in validate_programme(programme, KNOWN) if one.level == "error"]
    assert codes(problems) == ["programme.no-content"]
    assert problems[0].params["line"] == 0
