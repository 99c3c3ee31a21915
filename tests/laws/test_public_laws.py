"""Laws of the public pages: what a form takes, what a ticket is worth, what is frozen stays frozen."""

from __future__ import annotations

import string
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from polku.clock import Clock
from polku.forms.answers import LONGEST, LONGEST_OTHER, plain_address, read_answers
from polku.forms.load import load_form
from polku.forms.model import Consent, Form, FormField
from polku.http.public.limits import Limit
from polku.http.public.tickets import Tickets
from polku.journey.text import text
from polku.store.control import Control

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOCAL = set(string.ascii_letters + string.digits + "!#$%&'*+/=?^_`{|}~-")
NAMES = ("email", "first_name", "last_name", "company", "phone", "question")


def slow_address(text: str) -> str | None:
    """The same, letter by letter, from RFC 5321's dot-atom and the letters of host names."""
    text = text.strip()
    if text.count("@") < 1:
        return None
    local, domain = text[: text.rindex("@")], text[text.rindex("@") + 1 :]
    for atom in local.split("."):
        if not atom or any(letter not in LOCAL for letter in atom):
            return None
    labels = domain.split(".")
    if len(labels) < 2 or all(letter in string.digits for letter in labels[-1]):
        return None
    for label in labels:
        if not 1 <= len(label) <= 63 or label[0] == "-" or label[-1] == "-":
            return None
        if any(letter not in string.ascii_letters + string.digits + "-" for letter in label):
            return None
    whole = f"{local}@{domain}".lower()
    return whole if len(local) <= 64 and len(whole) <= 254 else None


pieces = st.sampled_from([*"ab9.@-_+ <>\"'\n,;", "fi", "example", "x" * 64, "@a.fi", "é"])
addresses = st.one_of(st.lists(pieces, max_size=9).map("".join), st.emails(), st.text(max_size=20))


@given(addresses)
def test_an_address_is_taken_exactly_when_the_grammar_of_letters_takes_it(written: str) -> None:
    """Names of domains outside ASCII become their ASCII form, so they are left to the next test."""
    if written.strip().rpartition("@")[2].isascii():
        assert plain_address(written) == slow_address(written)


@given(addresses)
def test_an_address_that_was_taken_is_taken_again_as_itself(written: str) -> None:
    """The kept form is stable, and nothing in it can end a header line."""
    kept = plain_address(written)
    if kept is not None:
        assert plain_address(kept) == kept
        assert kept.isascii()
        assert kept.isprintable()
        assert " " not in kept


values = st.one_of(st.text(max_size=30), st.sampled_from(["a@b.fi", "+358 40 1234567", "x" * 3000]))


@given(
    asked=st.lists(st.sampled_from(NAMES), unique=True),
    required=st.sets(st.sampled_from(NAMES)),
    consent=st.sampled_from([None, False, True]),
    given_=st.dictionaries(st.sampled_from([*NAMES, "consent", "other"]), values),
    ticked=st.booleans(),
)
def test_a_submission_is_what_the_form_asks_and_nothing_else(
    asked: list[str], required: set[str], consent: bool | None, given_: dict[str, str], ticked: bool
) -> None:
    """Only asked fields come through; a required one is there or told of; consent is ticked or not given."""
    form = Form(
        key="f",
        name=text("F"),
        title=text("F"),
        fields=tuple(FormField(field=name, required=name in required) for name in asked),
        consent=None if consent is None else Consent(text=text("Kyllä"), required=consent),
    )
    posted = {**given_, **({"consent": "yes"} if ticked else {})}
    answers = read_answers(form, posted)
    assert set(answers.values) <= {*asked, "email"}
    for name in {*asked, "email"}:
        needed = name in required or name == "email"
        empty = not posted.get(name, "").strip()
        assert (answers.faults.get(name) == "missing") == (needed and empty)
        if name in answers.values and name not in answers.faults:
            assert len(answers.values[name]) <= LONGEST.get(name, LONGEST_OTHER)
            assert "\0" not in answers.values[name]
    assert answers.consent == (consent is not None and posted.get("consent") == "yes")
    assert ("consent" in answers.faults) == (consent is True and not answers.consent)
    if "email" not in answers.faults:
        assert plain_address(answers.values["email"]) == answers.values["email"]


