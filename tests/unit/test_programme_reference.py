"""The reference page of programmes says what the models do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from polku.conditions.person_registry import person_kinds
from polku.errors import catalogue
from polku.programmes import change_words
from polku.programmes.entry import KINDS, Audience, Schedule
from polku.programmes.known import Known
from polku.programmes.load import load_programme
from polku.programmes.model import Programme
from polku.programmes.phrases import catalogue as phrases
from polku.programmes.steps.message import Email, Message, Push, Sms
from polku.programmes.steps.registry import kinds
from polku.programmes.steps.wait import FORMS, Hours
from polku.programmes.templates import template_names
from polku.programmes.validate import validate_programme

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "programmes.md").read_text("utf-8")
SOURCE = "\n".join(
    file.read_text("utf-8") for file in (ROOT / "src" / "polku" / "programmes").rglob("*.py")
)
HEAD = "key: x\nstage: lead\nentry: {event: A}\nexits: [{stage: left}]\nsteps:\n"


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def keys(model: Any) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_every_key_of_a_programme_is_documented() -> None:
    """A key that is not on the page cannot be found."""
    assert {key for key in keys(Programme) if f"`{key}`" not in PAGE} == set()


@pytest.mark.parametrize("kind", kinds())
def test_every_step_and_its_keys_are_documented(kind: str) -> None:
    """In the table of steps, and in the example."""
    shown = section("Steps")
    assert f"| `{kind}` |" in shown
    body = kinds()[kind].model_fields[kind].annotation
    models = [body] if hasattr(body, "model_fields") else []
    models += [Message, Email, Sms, Push] if kind in ("send", "survey", "offer") else []
    models += [*FORMS.values(), Hours] if kind == "wait" else []
    wanted = {key for model in models for key in keys(model)} - {"root"}
    assert {key for key in wanted if f"`{key}`" not in shown} == set()


def test_every_entry_is_documented() -> None:
    """Its kind, and the keys of schedules and audiences."""
    shown = section("Entry")
    assert {kind for kind in KINDS if f"{{{kind}: " not in shown} == set()
    wanted = (
        keys(Schedule) | keys(Audience) | {key for kind in KINDS.values() for key in keys(kind)}
    )
    assert {key for key in wanted if f"{key}:" not in shown and f"`{key}`" not in shown} == set()


def test_every_template_is_documented() -> None:
    """By the name that `polku programmes new` takes."""
    assert [name for name in template_names() if f"| `{name}` |" not in section("Templates")] == []


def test_the_examples_of_the_page_are_right() -> None:
    """Every YAML block loads: whole programmes without errors, lists as steps, lines as conditions."""
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    assert len(blocks) == 3
    for block in blocks:
        if block.startswith("- "):
            indented = "".join(f"  {line}\n" for line in block.splitlines())
            programme = load_programme(HEAD + indented).programme
            assert {step.kind for step in programme.steps} == set(kinds())
        elif block.startswith("{"):
            lines = [line.split("  #")[0] for line in block.splitlines() if "…" not in line]
            asked = [load_programme(_asking(line)).programme.entry.if_ for line in lines]
            assert None not in asked
        else:
            found = validate_programme(load_programme(block).programme, Known())
            assert found == []


def _asking(condition: str) -> str:
    return f"key: x\nentry:\n  event: A\n  if: {condition.strip()}\n"


def test_no_sentence_is_dead_and_each_is_in_both_languages() -> None:
    """Every phrase of words.toml and changes.toml is used by the code."""
    made = {f"entry-segment-{on}" for on in ("entered", "left")}
    made |= {f"round-{every}" for every in ("day", "week", "month")}
    made |= {f"reentry-{mode}" for mode in ("never", "always", "after")}
    made |= {f"survey-{kind}" for kind in ("nps", "csat", "ces", "emotion", "open")}
    made |= {f"{which}-{kind}" for which in ("goal", "exit") for kind in ("event", "stage")}
    made |= {"send-empty", "send-untitled"}
    for name, words in phrases()["phrases"].items():
        assert name in made or f'"{name}"' in SOURCE, name
        assert set(words) == {"fi", "en"}
    for name, words in change_words.words()["sentences"].items():
        assert f'"{name}"' in SOURCE, name
        assert set(words) == {"fi", "en"}
    assert set(change_words.words()["kinds"]) == set(kinds())


def test_every_code_of_the_area_has_both_languages() -> None:
    """What happened and how to mend it, in Finnish and in English."""
    for code, words in catalogue().items():
        if code.startswith("programme."):
            assert set(words) == {"fi", "en"}, code
            assert all(set(each) == {"what", "fix"} for each in words.values()), code


def test_a_condition_is_what_the_conditions_say() -> None:
    """The page of programmes and the package of conditions name the same kinds."""
    shown = section("Conditions of people")
    for kind in person_kinds():
        assert f"{{{kind}: " in shown, kind
