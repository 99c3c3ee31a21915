"""The reference says what the code does."""

from __future__ import annotations

import re
import string

import pytest

from polku.delivery.render.variables import KNOWN
from polku.errors import catalogue
from tests.conftest import ROOT
from tests.generate_docs import PAGES, REFERENCE


@pytest.mark.parametrize("name", PAGES)
def test_generated_page_is_up_to_date(name: str) -> None:
    """`make docs` has been run since the code changed."""
    assert (REFERENCE / name).read_text("utf-8") == PAGES[name](), "run `make docs`"


def test_every_problem_has_words_in_both_languages_with_the_same_values() -> None:
    """Finnish and English say the same thing: what and fix, with the same {values}."""
    wrong = []
    for code, words in catalogue().items():
        if set(words) != {"fi", "en"} or any(set(words[each]) != {"what", "fix"} for each in words):
            wrong.append(code)
            continue
        values = {
            language: {
                name
                for part in words[language].values()
                for _, name, _, _ in string.Formatter().parse(part)
                if name
            }
            for language in words
        }
        if values["fi"] != values["en"]:
            wrong.append(f"{code}: {values}")
    assert not wrong, "\n".join(wrong)


# variables of messages look like codes
LIQUID = {f"{root}.{name}" for root, names in KNOWN.items() for name in names or ()}


def test_every_code_in_the_source_has_words_and_every_word_a_source() -> None:
    """No raw code can reach a screen, and no text stands unused."""
    areas = {code.split(".")[0] for code in catalogue()}
    quoted = re.compile(rf"[\"']((?:{'|'.join(sorted(areas))})\.[a-z0-9]+(?:-[a-z0-9]+)*)[\"']")
    made = re.compile(rf"f[\"']((?:{'|'.join(sorted(areas))})\.[a-z0-9{{}}_.-]+)[\"']")
    used: set[str] = set()
    patterns: set[str] = set()  # f"import.no-{key}-column"
    reasons: set[str] = set()  # the importer names its reasons for a row without the area
    for path in (ROOT / "src" / "polku").rglob("*.py"):
        text = path.read_text("utf-8")
        used |= set(quoted.findall(text))
        patterns |= {re.sub(r"\{[^}]*\}", "[a-z-]+", each) for each in made.findall(text)}
        if path.parent.name == "importer":
            reasons |= set(re.findall(r"[\"']([a-z0-9]+(?:-[a-z0-9]+)*)[\"']", text))
    patterns.discard("import.[a-z-]+")
    used |= {c for c in catalogue() if any(re.fullmatch(each, c) for each in patterns)}
    used |= {f"import.{reason}" for reason in reasons} & set(catalogue())
    idle = set(catalogue()) - used
    assert idle == set(), "texts nobody uses"
    unknown = {
        code
        for code in used - set(catalogue())
        if not code.endswith((".toml", ".py", ".db", ".json", ".yaml")) and code not in LIQUID
    }
    assert unknown == set(), "codes without words"
