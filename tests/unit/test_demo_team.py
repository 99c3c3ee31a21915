"""What the demos say of their team and programmes is whole in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
import yaml

DEMO = resources.files("polku.demo")
FILES = [
    file
    for folder in ("team", "programmes", "outreach", "journeys")
    for file in (DEMO / folder).iterdir()
    if file.name.endswith(".yaml")
]


def texts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "fi" in part:
            yield part
        for each in part.values():
            yield from texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from texts(each)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_every_text_is_in_both_languages(file: Any) -> None:
    """A comma outside quotes would cut a text in two, and make a third language of the rest."""
    found = list(texts(yaml.safe_load(file.read_text("utf-8"))))
    assert found
    for each in found:
        assert set(each) == {"fi", "en"}, each
        assert all(isinstance(text, str) and text for text in each.values()), each
