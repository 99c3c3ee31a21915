"""The filters of a message template: Liquid's own that are safe, and money, number and date by language."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sized
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from liquid import Environment, RenderContext
from liquid.exceptions import ResourceLimitError
from liquid.filter import with_context
from liquid.undefined import is_undefined

LONGEST = 100_000  # characters or items that one filter may take or give
_WIDEST = 256  # bits of a whole number: enough for anything that is counted

KEPT = (
    *("abs", "at_least", "at_most", "ceil", "divided_by", "floor", "minus", "modulo"),
    *("plus", "round", "times", "append", "capitalize", "downcase", "escape", "escape_once"),
    *("lstrip", "newline_to_br", "prepend", "remove", "remove_first", "remove_last"),
    *("replace", "replace_first", "replace_last", "rstrip", "slice", "split", "squish"),
    *("strip", "strip_html", "strip_newlines", "truncate", "truncatewords", "upcase"),
    *("url_encode", "compact", "concat", "first", "join", "last", "map", "reverse"),
    *("size", "sort", "sum", "uniq", "where", "default"),
)


class Runaway(ResourceLimitError):
    """The template takes more than it may: time, loops or size."""


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter with its mouthfuls measured, so that no chain of filters can fill the memory."""

    @wraps(function)
    def measured(value: object, *args: Any, **kwargs: Any) -> object:
        sizes = [_size(each) for each in (value, *args)]
        largest = max(sizes)
        if name.startswith("replace") and len(sizes) > 2:
            largest = max(largest, (sizes[0] + 1) * sizes[2])
        if name == "join" and len(sizes) > 1:
            largest = max(largest, sizes[0] * (sizes[1] + 1))
        if largest > LONGEST:
            raise Runaway("size", token=None)
        found = function(value, *args, **kwargs)
        if _size(found) > LONGEST:
            raise Runaway("size", token=None)
        return found

    return measured


def _size(value: object) -> int:
    if isinstance(value, bool) or value is None or is_undefined(value):
        return 0
    if isinstance(value, int):
        return LONGEST + 1 if value.bit_length() > _WIDEST else 0
    return len(value) if isinstance(value, Sized) else 0


def _of(context: RenderContext, name: str, otherwise: str) -> str:
    return str(context.get([name], token=None, default=otherwise))


@with_context
def number(value: object, digits: object = None, *, context: RenderContext) -> object:
    """`{{ 1234.5 | number }}` → "1 234,5" in Finnish, "1,234.5" in English; `| number: 2` fixes the decimals."""
    amount = _decimal(value)
    if amount is None:
        return "" if is_undefined(value) else value
    from babel.numbers import format_decimal

    language = _of(context, "language", "fi")
    if digits is None:
        return format_decimal(amount, locale=language)
    places = min(max(int(str(digits)), 0), 6) if str(digits).isdecimal() else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(amount, format=pattern, locale=language)


@with_context
def money(value: object, currency: object = "EUR", *, context: RenderContext) -> object:
    """`{{ 49.9 | money }}` → "49,90 €" in Finnish, "€49.90" in English; `| money: "SEK"` another currency.
    Whole amounts have no decimals: "49 €"."""
    if isinstance(value, Mapping) and "minor" in value:
        currency = value.get("currency", currency)
        value = Decimal(int(value["minor"])) / 100
    amount = _decimal(value)
    if amount is None:
        return "" if is_undefined(value) else value
    return told_money(amount, str(currency).upper(), _of(context, "language", "fi"))


def told_money(amount: Decimal, currency: str, language: str) -> str:
    """An amount in major units as people write it."""
    from babel.numbers import format_currency

    code = currency if len(currency) == 3 and currency.isalpha() else "EUR"
    if amount != amount.to_integral_value():
        return format_currency(amount, code, locale=language)
    whole = "#,##0\xa0¤" if language == "fi" else "¤#,##0"
    return format_currency(amount, code, format=whole, locale=language, currency_digits=False)


@with_context
def date_(value: object, form: object = "long", *, context: RenderContext) -> object:
    """`{{ trait.trial_ends | date }}` → "3. joulukuuta 2026", "December 3, 2026".

    Forms: "long", "short" (3.12.2026), "day" (torstai 3.12.), "time" (klo 9.30), or strftime's
    ("%d.%m."). A moment is told in the receiver's zone. What is no date stays as it is.
    """
    moment = _moment(value, _of(context, "zone", "Europe/Helsinki"))
    if moment is None:
        return "" if is_undefined(value) else value
    from babel.dates import format_date, format_time

    language, wanted = _of(context, "language", "fi"), str(form)
    finnish = language == "fi"
    if "%" in wanted:
        return moment.strftime(wanted)
    if wanted == "day":
        return format_date(moment, "EEEE d.M." if finnish else "EEEE, MMMM d", locale=language)
    if wanted == "time" and isinstance(moment, datetime):
        told = format_time(moment, "H.mm" if finnish else "h:mm a", locale=language)
        return f"klo {told}" if finnish else told
    return format_date(moment, "short" if wanted == "short" else "long", locale=language)


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or value is None or is_undefined(value):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    try:
        found = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 30 else None


def _moment(value: object, zone: str) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)) if value.tzinfo else value
    if isinstance(value, date):
        return value
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment


def _filters() -> dict[str, Callable[..., Any]]:
    own = {"number": number, "money": money, "date": date_}
    theirs = Environment().filters
    return {
        name: _guarded(name, function)
        for name, function in {**{n: theirs[n] for n in KEPT}, **own}.items()
    }


FILTERS = _filters()
