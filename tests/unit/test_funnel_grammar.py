"""How the steps of a funnel are written, and everything that can be wrong with them."""

from __future__ import annotations

import pytest

from polku.analytics.funnel.grammar import FunnelStep, parse_step, parse_steps
from polku.conditions.event import EventCondition
from polku.errors import PolkuError


def test_steps_in_one_text_or_many() -> None:
    """ " > " parts steps; signs in quotes and brackets part nothing."""
    assert (
        parse_steps(["A > B", "C"]) == parse_steps(["A", "B > C"]) == parse_steps(["A", "B", "C"])
    )
    assert [s.branches[0].event for s in parse_steps(['"A > B" > C[x>5] > D>E'])] == ["A > B", "C", "D>E"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("A[x=card]", {"x": "=card"}),
        ("A[x = 50, y.0.z>=3]", {"x": "=50", "y.0.z": ">=3"}),
        ('A[x="50"]', {"x": "50"}),
        ('A[x="=50"]', {"x": "==50"}),
        ('A[x="a, ""b"" | c"]', {"x": 'a, "b" | c'}),
        ("A[x=a|b|null]", {"x": ["=a", "=b", "=null"]}),
        ("A[x!=null, y~blue]", {"x": "!=null", "y": "contains blue"}),
    ],
)
def test_tests_are_those_of_the_journey_document(text: str, where: dict[str, object]) -> None:
    """What stands in brackets means what `where` means."""
    expected = EventCondition.model_validate({"event": "A", "where": where})
    assert parse_step(text).branches[0].tests == expected.tests


def test_branches_and_optional_steps() -> None:
    """ "A|B?" is one optional step with two branches."""
    found = parse_step("A | B[x=1]?")
    assert [each.event for each in found.branches] == ["A", "B"]
    assert found.optional
    assert found.words("en") == 'A or "B" (x is 1)'
    assert parse_step('"Really?"') == FunnelStep((EventCondition(event="Really?"),))


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (["A"], ["funnel.how-many"]),
        ([" > ".join("ABCDEFGHIJKLMNOPQRSTU")], ["funnel.how-many"]),
        (["A?", "B"], ["funnel.optional-end"]),
        (["A", "B?"], ["funnel.optional-end"]),
        (
            ["A[", "B[x]", "C[x=1,x=2]", "?", "D[revenue=foo]", "E||F", "G[x=]"],
            [
                "funnel.bad-step",
                "funnel.bad-test",
                "funnel.twice",
                "funnel.bad-step",
                "condition.not-a-number",
                "funnel.bad-step",
                "funnel.bad-test",
            ],
        ),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(written: list[str], codes: list[str]) -> None:
    """Each problem names its step."""
    with pytest.raises(PolkuError) as caught:
        parse_steps(written)
    assert [p.code for p in caught.value.problems] == codes
    assert caught.value.text("fi")
