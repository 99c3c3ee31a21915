"""The money of an event: minor units and a currency code, from the properties that Segment
names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

# ISO 4217 currencies whose smallest unit is not a hundredth
_NO_DIGITS = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"),
    *("VND", "VUV", "XAF", "XOF", "XPF"),
)
_THREE_DIGITS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_DIGITS = dict.fromkeys(_NO_DIGITS, 0) | dict.fromkeys(_THREE_DIGITS, 3)
_LARGEST = 2**63 - 1
_ORDERS = ("Order Completed", "Order Refunded")


def money_of(event: str, properties: dict[str, Any]) -> tuple[int | None, str | None]:
    """Revenue in minor units and its currency, each None when not given or not readable.

    `revenue` counts for every event; orders fall back to `total`, then `value`. A refund is
    negative whichever way it was written.
    """
    amount = properties.get("revenue")
    if amount is None and event in _ORDERS:
        amount = properties.get("total")
        if amount is None:
            amount = properties.get("value")
    if amount is None:
        return None, None
    code = properties.get("currency")
    currency = code.strip().upper() if isinstance(code, str) else None
    if currency is None or len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        currency = None
    minor = minor_units(amount, currency)
    if minor is not None and event == "Order Refunded":
        minor = -abs(minor)
    return minor, (None if minor is None else currency)


def minor_units(amount: Any, currency: str | None) -> int | None:
    """12.5 → 1250 for euros, 1250 → 1250 for yen. Half a cent rounds to even. None when not a
    number."""
    if isinstance(amount, bool) or not isinstance(amount, (int, float, str)):
        return None
    scale: int = 10 ** _DIGITS.get(currency or "", 2)
    if isinstance(amount, float) and abs(amount) < 1e9:  # the usual price, without long arithmetic
        scaled = amount * scale
        near = round(scaled)
        if abs(scaled - near) < 1e-4:
            return near
    text = str(amount).strip()
    try:
        value = Decimal(text if "." in text else text.replace(",", "."))
        if not abs(value) < _LARGEST:  # also says no to NaN, before any long arithmetic
            return None
        minor = int((value * scale).to_integral_value())
    except (ArithmeticError, ValueError):
        return None
    return minor if abs(minor) <= _LARGEST else None
