"""Conditions on a person at a moment: what they did, where they stand, what they agreed to."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from polku.errors import Language


class PersonCondition(BaseModel):
    """A question with a yes or no for a person at a moment. Frozen; unknown keys are problems."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: ClassVar[str]
    """The key that names the kind in the document."""

    @abstractmethod
    def words(self, language: Language) -> str:
        """The condition as the end of a sentence."""
