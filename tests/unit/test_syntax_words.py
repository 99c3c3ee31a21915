"""What is wrong with the YAML is said in Finnish to a Finn, with the line."""

from __future__ import annotations

import pytest

from polku.errors import DocumentError
from polku.journey import load_journey


@pytest.mark.parametrize(
    ("text", "finnish"),
    [
        ("stages: [a\n", "hakasulje"),
        ("stages: {a: b\n", "aaltosulje"),
        ("name: a: b\n", "kaksoispiste"),
        ("stages:\n\t- key: a\n", "sarkaimella"),
        ("name: 'a\n", "sulkematta"),
        ("name: x\n  key: y\n", "kaksoispiste"),
        ("name: x\nkey\nstages: []\n", "kaksoispiste puuttuu"),
        ('name: "\\q"\n', "kenoviivan"),
    ],
)
def test_broken_yaml_is_told_in_the_language(text: str, finnish: str) -> None:
    with pytest.raises(DocumentError) as refused:
        load_journey(text)
    [problem] = refused.value.problems
    assert problem.code == "journey.syntax"
    assert finnish in problem.what("fi")
    assert finnish not in problem.what("en")
