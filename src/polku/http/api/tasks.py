"""Tasks: the list with its response clock, the brief, the log, the answer."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from polku.http.auth import asker, needs
from polku.http.desk import AtDesk
from polku.http.shapes.tasks import NewNote, NewOwner, TaskAnswer, TaskList, TaskPage
from polku.store.users import User

router = APIRouter()
Seller = Annotated[User, asker("seller")]


@router.get("/tasks", dependencies=[needs("seller")])
def tasks(
    desk: AtDesk,
    state: Literal["open", "late", "done"] = "open",
    owner: Annotated[str | None, Query(max_length=200)] = None,
) -> TaskList:
    """The tasks in a state, and how many there are in each."""
    return TaskList.model_validate(desk.workspace.tasks.page(state, owner))


@router.get("/tasks/{id}", dependencies=[needs("seller")])
def task(desk: AtDesk, id: int) -> TaskPage:
    """One task with its brief and log."""
    return TaskPage.model_validate(desk.workspace.tasks.get(id))


@router.post("/tasks/{id}/notes")
def note(desk: AtDesk, id: int, said: NewNote, who: Seller) -> TaskPage:
    """A line in the log."""
    return TaskPage.model_validate(desk.workspace.tasks.log(id, said.text, who=who.name))


@router.post("/tasks/{id}/answer")
def answer(desk: AtDesk, id: int, said: TaskAnswer, who: Seller) -> TaskPage:
    """Done, with what came of it. 409 when it was done before."""
    found = desk.workspace.tasks.answer(id, said.outcome, said.text, who=who.name)
    return TaskPage.model_validate(found)


@router.post("/tasks/{id}/owner")
def owner(desk: AtDesk, id: int, said: NewOwner, who: Seller) -> TaskPage:
    """Give the task to somebody else."""
    return TaskPage.model_validate(desk.workspace.tasks.reassign(id, said.owner, who=who.name))
