"""A programme reads as sentences, has days, becomes actions, and its changes are told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

import polku.programmes
from polku.programmes.actions import END, BranchAction, EffectAction, WaitAction, Window
from polku.programmes.compile import compile_programme
from polku.programmes.diff import diff_programmes
from polku.programmes.dump import programme_document
from polku.programmes.load import load_programme
from polku.programmes.model import Programme
from polku.programmes.outline import outline
from polku.programmes.steps.message import Message
from polku.programmes.steps.registry import kinds
from polku.programmes.words import entry_words, exit_words, goal_words, reentry_words

TEXT = """
key: care
name: Hoito
stage: lead
purpose: newsletter
entry: {event: Form Submitted, where: {form: guide}, if: {trait: plan, is: pro}}
reentry: {after: 30d}
goal: {event: Order Completed, within: 30d}
exits: [{stage: left}]
steps:
  - {key: pause, wait: 2d}
  - {key: hours, wait: {window: {days: [mon, tue, wed, thu, fri], from: "09:00", to: "16:30"}}}
  - {key: guide, name: Opas, send: {email: {subject: Oppaasi, body: Hei}, sms: {text: Hei}}}
  - key: bought
    wait:
      event: Order Completed
      at_most: 3d
      then: [{key: done, end: Osti}]
      else: [{key: later, wait: 12h}]
  - key: who
    branch:
      - {key: vip, name: Parhaat, if: {segment: vip}, steps: [{key: call, task: {title: Soita, respond_within: 4h}}]}
  - {key: ask, survey: {kind: nps, survey: after, question: Suosittelisitko?, email: {subject: Kysymys, body: Hei}}}
  - {key: near, wait: {date: trial_ends, offset: -3d}}
  - {key: mark, set: {interest: guide, old: null}}
"""
CARE = load_programme(TEXT).programme


def changed(before: str, after: str) -> list[str]:
    """The sentences of an edit of TEXT, in Finnish."""
    assert before in TEXT
    other = load_programme(TEXT.replace(before, after)).programme
    return [change.fi for change in diff_programmes(CARE, other)]


def test_each_step_is_a_sentence_in_both_languages() -> None:
    """As the node card shows it, Finnish first."""
    said = {node.key: (node.words.fi, node.words.en) for node in outline(CARE)}
    assert said == {
        "pause": ("Odota 2 päivää", "Wait 2 days"),
        "hours": (
            "Odota sopivaa aikaa: arkisin 9–16.30",
            "Wait for the right hours: on weekdays 9:00–16:30",
        ),
        "guide": ("Lähetä sähköposti, tekstiviesti: Opas", "Send e-mail, text message: Opas"),
        "bought": (
            'Odota, kunnes tapahtuu "Order Completed", enintään 3 päivää',
            'Wait until "Order Completed" happens, at most 3 days',
        ),
        "bought>then": ("Tapahtui ajoissa", "It happened in time"),
        "done": ("Loppu: Osti", "End: Osti"),
        "bought>else": ("Ei tapahtunut ajoissa", "It did not happen in time"),
        "later": ("Odota 12 tuntia", "Wait 12 hours"),
        "who": ('Haarautuu, jos kuuluu segmenttiin "vip"', 'Branch by: is in the segment "vip"'),
        "who>vip": ('Jos kuuluu segmenttiin "vip"', 'If: is in the segment "vip"'),
        "call": (
            "Tehtävä (sales, vasteaika 4 tuntia): Soita",
            "Task (sales, answer within 4 hours): Soita",
        ),
        "ask": (
            "Kysy suositteluhalukkuutta (NPS): Suosittelisitko?",
            "Ask how likely they are to recommend (NPS): Suosittelisitko?",
        ),
        "near": (
            'Odota hetkeen, joka on 3 päivää ennen tietoa "trial_ends"',
            'Wait until 3 days before the date in "trial_ends"',
        ),
        "mark": (
            "Merkitse: interest = guide, old tyhjäksi",
            "Set: interest = guide, old to nothing",
        ),
    }


def test_entry_goal_exits_and_reentry_are_sentences() -> None:
    """What stands at the top of the programme's page."""
    assert entry_words(CARE.entry, "fi") == (
        'Mukaan tulee, kun "Form Submitted" (form on "guide") tapahtuu, jos tieto "plan" on "pro"'
    )
    assert reentry_words(CARE.reentry, "fi") == (
        "Mukaan voi tulla uudelleen, kun edellisestä on kulunut 30 päivää"
    )
    assert CARE.goal is not None
    assert goal_words(CARE.goal, "fi") == ('Tavoite: "Order Completed" tapahtuu (30 päivän aikana)')
    assert exit_words(CARE.exits[0], "en") == 'Leaves on coming to the stage "left"'


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            '{schedule: {every: week, on: mon, at: "09:30"}, segment: vip}',
            'Segmentti "vip" otetaan mukaan maanantaisin klo 9.30',
        ),
        (
            "{schedule: {every: month, on: 3}, if: {segment: vip}}",
            'Mukaan otetaan joka kuukausi 3. päivänä klo 9, jos kuuluu segmenttiin "vip"',
        ),
        ("{segment: vip, on: left}", 'Mukaan tulee, kun ei enää kuulu segmenttiin "vip"'),
        ("{stage: lead}", 'Mukaan tulee, kun vaihe on "lead"'),
        (
            "{audience: {segment: vip}}",
            'Segmentti "vip" otetaan mukaan kerran, julkaistaessa',
        ),
        ("Form Submitted", 'Mukaan tulee, kun "Form Submitted" tapahtuu'),
    ],
)
def test_every_kind_of_entry_is_a_sentence(entry: str, words: str) -> None:
    """Variables are never inflected."""
    programme = load_programme(f"key: x\nentry: {entry}").programme
    assert entry_words(programme.entry, "fi") == words


