"""An offer: once shown to somebody, its version does not change for them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from polku.forms.load import load_part
from polku.forms.model import NextStep
from polku.journey.part import Named, Whole
from polku.journey.text import Text
from polku.journey.text import text as words

_MOST = Decimal("100000000000")


def _price(value: Any) -> Decimal:
    # a decimal as it is written, never a float's neighbour
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        price = Decimal(str(value).strip())
        if not price.is_finite() or not 0 <= price < _MOST or price != round(price, 2):
            raise InvalidOperation
    except InvalidOperation:
        raise PydanticCustomError(
            "offer.bad-price", "not a price", {"given": str(value)[:40]}
        ) from None
    return round(price, 2)


Price = Annotated[
    Decimal,
    BeforeValidator(_price),
    PlainSerializer(str, return_type=str),
]


class Acceptor(Named):
    """Somebody whose yes the offer needs."""


class Offer(Named):
    """What is given, for how much, on which terms and for how long."""

    text: Text | None = None
    price: Price
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    terms: Text | None = None
    valid_days: Whole = 30
    acceptors: tuple[Acceptor, ...] = Field(
        default=(Acceptor(key="buyer", name=words("Ostaja", "Buyer")),), min_length=1, max_length=20
    )
    next: NextStep | None = None

    @property
    def minor(self) -> int:
        """The price in minor units (cents)."""
        return int(self.price * 100)

    @model_validator(mode="after")
    def _each_once(self) -> Offer:
        keys = [acceptor.key for acceptor in self.acceptors]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise PydanticCustomError("offer.acceptor-twice", "twice", {"key": twice[0]})
        return self


def load_offer(written: str, *, where: str = "offer") -> Offer:
    """The offer that a text says. Raises DocumentError."""
    return load_part(Offer, written, where)
