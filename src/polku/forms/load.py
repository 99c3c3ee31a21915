"""Reads the YAML or JSON text of a small document into its model: all that is wrong with it at once."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from polku.errors import DocumentError
from polku.forms.model import Form
from polku.journey.part import Part
from polku.journey.shape import shape_problems
from polku.journey.written import read

M = TypeVar("M", bound=Part)


def load_part(model: type[M], text: str, where: str) -> M:
    """A document of `model`. Raises DocumentError with every problem and its line."""
    written = read(text, where)
    try:
        found = model.model_validate(written.value)
    except ValidationError as error:
        shape = shape_problems(error, written, model)
        raise DocumentError([*written.problems, *shape.values()]) from None
    if written.problems:
        raise DocumentError(written.problems)
    return found


def load_form(text: str, *, where: str = "form") -> Form:
    """The form that a text says. Raises DocumentError."""
    return load_part(Form, text, where)
