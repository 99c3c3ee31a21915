"""Lines of a drawn text stay within their column, whatever is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from polku.exchange.lines import measure, wrapped

WIDTH = 12.0


@given(st.text())
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text: str) -> None:
    lines = wrapped(text, WIDTH)
    assert lines
    assert all(measure(line) <= WIDTH + 1e-9 for line in lines)
    flips = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    letters = "".join(each for each in text if each not in flips)
    assert "".join("".join(lines).split()) == "".join(letters.split())


def test_wide_letters_make_short_lines() -> None:
    assert wrapped("MMMMMMMMMMMMMMMM", WIDTH) == ["M" * 13, "M" * 3]
    assert wrapped("iiiiiiiiiiiiiiii", WIDTH) == ["i" * 16]
    assert wrapped("Kuinka monta pesua tämä kestää?", WIDTH) == [
        "Kuinka monta pesua",
        "tämä kestää?",
    ]
    assert wrapped("", WIDTH) == [""]
