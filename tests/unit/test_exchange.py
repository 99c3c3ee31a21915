"""A journey in other formats: nothing is lost that the format can hold, and a broken file is said in words."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.errors import DocumentError, NotFound
from polku.exchange import FORMATS, read_journey, write_journey
from polku.exchange.grid import Grid, grid
from polku.journey import Journey, load_journey
from polku.journey.templates import template, template_names

SAME = [key for key, each in FORMATS.items() if each.lossless]
TABLES = ["csv", "xlsx", "ojf"]
LANGUAGES = ("fi", "en")

# What people write: words, and what is no word.
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() == text and text.splitlines() == [text])


def back(journey: Journey, key: str, language: str = "fi") -> Journey:
    file = f"kartta{FORMATS[key].suffix}"
    return read_journey(
        write_journey(journey, key, "fi" if language == "fi" else "en"),
        name=file,
        language="fi" if language == "fi" else "en",
    ).journey


@pytest.mark.parametrize("key", SAME)
@pytest.mark.parametrize("name", template_names())
def test_the_whole_document_comes_back(key: str, name: str) -> None:
    journey = load_journey(template(name, "fi")).journey
    assert back(journey, key) == journey


@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_brings_the_map_back(key: str, language: str) -> None:
    """Stages, lanes and the texts of every cell, in the language it was written in."""
    found = load_journey(template("shop", "fi")).journey
    assert titles(grid(back(found, key, language), _of(language))) == titles(
        grid(found, _of(language))
    )


def titles(found: Grid) -> tuple[Any, ...]:
    """By name: keys are made of names when a table is read."""
    stages, lanes = dict(found.stages), dict(found.lanes)
    cells = {(stages[s], lanes[lane]): set(cell.texts) for (s, lane), cell in found.cells.items()}
    return list(stages.values()), list(lanes.values()), cells


def _of(language: str) -> Any:
    return language


@given(
    stages=st.lists(words, min_size=1, max_size=4, unique_by=lambda name: name.casefold()),
    text=words,
)
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("key", TABLES)
def test_any_words_come_back_from_a_table(key: str, stages: list[str], text: str) -> None:
    """Formulas, quotes, emoji and right-to-left words are texts, there and back."""
    written = {
        "stages": [
            {"key": f"s{place}", "name": name, "questions": [text]}
            for place, name in enumerate(stages)
        ],
        "lanes": ["questions"],
    }
    journey = load_journey(yaml.safe_dump(written)).journey
    again = back(journey, key)
    assert [stage.name.fi for stage in again.stages] == stages
    assert [stage.questions[0].fi for stage in again.stages] == [text] * len(stages)


def test_nothing_is_a_formula_in_a_spreadsheet() -> None:
    from openpyxl import load_workbook

    evil = '=HYPERLINK("http://evil.example";"x")'
    journey = load_journey(yaml.safe_dump({"stages": [{"key": "a", "name": evil}]})).journey
    lines = csv.reader(
        io.StringIO(write_journey(journey, "csv", "fi").decode("utf-8-sig")), delimiter=";"
    )
    assert all(not cell.startswith(("=", "+", "@")) for line in lines for cell in line)
    book = load_workbook(io.BytesIO(write_journey(journey, "xlsx", "fi")))
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds


def test_pictures_and_slides_hold_hostile_names() -> None:
    """The picture is well-formed XML without elements of a name's making; slides open again."""
    from pptx import Presentation

    name = "<script>alert(1)</script>\u202eoikealta\u0007" + "pitkä " * 800
    journey = load_journey(
        yaml.safe_dump({"stages": [{"key": "a", "name": name, "questions": [name]}]})
    ).journey
    root = ElementTree.fromstring(write_journey(journey, "svg", "fi"))
    assert {each.tag.split("}")[1] for each in root.iter()} <= {
        *("svg", "title", "rect", "text", "tspan", "path", "circle")
    }
    assert write_journey(journey, "png", "fi").startswith(b"\x89PNG")
    deck = Presentation(io.BytesIO(write_journey(journey, "pptx", "fi")))
    assert len(deck.slides) == 2
    assert b"<script>" not in write_journey(journey, "markdown", "fi").replace(rb"\<", b"")


