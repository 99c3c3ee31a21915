"""A form: what it asks, what it promises, and the consent it asks for."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from polku.errors import Language
from polku.journey.part import Key, Line, Named, Part, Whole
from polku.journey.text import Text

FieldName = Literal["email", "first_name", "last_name", "company", "phone", "question"]
ANSWERS = 12  # fields of a form: more is an interrogation


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise PydanticCustomError("form.bad-address", "not a web address", {"given": value[:80]})
    return value


def _file_name(value: str) -> str:
    # a name in files/, never a path out of it
    if "/" in value or "\\" in value or value.startswith(".") or "\0" in value:
        raise PydanticCustomError("form.bad-file", "not a file name", {"given": value[:80]})
    return value


WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
FileName = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_file_name)]


class FormField(Part):
    """One thing that is asked. A plain name is short for `{field: name}`."""

    field: FieldName
    label: Text | None = None
    required: bool = False

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        return {"field": value} if isinstance(value, str) else value


class Consent(Part):
    """What the box beside the form says. It is never ticked beforehand."""

    purpose: Key = "marketing"
    text: Text
    required: bool = False

    def version(self, language: Language) -> str:
        """Names exactly the text that was shown: another text is another version."""
        shown = f"{self.purpose}\n{language}\n{self.text.in_(language)}"
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


class NextStep(Part):
    """Where the thank-you page leads."""

    text: Text
    url: WebAddress


class Asset(Part):
    """What was promised: a file of the workspace's folder `files/`, or an address elsewhere."""

    file: FileName | None = None
    url: WebAddress | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Asset:
        if (self.file is None) == (self.url is None):
            raise PydanticCustomError("form.one-asset", "file or url", {})
        return self


class ThankYou(Part):
    """What is said when it is done."""

    title: Text | None = None
    text: Text | None = None
    next: NextStep | None = None


class Form(Named):
    """A form that anybody may open at /p/form/<key>."""

    title: Text
    text: Text | None = None
    fields: tuple[FormField, ...] = Field(default=(), max_length=ANSWERS)
    button: Text | None = None
    interest: Line | None = None
    consent: Consent | None = None
    double_opt_in: bool = True
    language: Literal["fi", "en"] | None = None
    asset: Asset | None = None
    thank_you: ThankYou = ThankYou()
    confirm_days: Whole = 7
    campaign: Line | None = None
    hook: Line | None = None
    referral: bool = False
    embed: tuple[WebAddress, ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _asks_once(self) -> Form:
        names = [field.field for field in self.fields]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise PydanticCustomError("form.field-twice", "twice", {"field": twice[0]})
        return self

    def asked(self) -> tuple[FormField, ...]:
        """The fields in order; the e-mail address is always asked, and always required."""
        email = next((f for f in self.fields if f.field == "email"), None)
        label = email.label if email else None
        first = FormField(field="email", label=label, required=True)
        if email is None:
            return (first, *self.fields)
        return tuple(first if f is email else f for f in self.fields)
