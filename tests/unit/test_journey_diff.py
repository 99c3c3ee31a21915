"""What changed between two journeys is told in words, without inflecting a name."""

from __future__ import annotations

import pytest

from polku.journey import Journey, load_journey
from polku.journey.change_words import words
from polku.journey.diff import diff
from polku.journey.goal import Goal
from polku.journey.model import Channel, Stage, Touchpoint
from polku.journey.persona import Persona

BASE = """
owner: Liisa
goal: {name: {fi: Liidistä asiakkaaksi, en: From lead to customer}, from: lead, to: customer, target: 12 %}
stages:
  - key: lead
    name: {fi: Liidit, en: Leads}
    expected_days: 14
    actions: [Soita, Kirjoita]
    enter: [{event: Form Submitted}]
  - key: customer
    name: {fi: Asiakkaat, en: Customers}
    enter: [{event: Order Completed}]
touchpoints: [{key: form, name: Lomake, event: Form Submitted, moment_of_truth: true, next: form}]
"""


def journey(text: str = BASE) -> Journey:
    return load_journey(text).journey


@pytest.mark.parametrize(
    ("old", "new", "finnish", "english"),
    [
        (
            "expected_days: 14",
            "expected_days: 21.5",
            'Vaiheen "Liidit" oletusaika muuttui: 14 pv → 21,5 pv',
            'The stage "Leads": expected time changed: 14 d → 21.5 d',
        ),
        (
            "    expected_days: 14\n",
            "",
            'Vaiheen "Liidit" oletusaika poistettiin: 14 pv',
            'The stage "Leads": expected time was removed: 14 d',
        ),
        (
            "expected_days: 14",
            "expected_days: 14\n    response_target_minutes: 60",
            'Vaiheen "Liidit" vasteajan tavoite lisättiin: 60 min',
            'The stage "Leads": response target was added: 60 min',
        ),
        (
            "en: Leads",
            "en: Prospects",
            'Vaiheen "Liidit" nimi muuttui: Leads → Prospects',
            'The stage "Leads": name changed: Leads → Prospects',
        ),
        (
            "[Soita, Kirjoita]",
            "[Soita, Tapaa]",
            'Vaiheen "Liidit" toimenpiteet: poistettiin "Kirjoita"\n'
            'Vaiheen "Liidit" toimenpiteet: lisättiin "Tapaa"',
            'The stage "Leads": actions: removed "Kirjoita"\n'
            'The stage "Leads": actions: added "Tapaa"',
        ),
        (
            "[Soita, Kirjoita]",
            "[Kirjoita, Soita]",
            'Vaiheen "Liidit" toimenpiteet: järjestys muuttui',
            'The stage "Leads": actions: the order changed',
        ),
        (
            "[{event: Order Completed}]",
            "[{event: Order Completed}, {event: Contract Signed, from: any}]",
            'Vaiheen "Asiakkaat" tulosäännöt: lisättiin sääntö: tapahtui "Contract Signed" '
            "(mistä: kaikkialta)",
            'The stage "Customers": entry rules: added the rule: "Contract Signed" happened '
            "(from: anywhere)",
        ),
        (
            "target: 12 %",
            "target: 0.16",
            'Tavoitteen "Liidistä asiakkaaksi" tavoitetaso muuttui: 12 % → 16 %',
            'The goal "From lead to customer": target changed: 12% → 16%',
        ),
        (
            "moment_of_truth: true",
            "moment_of_truth: false",
            'Kosketuspisteen "Lomake" totuuden hetki muuttui: kyllä → ei',
            'The touchpoint "Lomake": moment of truth changed: yes → no',
        ),
        ("owner: Liisa", "owner: Ville", 'Polun omistaja muuttui: "Liisa" → "Ville"',
         'The journey: owner changed: "Liisa" → "Ville"'),
    ],
)  # fmt: skip
def test_a_change_is_a_sentence(old: str, new: str, finnish: str, english: str) -> None:
    """One edit, its sentence in both languages."""
    assert old in BASE
    changes = diff(journey(), journey(BASE.replace(old, new)))
    assert "\n".join(change.words("fi") for change in changes) == finnish
    assert "\n".join(change.words("en") for change in changes) == english


def test_stages_are_added_removed_and_reordered() -> None:
    """ "Lisättiin vaihe" as the requirement has it."""
    consideration = "  - {key: mid, name: Harkinta, enter: [{event: Trial Started}]}\n"
    more = journey(BASE.replace("  - key: customer", consideration + "  - key: customer"))
    assert [change.words("fi") for change in diff(journey(), more)] == [
        'Lisättiin vaihe "Harkinta"'
    ]
    assert [change.words("fi") for change in diff(more, journey())] == [
        'Poistettiin vaihe "Harkinta"'
    ]
    turned = journey().model_copy(update={"stages": journey().stages[::-1]})
    (change,) = diff(journey(), turned)
    assert change.words("fi") == (
        'Vaiheiden järjestys muuttui: "Liidit", "Asiakkaat" → "Asiakkaat", "Liidit"'
    )


def test_a_goal_is_set_taken_away_and_changed() -> None:
    """The one goal is told of by its name."""
    without = journey().model_copy(update={"goal": None})
    assert [c.words("en") for c in diff(without, journey())] == [
        'Added the goal "From lead to customer"'
    ]
    assert [c.code for c in diff(journey(), without)] == ["removed"]
    other = journey(BASE.replace("Liidistä asiakkaaksi", "Kokeilusta asiakkaaksi"))
    assert [c.words("fi") for c in diff(journey(), other)] == [
        'Tavoite vaihtui: "Liidistä asiakkaaksi" → "Kokeilusta asiakkaaksi"'
    ]


def test_every_field_of_every_part_has_words() -> None:
    """A new field of the model needs its name in changes.toml, and no name there is left over."""
    fields = {
        field
        for part in (Journey, Stage, Touchpoint, Channel, Persona, Goal)
        for field in part.model_fields
    }
    assert set(words()["fields"]) == fields
    assert all(set(names) == {"fi", "en"} for names in words()["fields"].values())


def test_the_api_form_has_codes_and_words() -> None:
    """JSON values only."""
    (change,) = diff(journey(), journey(BASE.replace("en: Leads", "en: Prospects")))
    assert change.as_dict() == {
        "code": "changed",
        "kind": "stages",
        "path": "stages.lead.name",
        "field": "name",
        "before": {"fi": "Liidit", "en": "Leads"},
        "after": {"fi": "Liidit", "en": "Prospects"},
        "words": {
            "fi": 'Vaiheen "Liidit" nimi muuttui: Leads → Prospects',
            "en": 'The stage "Leads": name changed: Leads → Prospects',
        },
    }