def test_slides_have_one_for_each_stage() -> None:
    from pptx import Presentation

    journey = load_journey(template("lifecycle", "fi")).journey
    deck = Presentation(io.BytesIO(write_journey(journey, "pptx", "en")))
    names = [slide.shapes.title.text for slide in deck.slides]
    assert names[0] == journey.name.en
    assert set(names[1:]) == {stage.name.en for stage in journey.stages}


def test_mermaid_scores_are_emotions() -> None:
    """1 … 5 are −2 … 2; a stage's emotion is the mean of its tasks."""
    text = b"""journey
    title My day
    section Go to work
      Make tea: 5: Me
      Do work: 1: Me, Cat
    section Go home
      Sit down: 5: Me
"""
    found = read_journey(text, name="day.mmd", language="en").journey
    assert [(stage.name.en, stage.emotion_assumed) for stage in found.stages] == [
        ("Go to work", 0),
        ("Go home", 2),
    ]
    assert [task.en for task in found.stages[0].tasks] == ["Make tea", "Do work"]
    again = read_journey(write_journey(found, "mermaid", "en"), name="x.mmd", language="en").journey
    assert [(s.name, s.emotion_assumed, s.tasks) for s in again.stages] == [
        (s.name, s.emotion_assumed, s.tasks) for s in found.stages
    ]


def test_a_grid_pasted_from_a_spreadsheet_is_read() -> None:
    """Stages across, lanes down, by tabs; a lane of an own name is an own lane."""
    text = "\tHarkinta\tOsto\nKysymykset\tMitä maksaa?\tMilloin tulee?\nFiilis\thyvä\t\nTunne\thyvä\thuono\n"
    found = read_journey(text.encode(), name="x.tsv", language="fi").journey
    assert [stage.key for stage in found.stages] == ["harkinta", "osto"]
    assert found.stages[1].questions[0].fi == "Milloin tulee?"
    assert [stage.emotion_assumed for stage in found.stages] == [1, -1]
    assert [(lane.key, lane.name and lane.name.fi) for lane in found.lanes] == [
        ("questions", None),
        ("fiilis", "Fiilis"),
        ("emotion", None),
    ]
    assert found.stages[0].cells["fiilis"][0].fi == "hyvä"


def test_a_workshop_s_own_table_is_read() -> None:
    """A title above, stages down, the workshop's words for lanes; feelings in words of their own are kept."""
    text = (
        "Työpaja 12.11.\n\nPolun vaihe\tMitä asiakas kysyy?\tKohtaamiset\tFiilis\tMikä tökkii\n"
        "Vertailu\tMitä maksaa?\tMessut\tturhautunut\tHinta puuttuu\n"
        "Hankinta\tMilloin alkaa?\tTapaaminen\thyvä\tPitkä sopimus\n"
    )
    found = read_journey(text.encode(), name="x.tsv", language="fi").journey
    assert [stage.name.fi for stage in found.stages] == ["Vertailu", "Hankinta"]
    assert found.stages[0].questions[0].fi == "Mitä maksaa?"
    assert [point.name.fi for point in found.touchpoints] == ["Messut", "Tapaaminen"]
    assert [each.fi for each in found.stages[1].frictions] == ["Pitkä sopimus"]
    assert found.stages[0].cells["fiilis"][0].fi == "turhautunut"
    assert found.lanes[0].name is not None
    assert found.lanes[0].name.fi == "Mitä asiakas kysyy?"


def test_other_tools_names_of_parts_are_read() -> None:
    """Columns and rows with cells inside their row, by order or by id."""
    other = {
        "journey": {
            "title": "Kauppa",
            "columns": [{"id": 7, "label": "Alku"}, {"id": 9, "label": "Loppu"}],
            "rows": [
                {"id": 1, "title": "Questions", "cells": ["Miksi?", {"text": "Milloin?"}]},
                {"id": 2, "title": "Emotion", "cells": {"9": "2"}},
            ],
        }
    }
    found = read_journey(json.dumps(other).encode(), name="x.ojf", language="fi").journey
    assert [(s.key, [q.fi for q in s.questions], s.emotion_assumed) for s in found.stages] == [
        ("alku", ["Miksi?"], None),
        ("loppu", ["Milloin?"], 2),
    ]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (101 * 2**20))
    return out.getvalue()


