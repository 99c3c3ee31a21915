"""Persona: whom the journey is drawn for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from polku.journey.part import Day, Key, Line, Named, Part, Words
from polku.journey.text import Text


class Quote(Part):
    """Something a real customer said, and where it was heard."""

    text: Text
    source: Line | None = None


class Persona(Named):
    """An ideal customer: what they want, fear, ask, and where they are met."""

    icon: Line | None = Field(default=None, description="An emoji or the name of an icon")
    role: Text | None = Field(default=None, description="Occupation or role at work")
    company: Text | None = Field(default=None, description="B2B: the company's size and industry")
    life_situation: Text | None = Field(default=None, description="B2C: the situation in life")
    goal: Text | None = Field(default=None, description='In their own voice: "I want …"')
    problem: Text | None = None
    needs: Words = ()
    wishes: Words = ()
    pain_points: Words = ()
    values: Words = ()
    triggers: Words = Field(default=(), description="Why now")
    decision_criteria: Words = ()
    objections: Words = Field(default=(), description="Objections, fears and doubts")
    questions: Words = ()
    channels: tuple[Key, ...] = ()
    decision_role: Literal["decider", "influencer", "user", "approver"] | None = None
    alternatives: Words = Field(default=(), description="What they would choose instead")
    quote: Quote | None = None
    evidence: Literal["assumption", "partly_known", "researched", "measured"] = "assumption"
    segment: Key | None = Field(
        default=None, description="The segment whose people the persona stands for"
    )
    owner: Text | None = None
    last_reviewed: Day | None = None
