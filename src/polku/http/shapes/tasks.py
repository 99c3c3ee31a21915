"""The bodies of tasks."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment

Outcome = Literal["reached", "not_reached", "meeting", "offer", "no_interest", "other"]
Contact = Literal["call", "email", "message", "meeting", "none"]


class TaskBody(Body):
    """A task in the list. `contact` is never a call when `no_calls`; `stage` is that of its opening."""

    id: str
    person: str
    name: str | None
    title: str
    owner: str
    contact: Contact
    programme: str
    opened: Moment
    due: Moment | None
    late: bool
    state: Literal["open", "done", "cancelled"]
    answered: Moment | None
    outcome: Outcome | None
    no_calls: bool
    stage: str | None


class TaskCounts(Body):
    """`open` counts the late ones too."""

    open: int
    late: int
    done: int


class TaskList(Body):
    """`GET /api/tasks`, the nearest target first."""

    tasks: list[TaskBody]
    counts: TaskCounts
    as_of: Moment


class BriefBody(Body):
    """What was known of the person when the task was made."""

    stage: str | None
    since: Moment | None
    read: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    objections: list[dict[str, Any]]
    offer: dict[str, Any] | None
    answers: list[dict[str, Any]]
    consents: list[dict[str, Any]]


class NoteBody(Body):
    """A line of the log."""

    at: Moment
    who: str
    text: str


class TaskPage(TaskBody):
    """One task. `note` is what the programme says to whoever does it."""

    note: str
    brief: BriefBody
    notes: list[NoteBody]


class NewNote(Body):
    """What `POST /api/tasks/{id}/notes` takes."""

    text: str = Field(min_length=1, max_length=1000)


class TaskAnswer(Body):
    """What `POST /api/tasks/{id}/answer` takes."""

    outcome: Outcome
    text: str = Field(default="", max_length=1000)


class NewOwner(Body):
    """What `POST /api/tasks/{id}/owner` takes."""

    owner: str = Field(min_length=1, max_length=200)
