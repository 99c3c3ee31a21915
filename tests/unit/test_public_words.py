"""The words of the public pages: both languages say the same things, and each of them is said."""

from __future__ import annotations

import re

from polku.http.public.exit import REASONS
from polku.http.public.page import HERE, words
from polku.http.public.survey import SCALES
from tests.conftest import ROOT

MADE = (
    *(f"exit_{reason}" for reason in REASONS),
    *(f"survey_{part}_{kind}" for part in ("title", "low", "high") for kind in SCALES),
    *(f"emotion_{score}" for score in SCALES["emotion"]),
)
PREFIXES = ("map_emotion_", "field_", "fault_", "channel_", "basis_", "purpose_")
"""Made of a name: field_email, basis_consent."""


def test_both_languages_have_the_same_words_with_the_same_values() -> None:
    """A missing word would be an empty place on somebody's page."""
    finnish, english = words("fi"), words("en")
    assert set(finnish) == set(english)
    for key, text in finnish.items():
        assert text.strip(), key
        assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", english[key]), key


def test_no_word_stands_unused_and_none_is_missing() -> None:
    """Every key is named in a template or in the code, and every named one is there."""
    folder = ROOT / "src" / "polku" / "http" / "public"
    templates = "".join(each.read_text("utf-8") for each in (folder / "templates").glob("*.liquid"))
    code = "".join(each.read_text("utf-8") for each in folder.glob("*.py"))
    asked = set(re.findall(r"\bt\.([\w-]+)", templates)) | set(re.findall(r'\bt\["([\w-]+)"', code))
    asked |= set(re.findall(r'words\(\w+(?:\.\w+\(\))?\)\["([\w-]+)"\]', code))
    known = set(words("fi"))
    assert asked <= known
    made = tuple(set(re.findall(r'\bt\[f"(\w+?_)\{', code)))
    named = {each for each in known if f'"{each}"' in code}
    idle = (
        known - asked - named - set(MADE) - {k for k in known if k.startswith((*PREFIXES, *made))}
    )
    assert idle == set()
    assert (HERE / "style.css").is_file()
