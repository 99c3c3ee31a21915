"""What changed between two journeys is told in words, without inflecting a name."""

from __future__ import annotations

import json

import pytest

from polku.journey import Journey, load_journey
from polku.journey.change_words import words
from polku.journey.content import Piece, Topic
from polku.journey.diff import diff
from polku.journey.goal import Goal
from polku.journey.lane import Lane
from polku.journey.market import Market
from polku.journey.model import Channel, Stage, Touchpoint
from polku.journey.persona import Persona
from polku.journey.script import Competitor, Contact, Hook, Objection, Proof, Thread
from polku.journey.year import CalendarItem

PARTS = (Journey, Stage, Touchpoint, Channel, Persona, Goal, Lane, Market, Topic, Piece)
PARTS += (Thread, Hook, Objection, Proof, Competitor, Contact, CalendarItem)

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


CONTENT = """
lanes: [questions, {key: weather, name: Sää}]
market: {people: 10000, shares: {unaware: 60, aware: 20, exploring: 17, deciding: 3}}
topics:
  - key: price
    name: Hinta
    stages: [lead]
    pieces: [{key: guide, name: Hintaopas, format: ebook, state: draft}]
threads: [{key: main, name: Hinta auki, hooks: [{key: ad, name: Mitä se maksaa?, campaign: syksy}]}]
objections: [{key: dear, name: Liian kallis}]
proof: [{key: nps, name: Suosittelu, kind: figure}]
competitors: [{key: other, name: Toinen Oy, price: 490}]
contact: {phone: "0401234567"}
calendar: [{key: fair, name: Messut, from: 2027-01-10, stages: [lead]}]
wip_limit: 3
"""
FULL = (
    BASE.replace(
        "    actions:",
        "    cells: {weather: [Sataa]}\n    evidence: {questions: researched}\n    actions:",
    )
    + CONTENT
)


@pytest.mark.parametrize(
    ("old", "new", "finnish", "english"),
    [
        (", {key: weather, name: Sää}", ', {key: weather, name: Keli}',
         'Rivin "Sää" nimi muuttui: Sää → Keli', 'The lane "Sää": name changed: Sää → Keli'),
        ("people: 10000", "people: 12000",
         "Markkinan koko muuttui: 10000 → 12000", "The market: size changed: 10000 → 12000"),
        ("unaware: 60, aware: 20", "unaware: 55.5, aware: 24.5",
         "Markkinan jakauma muuttui: 60 % / 20 % / 17 % / 3 % → 55,5 % / 24,5 % / 17 % / 3 %",
         "The market: split changed: 60% / 20% / 17% / 3% → 55.5% / 24.5% / 17% / 3%"),
        ("state: draft", "state: published",
         'Sisällön "Hintaopas" tila muuttui: luonnos → julkaistu',
         'The piece of content "Hintaopas": state changed: draft → published'),
        ("[{key: guide, name: Hintaopas, format: ebook, state: draft}]", "[]",
         'Poistettiin sisältö "Hintaopas"', 'Removed the piece of content "Hintaopas"'),
        ("campaign: syksy", "campaign: kevät", 'Koukun "Mitä se maksaa?" kampanja muuttui: syksy → kevät',
         'The hook "Mitä se maksaa?": campaign changed: syksy → kevät'),
        ("key: dear, name: Liian kallis", "key: dear, name: Liian kallis, proof: [nps]",
         'Vastalauseen "Liian kallis" luottamustekijät: lisättiin nps',
         'The objection "Liian kallis": proof: added nps'),
        ("price: 490", "price: 510.5", 'Kilpailijan "Toinen Oy" hinta muuttui: 490 → 510,5',
         'The competitor "Toinen Oy": price changed: 490 → 510.5'),
        ('contact: {phone: "0401234567"}', "", "Polun yhteystiedot poistettiin: 0401234567",
         "The journey: contact information was removed: 0401234567"),
        ('phone: "0401234567"', 'phone: "0401234567", response_minutes: 30',
         "Yhteystietojen luvattu vasteaika lisättiin: 30 min",
         "The contact details: promised response time was added: 30 min"),
        ("from: 2027-01-10", "from: 2027-01-11",
         'Vuosikellon merkinnän "Messut" alkupäivä muuttui: 10.1.2027 → 11.1.2027',
         'The calendar entry "Messut": first day changed: 2027-01-10 → 2027-01-11'),
        ("wip_limit: 3", "wip_limit: 4", "Polun keskeneräisten enimmäismäärä muuttui: 3 → 4",
         "The journey: limit of work under way changed: 3 → 4"),
        ("weather: [Sataa]", "weather: [Sataa, Tuulee]",
         'Vaiheen "Liidit" rivi "Sää": lisättiin "Tuulee"',
         'The stage "Leads": row "Sää": added "Tuulee"'),
        ("questions: researched", "questions: {level: measured, source: CRM, status: confirmed}",
         'Vaiheen "Liidit" tiedon taso "Kysymykset" muuttui: tutkittu → mitattu, CRM, vahvistettu',
         'The stage "Leads": evidence "Questions" changed: researched → measured, CRM, confirmed'),
    ],
)  # fmt: skip
def test_a_change_of_content_is_a_sentence(old: str, new: str, finnish: str, english: str) -> None:
    """Rows, cells, the market, the plan, the script, contact details and the calendar."""
    assert old in FULL
    changes = diff(journey(FULL), journey(FULL.replace(old, new)))
    assert "\n".join(change.words("fi") for change in changes) == finnish
    assert "\n".join(change.words("en") for change in changes) == english
    assert all(json.dumps(change.as_dict()) for change in changes)


def test_all_that_is_new_is_named() -> None:
    """A document that gains everything says so part by part, and the other way round."""
    fi = [change.words("fi") for change in diff(journey(), journey(FULL))]
    assert 'Lisättiin aihe "Hinta"' in fi
    assert 'Lisättiin rivi "Kysymykset"' in fi
    assert "Polun markkina lisättiin: 10000" in fi
    assert all("{" not in words and '""' not in words for words in fi)
    assert len(diff(journey(FULL), journey())) == len(fi)


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
    fields = {field for part in PARTS for field in part.model_fields}
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