def test_the_day_is_the_sum_of_the_waits_before() -> None:
    """Unknown in the arm where the event came, after ways of different length, and after a date."""
    day = {node.key: node.day for node in outline(CARE)}
    assert (day["pause"], day["guide"], day["bought"]) == (0, 2, 2)
    assert (day["bought>then"], day["bought>else"], day["later"]) == (None, 5, 5)
    assert (day["who"], day["ask"]) == (5.5, 5.5)  # who bought has left: one way comes here
    assert day["mark"] is None


def test_nodes_know_where_they_stand() -> None:
    """Depth, the arm they are in and the step it belongs to; their place in the document."""
    node = {each.key: each for each in outline(CARE)}
    assert (node["call"].depth, node["call"].arm, node["call"].parent) == (2, "who>vip", "who")
    assert (node["who>vip"].kind, node["who>vip"].parent) == ("arm", "who")
    assert (node["who"].depth, node["who"].arm, node["who"].parent) == (0, None, None)
    assert node["call"].path == ("steps", 4, "branch", 0, "steps", 0)
    assert node["later"].path == ("steps", 3, "wait", "else", 0)


def test_a_programme_becomes_a_flat_list() -> None:
    """In the order of the document, ends left out; messages say all that they left unsaid."""
    compiled = compile_programme(CARE, 3)
    keys = [action.key for action in compiled.actions]
    assert keys == [
        "pause", "hours", "guide", "bought", "later", "who", "call", "ask", "near", "mark",
    ]  # fmt: skip
    at = dict(zip(keys, compiled.actions, strict=True))
    hours, bought, who = at["hours"], at["bought"], at["who"]
    assert isinstance(hours, WaitAction)
    assert hours.window == Window(frozenset(range(5)), 540, 990)
    assert isinstance(bought, WaitAction)
    assert (bought.came, bought.next) == (END, keys.index("later"))
    assert isinstance(who, BranchAction)
    assert [(key, to) for key, _, to in who.arms] == [("vip", keys.index("call"))]
    assert who.next == keys.index("ask")
    guide, ask = at["guide"], at["ask"]
    assert isinstance(guide, EffectAction)
    assert isinstance(guide.step, Message)
    assert guide.step.intent == "care.guide"
    assert guide.step.purpose == "newsletter"
    assert guide.step.channels == ("email", "sms")
    assert isinstance(ask, EffectAction)
    assert ask.step.purpose == "service"
    assert compiled.place("who", "vip") == "care@3:who>vip"
    assert (compiled.purpose, compiled.priority, compiled.stage) == ("newsletter", 50, "lead")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            "  - {key: guide,",
            "  - {key: w, wait: 2d}\n  - {key: guide,",
            ['Lisättiin viive 2 päivää ennen viestiä "Opas"'],
        ),
        (
            "  - {key: pause, wait: 2d}\n",
            "",
            ["Poistettiin viive 2 päivää"],
        ),
        (
            "{key: pause, wait: 2d}",
            "{key: pause, wait: 3d}",
            ['Viiveen "pause" kesto tai ehto muuttui: Odota 2 päivää → Odota 3 päivää'],
        ),
        (
            "subject: Oppaasi",
            "subject: Uusi oppaasi",
            ['Viestin "Opas" otsikko muuttui: "Oppaasi" → "Uusi oppaasi"'],
        ),
        (
            ", sms: {text: Hei}",
            "",
            ['Viestin "Opas" tekstiviesti poistettiin'],
        ),
        (
            "goal: {event: Order Completed, within: 30d}\n",
            "",
            ['Hoitomallin tavoite poistettiin: Tavoite: "Order Completed" tapahtuu (30 päivän aikana)'],
        ),
        (
            "{stage: left}",
            "{event: Unsubscribed}",
            [
                'Poistettiin poistuminen: Poistuu, kun vaihe on "left"',
                'Lisättiin poistuminen: Poistuu, kun "Unsubscribed" tapahtuu',
            ],
        ),
        (
            "if: {segment: vip}",
            "if: {segment: uudet}",
            [
                'Haarautumisen "who" haara muuttui: Parhaat (Jos kuuluu segmenttiin "vip") → '
                'Parhaat (Jos kuuluu segmenttiin "uudet")'
            ],
        ),
        ("name: Hoito", "name: Hoito", []),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(before: str, after: str, words: list[str]) -> None:
    """As the history lists it: what, where, from what to what."""
    assert changed(before, after) == words


