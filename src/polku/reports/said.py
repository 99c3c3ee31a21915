"""Numbers inside sentences: parameters of problems that each language writes its own way."""

from __future__ import annotations

from dataclasses import dataclass

from polku.errors import Language

SMALL = 100  # major units below which cents matter
_LOCALE: dict[Language, str] = {"fi": "fi_FI", "en": "en_GB"}


@dataclass(frozen=True)
class Count:
    """A whole number: 1 234."""

    value: float

    def in_(self, language: Language) -> str:
        """As the language writes it."""
        from babel.numbers import format_decimal

        return str(format_decimal(round(self.value), locale=_LOCALE[language]))


@dataclass(frozen=True)
class Number:
    """A number with at most `decimals` decimals: 12,5."""

    value: float
    decimals: int = 1

    def in_(self, language: Language) -> str:
        """As the language writes it."""
        from babel.numbers import format_decimal

        form = "#,##0" + ("." + "#" * self.decimals if self.decimals else "")
        return str(format_decimal(self.value, form, locale=_LOCALE[language]))


@dataclass(frozen=True)
class Share:
    """A share 0..1: 12,5 %."""

    value: float
    decimals: int = 1

    def in_(self, language: Language) -> str:
        """As the language writes it."""
        from babel.numbers import format_percent

        form = "#,##0" + ("." + "#" * self.decimals if self.decimals else "")
        form += "\N{NO-BREAK SPACE}%" if language == "fi" else "%"
        return str(format_percent(self.value, form, locale=_LOCALE[language]))


@dataclass(frozen=True)
class Money:
    """Minor units of a currency: 1 234 €, and small sums to the cent: 3,20 €."""

    minor: float
    currency: str

    def in_(self, language: Language) -> str:
        """As the language writes it: from a hundred on in whole major units."""
        from babel.numbers import format_currency

        from polku.conditions.properties import scale

        amount = self.minor / scale(self.currency)
        small = abs(amount) < SMALL and scale(self.currency) > 1 and amount != round(amount)
        number = "#,##0.00" if small else "#,##0"
        return str(
            format_currency(
                round(amount, 2) if small else round(amount),
                self.currency,
                locale=_LOCALE[language],
                format=f"{number}\N{NO-BREAK SPACE}¤" if language == "fi" else f"¤{number}",
                currency_digits=False,
            )
        )


@dataclass(frozen=True)
class Both:
    """A text that the document or a report gives in both languages."""

    fi: str
    en: str

    @classmethod
    def of(cls, words: dict[str, str]) -> Both:
        """From {"fi", "en"}."""
        return cls(words["fi"], words["en"])

    def in_(self, language: Language) -> str:
        """In the language."""
        return self.fi if language == "fi" else self.en
