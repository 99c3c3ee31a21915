"""What `--map` may say."""

from __future__ import annotations

import pytest

from polku.commands.mapping import parse_map
from polku.errors import ImportRefused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("person=id,time=t", {"person": "id", "time": "t"}),
        ("person=id,event='=Order Completed'", {"person": "id", "event": "=Order Completed"}),
        ("person=id,event==Order Completed", {"person": "id", "event": "=Order Completed"}),
        ("event='=Order, big',decimal=','", {"event": "=Order, big", "decimal": ","}),
        ('person="last, first" , time=t', {"person": "last, first", "time": "t"}),
        ("person=case:concept:name,event=it's", {"person": "case:concept:name", "event": "it's"}),
        ("event='=a=b'", {"event": "=a=b"}),
        ("person=id,", {"person": "id"}),
    ],
)
def test_a_map_is_read_as_it_is_meant(text: str, expected: dict[str, str]) -> None:
    """Columns, constants, and commas inside quotes."""
    assert parse_map(text) == expected


@pytest.mark.parametrize("text", ["", "foo", "person=", "=x", "person=a,person=b", ","])
def test_what_is_no_map_is_refused(text: str) -> None:
    """Nothing is guessed, and no key is taken twice."""
    with pytest.raises(ImportRefused) as caught:
        parse_map(text)
    assert {problem.code for problem in caught.value.problems} == {"cli.bad-map"}