CONSENT = st.text(min_size=1, max_size=30).filter(str.strip)


@given(CONSENT, CONSENT)
def test_another_consent_text_is_another_version(one: str, other: str) -> None:
    """Two texts have one version only when they are the same, language and purpose included."""

    def version(words: str, language: str = "fi", purpose: str = "marketing") -> str:
        consent = Consent.model_construct(purpose=purpose, text=text(words), required=False)
        return consent.version("fi" if language == "fi" else "en")

    assert (version(one) == version(other)) == (text(one) == text(other))
    assert version(one) != version(one, "en")
    assert version(one) != version(one, purpose="newsletter")


@given(st.binary(min_size=32, max_size=32), st.integers(0, 10_000), st.integers(0, 200))
def test_a_ticket_is_good_for_its_page_and_key_alone(key: bytes, where: int, letter: int) -> None:
    """One changed letter, another page or another server's key: it is worth nothing."""
    tickets = Tickets(key)
    ticket = tickets.give("form:a", START)
    read = tickets.read("form:a", ticket, START + timedelta(seconds=5))
    assert read is not None
    assert read.age == timedelta(seconds=5)
    assert tickets.read("form:b", ticket, START) is None
    assert Tickets(key[::-1] + b"x").read("form:a", ticket, START) is None
    place = where % len(ticket)
    changed = ticket[:place] + chr(33 + letter % 90) + ticket[place + 1 :]
    found = tickets.read("form:a", changed, START + timedelta(seconds=5))
    assert found is None or found == read  # base64 may spell the same bytes in two ways


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 10)), max_size=60),
)
def test_a_limit_lets_through_no_more_than_it_says(
    most: int, asked: list[tuple[str, float]]
) -> None:
    """Against a list of everything that was ever let through."""
    now = 0.0
    limit = Limit(most, 30, clock=lambda: now)
    through: list[tuple[str, float]] = []
    for key, later in asked:
        now += later
        recent = sum(1 for each, at in through if each == key and at > now - 30)
        allowed = limit.allows(key)
        assert allowed == (recent < most)
        if allowed:
            through.append((key, now))


def _offer(price: int, days: int) -> str:
    return f"key: o\nprice: {price}\nvalid_days: {days}\n"


steps = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(1, 900), st.integers(1, 5)),
        st.tuples(st.just("show"), st.integers(1, 3), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 80), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_a_shown_price_never_changes_while_it_is_valid(todo: list[tuple[str, int, int]]) -> None:
    """Against a plain dictionary of what each person was told and until when."""

    now = [START]
    clock: Clock = lambda: now[0]  # noqa: E731
    with tempfile.TemporaryDirectory() as folder:
        control = Control.open(Path(folder) / "control.db", clock=clock)
        with control:
            body = _offer(100, 2)
            control.definitions.save("offer", "o", body, who="t")
            control.definitions.publish("offer", "o", body, who="t", note="")
            newest = (100, 2)
            told: dict[int, tuple[int, datetime]] = {}
            for what, number, days in todo:
                if what == "publish":
                    newest = (number, days)
                    control.definitions.publish("offer", "o", _offer(*newest), who="t", note="")
                elif what == "wait":
                    now[0] += timedelta(hours=number)
                else:
                    shown = control.offers.show(number, "o", now[0])
                    offer = control.offers.version("o", shown.version)
                    if number not in told or told[number][1] <= now[0]:
                        told[number] = (newest[0], now[0] + timedelta(days=newest[1]))
                    assert (int(offer.price), shown.expires) == told[number]


def test_a_form_that_asks_for_its_address_itself_asks_once() -> None:
    """`email` among the fields keeps its label and its place, and is required all the same."""
    form = load_form("key: f\ntitle: F\nfields: [first_name, {field: email, label: Osoite}]\n")
    assert [(each.field, each.required) for each in form.asked()] == [
        ("first_name", False),
        ("email", True),
    ]
