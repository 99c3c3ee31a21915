"""Where offers contradict each other or what was written, as pure functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from polku.errors import DocumentError
from polku.offers.conflicts import changed_terms, contradicts, overlap, prices_in
from polku.offers.model import Offer, load_offer
from polku.offers.words import differences


def offer(price: str = "490", more: str = "", key: str = "o") -> Offer:
    return load_offer(f"key: {key}\nprice: {price}\n{more}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nyt 490 €!", [("490 €", "490")]),
        ("vain 1 290,50 euroa", [("1 290,50 euroa", "1290.50")]),
        ("€490 or 12.50 EUR", [("€490", "490"), ("12.50 EUR", "12.50")]),
        ("1.290 € ja 1\u00a0290 €", [("1.290 €", "1290"), ("1\u00a0290 €", "1290")]),
        ("490 kpl, 14 päivää, {{ offer.price }}", []),
        ("koodi A490€", [("490€", "490")]),
        ("", []),
    ],
)
def test_prices_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert list(prices_in(text, "EUR")) == [(said, Decimal(price)) for said, price in found]


def test_other_currencies_are_not_this_one() -> None:
    assert list(prices_in("490 € tai 5 000 kr", "SEK")) == [("5 000 kr", Decimal(5000))]


def test_other_words_are_no_other_deal() -> None:
    """The price, the terms and who must accept are the deal; a name and a description are not."""
    before = offer(more="name: A\ntext: B\nterms: T\n")
    assert changed_terms(before, offer(more="name: C\ntext: D\nterms: T\nvalid_days: 3\n")) == ()
    assert changed_terms(before, offer("491", "terms: U\nacceptors: [{key: ceo, name: X}]\n")) == (
        "price",
        "terms",
        "acceptors",
    )
    assert changed_terms(before, offer(more="terms: T\ncurrency: SEK\n")) == ("price",)


def test_days_that_meet_overlap() -> None:
    """Both days are in: one that ends on the day the other begins overlaps it."""
    first = offer(more="valid_until: 2026-12-24\n")
    assert overlap(first, offer(more="valid_from: 2026-12-24\n"))
    assert not overlap(first, offer(more="valid_from: 2026-12-25\n"))
    assert overlap(offer(), offer())


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("subject: car\n", "subject: car\n", True),
        ("subject: car\n", "subject: boat\n", False),
        ("", "", False),  # nobody knows what they sell
        (
            "next: {text: T, url: 'https://a.example/'}\n",
            "next: {text: U, url: 'https://a.example/'}\n",
            True,
        ),
        ("subject: car\n", "next: {text: U, url: 'https://a.example/'}\n", False),
        (
            "subject: car\nvalid_until: 2026-01-31\n",
            "subject: car\nvalid_from: 2026-02-01\n",
            False,
        ),
    ],
)
def test_two_prices_of_one_thing(one: str, other: str, wrong: bool) -> None:
    assert contradicts(offer("1", one), offer("2", other)) is wrong
    assert not contradicts(offer("1", one), offer("1", other))


def test_an_offer_never_holds_past_its_last_day() -> None:
    """The day ends at midnight where the workspace is; the days of a person are counted from the showing."""
    found = offer(more="valid_days: 30\nvalid_from: 2026-11-01\nvalid_until: 2026-11-30\n")
    end = datetime(2026, 11, 30, 22, tzinfo=UTC)
    assert found.ends("Europe/Helsinki") == end
    assert found.begins("Europe/Helsinki") == datetime(2026, 10, 31, 22, tzinfo=UTC)
    shown = datetime(2026, 11, 20, tzinfo=UTC)
    assert found.expires(shown, "Europe/Helsinki") == end
    assert offer().expires(shown, "Europe/Helsinki") == shown + timedelta(days=30)


def test_an_end_before_the_beginning_is_told() -> None:
    with pytest.raises(DocumentError) as refused:
        offer(more="valid_from: 2026-12-02\nvalid_until: 2026-12-01\n")
    (problem,) = refused.value.problems
    assert problem.code == "offer.ends-before"
    assert "2026-12-01" in problem.what("fi")


def test_differences_are_said_in_words() -> None:
    said = differences(offer("490"), offer("540.50", "terms: Uudet\nvalid_until: 2026-12-31\n"))
    assert [each["fi"] for each in said] == [
        "Hinta: 490 € → 540,50 €.",
        "Ehdot muuttuivat.",
        "Päättyy: ei asetettu → 31.12.2026.",
    ]
    assert differences(offer(), offer()) == []