def workbook(sheet: str) -> bytes:
    """A real workbook with another text in the place of its one sheet."""
    from openpyxl import Workbook

    whole, out = io.BytesIO(), io.BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as made, zipfile.ZipFile(out, "w") as changed:
        for each in made.namelist():
            changed.writestr(each, sheet if each.endswith("sheet1.xml") else made.read(each))
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def test_a_sheet_that_says_it_is_huge_is_read_as_far_as_it_is_written() -> None:
    def row(line: int, first: str, second: str) -> str:
        cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
        cells = cell.format(f"A{line}", first) + cell.format(f"B{line}", second)
        return f'<row r="{line}">{cells}</row>'

    rows = row(1, "Rivi", "Alku") + row(2, "Kysymykset", "Miksi?")
    sheet = SHEET.format(f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>')
    found = read_journey(workbook(sheet), name="x.xlsx", language="fi")
    assert [stage.name.fi for stage in found.journey.stages] == ["Alku"]


@pytest.mark.parametrize(
    ("name", "data", "finnish"),
    [
        ("x.json", b'{"a": }', "rivi 1, sarake 7"),
        ("x.json", b"[" * 100_000, "liian monta"),
        ("x.json", b"\xff", "UTF-8"),
        ("x.csv", b'a;"b\nc;d', "rivill"),
    ],
)
def test_a_parser_that_speaks_english_is_told_in_finnish(
    name: str, data: bytes, finnish: str
) -> None:
    with pytest.raises(DocumentError) as refused:
        read_journey(data, name=name, language="fi")
    said = refused.value.problems[0].what("fi")
    assert finnish in said
    assert not {"expected", "Expecting", "line", "codec", "delimiter"} & set(said.split())


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.xlsx", workbook(SHEET.format("<sheetData><row")), "exchange.not-xlsx"),
        ("x.json", b'{"stages": [', "exchange.bad-json"),
        ("x.json", b"[1]", "exchange.bad-json"),
        ("x.json", b"[" * 100_000, "exchange.bad-json"),
        ("x.json", b'{"stages": [{"key": "a"}, {"key": "a"}]}', "journey.duplicate-key"),
        ("x.ojf", b"{}", "exchange.no-stages"),
        ("x.ojf", b"nope", "exchange.bad-json"),
        ("x.mmd", b"graph TD\n A-->B", "exchange.not-mermaid"),
        ("x.mmd", b"journey\n section A\n Nonsense here\n", "exchange.mermaid-line"),
        ("x.csv", b"", "exchange.no-rows"),
        ("x.csv", b"\xff\xfe\x00a", "exchange.not-utf8"),
        ("x.csv", b'a;"b\nc;d', "exchange.bad-csv"),
        ("x.xlsx", b"PK\x03\x04 broken", "exchange.not-xlsx"),
        ("x.xlsx", b"plain text", "exchange.not-xlsx"),
        ("x.xlsx", bomb(), "exchange.too-large"),
        ("x.yaml", b"stages: [", "journey.syntax"),
        ("x.yaml", b"\x80", "exchange.not-utf8"),
    ],
)
def test_a_broken_file_is_said_in_words(name: str, data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_journey(data, name=name, language="fi")
    assert code in {problem.code for problem in refused.value.problems}
    assert all(problem.what("fi") and problem.fix("fi") for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("name", "code"), [("x.pptx", "exchange.not-read"), ("x.exe", "exchange.unknown-format")]
)
def test_what_cannot_be_read_is_refused(name: str, code: str) -> None:
    with pytest.raises(NotFound) as refused:
        read_journey(b"", name=name, language="fi")
    assert refused.value.problems[0].code == code
