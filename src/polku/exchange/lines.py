"""Lines of a drawn text: an SVG does not break lines by itself, and who opens it chooses the font. Widths are those of
DejaVu Sans, the widest of the fonts that are asked for."""

from __future__ import annotations

import unicodedata

_WIDTHS = {  # em
    **dict.fromkeys(" ijlI.,:;'|", 0.33),
    **dict.fromkeys('frt()[]{}/\\-!"`', 0.42),
    **dict.fromkeys("mwMWQO@%&<>=+~#_^", 0.9),
}
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def wrapped(text: str, width: float) -> list[str]:
    """The lines of a text, none wider than `width` em; a word that is wider is cut. At least one line."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in text.translate(_BIDI).split():
        size = measure(word)
        if line and used + _WIDTHS[" "] + size <= width:
            line, used = f"{line} {word}", used + _WIDTHS[" "] + size
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, width)
        lines += whole
        used = measure(line)
    return [*lines, line]


def measure(text: str) -> float:
    """About how wide a text is, in em."""
    return sum(map(_width, text))


def _cut(word: str, width: float) -> list[str]:
    parts, part, used = [], "", 0.0
    for letter in word:
        size = _width(letter)
        if part and used + size > width:
            parts.append(part)
            part, used = "", 0.0
        part, used = part + letter, used + size
    return [*parts, part]


def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF:
        return 1.3
    return 0.72 if letter.isupper() else 0.64
