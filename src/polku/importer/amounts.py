"""Numbers as people write them, read exactly: decimal commas, thousands, currency signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Decimal = Literal[".", ","]

_SPACE = r"[ \u00a0\u202f']"
_SIGNS = re.compile(r"[€$£¥]|\b[A-Z]{3}\b|\bkr\b|−|" + _SPACE)
_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+|[-+]?\d{1,3}(?:\.\d{3}){2,}")
_POINT = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?\.\d+|[-+]?\d{1,3}(?:,\d{3}){2,}")
_UNSURE = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[.,]\d{3})+)?(?:[.,]\d*)?")


@dataclass(frozen=True)
class DecimalMark:
    """`mark` parts the decimals; `sure` is False when 1.234 could as well be 1234."""

    mark: Decimal
    sure: bool = True
    example: str = ""


def find_decimal(values: Sequence[str]) -> DecimalMark:
    """The decimal mark that these values use, a point when nothing tells."""
    comma = point = 0
    unsure: dict[str, str] = {}
    for value in values:
        text = bare(value)
        if _UNSURE.fullmatch(text):
            unsure.setdefault(re.sub(r"[^.,]", "", text), text)
        elif _COMMA.fullmatch(text):
            comma += 1
        elif _POINT.fullmatch(text):
            point += 1
    if comma or point:
        return DecimalMark("," if comma > point else ".")
    if "," in unsure:  # 1,234 alone: a decimal comma with three decimals is rare, so thousands
        return DecimalMark(".", False, unsure[","])
    if "." in unsure:
        return DecimalMark(".", False, unsure["."])
    return DecimalMark(".")


def bare(value: str) -> str:
    """The value without spaces and currency signs."""
    return _SIGNS.sub(lambda m: "-" if m[0] == "−" else "", value.strip())


def is_number(value: str) -> bool:
    """Whether the value can be read as an amount."""
    text = bare(value)
    return any(c.isdigit() for c in text) and _NUMBER.fullmatch(text) is not None


def minor_sql(text: str, decimal: Decimal, digits: int = 2) -> str:
    """The amount in minor units (BIGINT) of a currency with so many `digits`, exact, half away from
    zero, over a VARCHAR expression; null when it is no number or 10¹³ and more."""
    exact = f"DECIMAL({13 + digits}, {digits})"  # rounds once, and the product below fits
    cleaned = f"TRY_CAST({_plain_sql(text, decimal)} AS {exact})"
    if decimal == ".":  # most values need no cleaning
        cleaned = f"coalesce(TRY_CAST({text} AS {exact}), {cleaned})"
    return minor_of_number_sql(f"CASE WHEN {text} IS NOT NULL THEN {cleaned} END", digits)


def minor_of_number_sql(number: str, digits: int = 2) -> str:
    """The same over an integer or decimal expression."""
    return f"CAST(TRY_CAST({number} AS DECIMAL({13 + digits}, {digits})) * {10**digits} AS BIGINT)"


def _plain_sql(text: str, decimal: Decimal) -> str:
    """The number with a decimal point and nothing else; null when it is none."""
    signs = r"[€$£¥ \x{a0}\x{202f}'']|\b(?:[A-Z]{3}|kr)\b"
    bare_sql = f"regexp_replace(replace({text}, '−', '-'), '{signs}', '', 'g')"
    thousand, mark = (r"\.", ",") if decimal == "," else (",", r"\.")
    whole = rf"[-+]?(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{thousand}[0-9]{{3}})+)?(?:{mark}[0-9]*)?"
    strip, point = (".", ",") if decimal == "," else (",", ".")
    plain = f"replace(replace({bare_sql}, '{strip}', ''), '{point}', '.')"
    return f"CASE WHEN regexp_full_match({bare_sql}, '{whole}') THEN {plain} END"


# At most 15 digits, so that no reader rounds it; no leading zero, so that codes stay codes.
_JSON_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:MARK[0-9]{1,9})?"


def property_sql(text: str, decimal: Decimal) -> str:
    """The value as JSON (VARCHAR): a number where it is written as one, else a string."""
    point = f"regexp_full_match({text}, '{_JSON_NUMBER.replace('MARK', '[.]')}')"
    string = f"CAST(to_json({text}) AS VARCHAR)"
    if decimal == ".":
        return f"CASE WHEN {point} THEN {text} ELSE {string} END"
    comma = f"regexp_full_match({text}, '{_JSON_NUMBER.replace('MARK', ',')}')"
    return f"CASE WHEN {comma} THEN replace({text}, ',', '.') ELSE {string} END"
