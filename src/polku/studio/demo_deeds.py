"""What the demo's team does on a day of its year: each kind of deed by what the product itself calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from polku.errors import RequestRefused
from polku.studio.comments import TeamComments

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.store.shares import Share
    from polku.store.users import User

_PLAIN = (
    *("kind", "friction", "title", "text", "stage", "arrow", "touchpoint", "owner", "business_value"),
    *("effort", "programme"),
)  # fmt: skip


@dataclass
class Year:
    """What has been made so far; `users` and `improvements` by the keys of the document."""

    workspace: Workspace
    language: str
    end: datetime
    users: dict[str, User] = field(default_factory=dict)
    improvements: dict[str, int] = field(default_factory=dict)
    made: dict[str, list[Any]] = field(default_factory=dict)
    box: Share | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's."""
        return ZoneInfo(self.workspace.settings.workspace.timezone)

    def note(self, kind: str, id: Any) -> None:
        self.made.setdefault(kind, []).append(id)

    def said(self, value: Any) -> Any:
        """A text in the workspace's language; anything else as it is."""
        if isinstance(value, Mapping) and value.keys() == {"fi", "en"}:
            return value[self.language]
        if isinstance(value, Mapping):
            return {key: self.said(each) for key, each in value.items()}
        return value

    def name(self, key: str) -> str:
        return self.users[key].name

    def day(self, before: int) -> date:
        """So many days before the end, in the workspace's zone."""
        return (self.end - timedelta(days=before)).astimezone(self.zone).date()


def begin(year: Year, each: Mapping[str, Any]) -> None:
    """A new improvement, from the team or from the idea box with its votes."""
    said = {name: year.said(each[name]) for name in _PLAIN if name in each}
    improve = year.workspace.improve
    if each.get("box") and year.box is not None:
        row = improve.ideas.add(
            year.box,
            title=said["title"],
            text=said.get("text", ""),
            stage=each["stage"],
            author=year.said(each.get("author", "")),
        )
        for browser in range(each["votes"]):
            improve.ideas.vote(year.box, row.id, f"demo-{row.id}-{browser}", on=True)
        id = row.id
    else:
        id = improve.board.add(said | each.get("set", {}), who=year.name(each["who"]))["id"]
    year.improvements[each["key"]] = id
    year.note("improvements", id)


def go_on(year: Year, each: Mapping[str, Any], step: Mapping[str, Any]) -> None:
    """The next step of its life: another state, or what it is promoted to."""
    board, who = year.workspace.improve.board, year.name(each.get("who", "aino"))
    id = year.improvements[each["key"]]
    if "promote" not in step:
        _move(year, id, step, who)
        return
    made = board.promote(id, step["promote"], who=who)["id"]
    year.improvements[step["key"]] = made
    year.note("improvements", made)
    said = year.said(step.get("set", {}))
    if "due" in said:
        said["due"] = datetime.combine(year.day(said["due"]), time(12), year.zone)
    if "metric" in step:
        metric = step["metric"]
        said["metric"] = metric and {**metric, "since": year.day(metric["since"])}
    if said:
        board.change(made, said, edition=None, who=who, voter=who)


def _move(year: Year, id: int, step: Mapping[str, Any], who: str) -> None:
    """To another state. What the numbers do not close is closed by the written reason."""
    board = year.workspace.improve.board
    said: dict[str, Any] = {"state": step["state"]}
    try:
        board.change(id, said, edition=None, who=who, voter=who)
    except RequestRefused:
        if "reason" not in step:
            raise
        said["reason"] = year.said(step["reason"])
        board.change(id, said, edition=None, who=who, voter=who)


def decide(year: Year, each: Mapping[str, Any]) -> None:
    """A line of the decision log."""
    made = year.workspace.improve.log.add(
        "-",
        year.said(each["text"]),
        year.said(each["why"]),
        who=year.name(each["who"]),
        improvement=year.improvements[each["about"]],
    )
    year.note("decisions", made["id"])


def review(year: Year, each: Mapping[str, Any]) -> None:
    """A review with its agenda, its minutes and its end."""
    reviews, who = year.workspace.improve.reviews, year.name(each["who"])
    begun = reviews.begin(who=who)
    minutes = {
        "notes": year.said(each["notes"]),
        "decisions": [year.said(one) for one in each["decisions"]],
        "next": begun["minutes"]["next"],
    }
    reviews.end(begun["id"], minutes, who=who)
    year.note("reviews", begun["id"])
    for row in year.workspace.control.decisions.all(begun["journey"], review=begun["id"]):
        year.note("decisions", row.id)


def comment(year: Year, each: Mapping[str, Any]) -> None:
    """A thread, answered and resolved when it says so."""
    comments, by = TeamComments(year.workspace.control), year.users[each["by"]]
    said = year.said(each["text"])
    first = comments.write(each["about"], each["place"], said, by=by, parent=None)
    year.note("comments", first.id)
    if "answer" in each:
        answer = each["answer"]
        text = year.said(answer["text"])
        row = comments.write("", "", text, by=year.users[answer["by"]], parent=first.id)
        year.note("comments", row.id)
    if "resolved" in each:
        resolver = year.users[each["resolved"]["by"]]
        comments.change(first.id, by=resolver, text=None, resolved=True)