def test_a_step_that_moves_is_not_told_as_new() -> None:
    """Steps are told apart by key: into an arm, and among each other."""
    moved = load_programme(
        TEXT.replace("  - {key: mark, set: {interest: guide, old: null}}\n", "").replace(
            "steps: [{key: call,",
            "steps: [{key: mark, set: {interest: guide, old: null}}, {key: call,",
        )
    ).programme
    assert [change.fi for change in diff_programmes(CARE, moved)] == [
        'Siirrettiin merkintä "mark" haaraan "Parhaat" ennen tehtävää "call"'
    ]
    written = programme_document(CARE)
    first, second, *rest = written["steps"]
    turned = Programme.model_validate({**written, "steps": [second, first, *rest]})
    assert [change.code for change in diff_programmes(CARE, turned)] == ["steps-order"]


def test_a_step_kind_is_one_file() -> None:
    """No other file of the package names all the kinds: adding one takes its file and its words."""
    folder = Path(polku.programmes.__file__).parent
    assert {file.stem for file in (folder / "steps").glob("*.py")} - set(kinds()) == {
        "__init__", "base", "message", "registry",
    }  # fmt: skip
    for file in folder.rglob("*.py"):
        if file.name != "__init__.py":
            text = file.read_text("utf-8")
            assert not all(f'"{kind}"' in text for kind in kinds()), file
