"""The bodies of segments."""

from __future__ import annotations

from typing import Any, Literal

from polku.http.shapes.parts import Body, Moment, ProblemBody, Words


class SegmentUser(Body):
    """Somebody who uses a segment."""

    kind: Literal["segment", "programme", "persona"]
    key: str
    name: Words


class SegmentRow(Body):
    """A segment in the list. `words`: its condition as a sentence; `people`: how many are in it now."""

    key: str
    name: Words
    description: Words | None
    condition: dict[str, Any]
    words: Words
    people: int
    used_by: list[SegmentUser]


class SegmentPerson(Body):
    """One of the people in a segment."""

    person: str
    id: str
    name: str | None


class SegmentPage(SegmentRow):
    """A segment with its text (`body`, YAML), some of its people, and what is wrong with what it names."""

    sample: list[SegmentPerson]
    body: str
    edition: int
    problems: list[ProblemBody]
    as_of: Moment


class SaveSegment(Body):
    """`body`: YAML or JSON text, or the document itself. `edition`: the one it was begun from, 0 for a
    new one; null overwrites whatever there is."""

    body: str | dict[str, Any]
    edition: int | None = None


class CountSegment(Body):
    """A condition that is not saved."""

    condition: dict[str, Any]


class SegmentCount(Body):
    """How many meet it; null, with `problems`, when it cannot be asked."""

    people: int | None
    sample: list[SegmentPerson]
    words: Words | None
    problems: list[ProblemBody]
    as_of: Moment
