"""Colours as mail is written with them, and the contrast of two (WCAG 2.2, relative luminance)."""

from __future__ import annotations

import re

Rgb = tuple[int, int, int]

_NAMED: dict[str, Rgb] = {
    "black": (0, 0, 0), "white": (255, 255, 255), "red": (255, 0, 0), "green": (0, 128, 0),
    "blue": (0, 0, 255), "yellow": (255, 255, 0), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "silver": (192, 192, 192), "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211),
    "orange": (255, 165, 0), "navy": (0, 0, 128), "maroon": (128, 0, 0), "teal": (0, 128, 128),
    "purple": (128, 0, 128), "lime": (0, 255, 0), "aqua": (0, 255, 255), "pink": (255, 192, 203),
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})$")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$")


def rgb(written: str) -> Rgb | None:
    """The colour; None when it cannot be told (a picture, see-through, a variable)."""
    text = written.strip().lower()
    if found := _HEX.match(text):
        digits = found[1] if len(found[1]) == 6 else "".join(each * 2 for each in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.match(text):
        red, green, blue = (min(int(each), 255) for each in found.groups())
        return red, green, blue
    return _NAMED.get(text)


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Rgb) -> float:
    red, green, blue = (_linear(each / 255) for each in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
