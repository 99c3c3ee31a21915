"""The bodies of journeys as drafts: the list, a journey's page, and what is asked of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.journey import Completeness
from polku.http.shapes.parts import Body, Moment, ProblemBody, ShareBody, Words
from polku.http.shapes.programmes import ProblemCounts
from polku.journey.part import KEY


class Stale(Body):
    """When the journey was reviewed last. `due`: the day by which it is to be reviewed, counted from its making when it
    never was; `days`: how many days over it is, negative while there are some to go."""

    last_reviewed: str | None
    every_days: float
    due: str
    days: int
    stale: bool


class JourneyFacts(Body):
    """What list and page share. `version`: the newest one; `draft_differs`: the draft is not what was published last;
    `completeness` is null while the draft has faults."""

    key: str
    name: Words
    running: bool
    version: int | None
    published: Moment | None
    draft_differs: bool
    stages: int
    goal: Words | None
    owner: Words | None
    completeness: Completeness | None
    updated: Moment
    who: str
    stale: Stale


class JourneyRow(JourneyFacts):
    """A journey in the list."""

    problems: ProblemCounts


class JourneyChange(Body):
    """One difference between two texts."""

    code: str
    kind: str
    path: str
    field: str
    before: Any
    after: Any
    words: Words


class Behind(Body):
    """What was published after the draft was begun: `by_file` when journey.yaml was edited by hand."""

    version: int
    who: str
    by_file: bool
    changes: list[JourneyChange]


class JourneyPage(JourneyFacts):
    """`GET /api/journeys/{key}`. `document`: as in `GET /api/journey`, null while the draft has faults; `changes`: the
    draft against what was published last."""

    body: str
    edition: int
    document: dict[str, Any] | None
    problems: list[ProblemBody]
    changes: list[JourneyChange]
    behind: Behind | None


class JourneyTemplate(Body):
    """A journey to begin from."""

    key: str
    name: Words
    description: Words
    stages: list[Words]


class NewJourney(Body):
    """What `POST /api/journeys` takes: a template, a copy of another journey, or a text; without any, the first
    template."""

    key: str | None = Field(default=None, pattern=KEY)
    name: str | None = Field(default=None, min_length=1, max_length=5_000)
    template: str | None = None
    copy_of: str | None = None
    body: str | dict[str, Any] | None = None
    language: Literal["fi", "en"] | None = None


class SaveJourney(Body):
    """What `PUT /api/journeys/{key}` takes. `edition`: that of the page it began from; `base`: the text it began
    from, so that a conflict can tell what each side changed."""

    body: str | dict[str, Any]
    edition: int = Field(ge=0)
    base: str | None = None


class StageMove(Body):
    """Where people stand now and under the draft. `key` is null for those on no stage."""

    key: str | None
    name: Words | None
    now: int
    then: int
    gone: bool
    new: bool


class MovedPerson(Body):
    """Somebody who would move."""

    person: str
    id: str
    name: str | None


class PeopleMove(Body):
    """People who would move from a stage to another; null is no stage."""

    from_: str | None = Field(alias="from")
    to: str | None
    people: int
    examples: list[MovedPerson]


class JourneyEffects(Body):
    """`GET …/publishing`. `same_rules`: nobody moves, for the rules say the same; `nothing_new`: the draft is what was
    published already."""

    key: str
    running: bool
    edition: int
    nothing_new: bool
    problems: list[ProblemBody]
    blocked: bool
    changes: list[JourneyChange]
    same_rules: bool
    stages: list[StageMove]
    moving: int
    moves: list[PeopleMove]
    as_of: Moment


class PublishJourney(Body):
    """What `POST …/publish` takes; with `edition`, only when the draft is still that one."""

    note: str = Field(max_length=5_000)
    edition: int | None = None


class PublishedJourney(Body):
    """The number of the new version."""

    version: int


class JourneyVersion(Body):
    """A version: published, or a draft that was named. `by_file`: written by hand into journey.yaml; `changes`:
    against the one before."""

    version: int
    published: Moment
    who: str
    by_file: bool
    note: str
    changes: list[JourneyChange]


class JourneyVersions(Body):
    """`GET …/versions`, the newest first."""

    versions: list[JourneyVersion]
    named: list[JourneyVersion]


class JourneyVersionBody(JourneyVersion):
    """`GET …/versions/{n}`. `restoring`: what taking it back would change in the draft."""

    body: str
    document: dict[str, Any] | None
    problems: list[ProblemBody]
    restoring: list[JourneyChange]


class NameVersion(Body):
    """What `POST …/versions` takes."""

    note: str = Field(max_length=5_000)


class RestoreJourney(Body):
    """What `POST …/restore` takes; `named`: one of the named drafts."""

    version: int = Field(ge=1)
    named: bool = False
    edition: int | None = None


class SetGoal(Body):
    """What `POST …/goal` takes: the goal as in the document, or null for none. `park`: the one there is waits."""

    goal: dict[str, Any] | None
    park: bool = False


class GoalShown(Body):
    """A goal: its name, and the goal as it is written in the document."""

    sentence: Words
    written: dict[str, Any]


class GoalMoved(Body):
    """The goal's conversion: of who entered in the 90 days before it was set, and of who has since, until the next."""

    before: ShareBody
    since: ShareBody


class GoalChange(Body):
    """A change of the goal. `moved` is null when it was not asked, or a stage of it is no longer there."""

    version: int
    at: Moment
    who: str
    before: GoalShown | None
    after: GoalShown | None
    moved: GoalMoved | None


class StageName(Body):
    """A stage to choose."""

    key: str
    name: Words


class JourneyGoals(Body):
    """`GET …/goals`, the newest change first."""

    goal: GoalShown | None
    parked: list[GoalShown]
    stages: list[StageName]
    history: list[GoalChange]


class Drift(Body):
    """The share of people whose every move in the last `days` the design allows, beside as many days before; `fell`:
    by a tenth or more, and there are people enough to say so. `asked`: the parameters of the report `fit`."""

    now: ShareBody
    before: ShareBody
    days: int
    fell: bool
    asked: dict[str, str]


class JourneyHealth(Body):
    """`GET …/health`. `drift` is null of a journey that does not run: nobody walks it."""

    stale: Stale
    drift: Drift | None
