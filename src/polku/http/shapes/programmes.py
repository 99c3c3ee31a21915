"""The bodies of care programmes: the list, a programme's page, and what is asked of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, ProblemBody, ShareBody, Words

Overdue = Literal["send", "skip", "spread"]
State = Literal["draft", "live", "shadow", "paused", "stopped"]
Group = Literal["stay", "move", "leave"]


class ProblemCounts(Body):
    """How many problems of each level the draft has."""

    error: int
    warning: int
    hint: int


class ProgrammeFacts(Body):
    """What list and page share. `goal`: the share of the cared for who reached the goal; null without
    a goal. `draft_differs`: the draft is not what was published last."""

    key: str
    name: Words
    stage: str | None
    state: State
    version: int | None
    inside: int
    entered_30d: int
    sent_30d: int
    goal: ShareBody | None
    holdout: float
    changed: Moment
    who: str
    draft_differs: bool


class ProgrammeRow(ProgrammeFacts):
    """A programme in the list."""

    problems: ProblemCounts


class StageProgrammes(Body):
    """A stage and the programmes bound to it; there may be none."""

    key: str
    name: Words
    exit: bool
    programmes: list[ProgrammeRow]


class ProgrammeList(Body):
    """`GET /api/programmes`. `unbound`: no stage, or one that the journey no longer has."""

    stages: list[StageProgrammes]
    unbound: list[ProgrammeRow]
    as_of: Moment


class TemplateBody(Body):
    """A programme to begin from. `stage_hint`: a stage's key in this journey, when one fits."""

    key: str
    name: Words
    description: Words
    stage_hint: str | None
    steps: int


class NodeBody(Body):
    """A step or an arm, in the order of the document. `day`: days since entry, null when not known
    beforehand; `inside`: who waits here now; `passed`: who went on, ever; `onward`: of those who came, how
    many went on; `sent`, `refused`: messages, null of what sends none."""

    key: str
    kind: str
    name: Words | None
    words: Words
    depth: int
    arm: str | None
    day: float | None
    parent: str | None
    inside: int
    passed: int
    onward: ShareBody | None
    problems: int
    sent: int | None
    refused: int | None


class ProgrammeWords(Body):
    """The frame of a programme in sentences."""

    entry: Words
    goal: Words | None
    exits: list[Words]
    reentry: Words


class VersionRow(Body):
    """A published version; `inside`: people in it now."""

    version: int
    published: Moment
    who: str
    note: str
    inside: int


class ProgrammePage(ProgrammeFacts):
    """`GET /api/programmes/{key}`. `document` and `words` are null when the text cannot be read: `problems`
    say why. `paused` tells since when, `overdue` what becomes of
    messages that fall due meanwhile, when the pause said it."""

    body: str
    edition: int
    document: dict[str, Any] | None
    problems: list[ProblemBody]
    words: ProgrammeWords | None
    nodes: list[NodeBody]
    versions: list[VersionRow]
    paused: Moment | None
    overdue: Overdue | None
    as_of: Moment


class SaveProgramme(Body):
    """What `PUT /api/programmes/{key}` takes. `body`: the text, YAML or JSON, or the document
    itself; `edition`: that of the page it began from, 0 for a new one."""

    body: str | dict[str, Any]
    edition: int = Field(ge=0)


class NewProgramme(Body):
    """What `POST /api/programmes` takes."""

    template: str
    key: str | None = None
    language: Literal["fi", "en"] | None = None


class CheckProgramme(Body):
    """What `…/check` takes."""

    body: str | dict[str, Any]


class Checked(Body):
    """What it gives."""

    problems: list[ProblemBody]


class PersonName(Body):
    """Somebody by name."""

    person: str
    id: str
    name: str | None


class InsideGroup(Body):
    """People inside who wait at one step; `new_node`: where they land by `move`, null when nowhere."""

    node: str
    words: Words
    people: int
    new_node: str | None


class ExpectedMessages(Body):
    """Messages that the programme will want within 24 hours and 7 days, and tasks it will give to sellers."""

    day: int
    week: int
    tasks_day: int
    tasks_week: int


class LetThrough(Body):
    """Messages to those who would come in at once that the policy lets go, within a day and a week."""

    day: int
    week: int


class PublishPlan(Body):
    """`GET /api/programmes/{key}/publishing`. `enters_now`: who would come in at once with enrol `also_now` (an
    audience always). `held`: of the messages to these within a week, how many the policy would hold back
    now, by reason (a problem code). `shadow_may`: what blocks is only about sending, so a shadow run may begin."""

    problems: list[ProblemBody]
    shadow_may: bool
    enters_now: int
    examples: list[PersonName]
    inside: list[InsideGroup]
    expected: ExpectedMessages
    expected_also_now: ExpectedMessages
    held: dict[str, int]
    let_through: LetThrough
    needs_typing: bool
    as_of: Moment


class Publish(Body):
    """What `POST …/publish` takes."""

    note: str = Field(min_length=1, max_length=2000)
    inside: Group = "stay"
    groups: dict[str, Group] = Field(default_factory=dict)
    enrol: Literal["forward", "also_now"] = "forward"
    mode: Literal["live", "shadow"] = "live"
    recipients: int | None = None


class Published(Body):
    """The new version."""

    version: int


class Pause(Body):
    """What `POST …/pause` takes."""

    inside: Literal["wait", "skip", "leave"] = "wait"


class Resume(Body):
    """What `POST …/resume` takes: what becomes of messages that fell due meanwhile; null is as the pause said,
    or spread."""

    overdue: Overdue | None = None


class InsidePerson(Body):
    """Somebody inside a programme."""

    person: str
    id: str
    name: str | None
    node: str
    since: Moment
    due: Moment | None
    entered: Moment


class InsidePeople(Body):
    """`GET …/people`."""

    total: int
    people: list[InsidePerson]
    next: str | None
    as_of: Moment


class Compared(Body):
    """One side of the comparison: of `people` who entered, `reached` got to the goal in time."""

    people: int
    reached: int
    value: float | None
    low: float | None
    high: float | None


class Lift(Body):
    """The difference of the shares, cared for less holdout, in percentage points as a share (0.02 is 2 points),
    with its 95 % interval (Newcombe)."""

    value: float | None
    low: float | None
    high: float | None
    verdict: Literal["better", "worse", "unclear", "too-few", "uneven"]
    n: int


class SeriesPoint(Body):
    """The share that had reached the goal by `day` days after entry."""

    day: int
    cared: float | None
    holdout: float | None


class MessageCounts(Body):
    """What became of the messages."""

    wanted: int
    sent: int
    refused: int
    opened: int | None  # None: nothing of the kind has ever been told
    clicked: int | None
    unsubscribed: int | None


class ProgrammeResults(Body):
    """`GET …/results`. Entries younger than the window are not compared: `open` counts them."""

    definition: Words
    window_days: float
    cared: Compared
    holdout: Compared
    open: int
    lift: Lift
    series: list[SeriesPoint]
    messages: MessageCounts
    as_of: Moment


class VersionPage(Body):
    """A version and what changed in it, in words, against the one before."""

    version: int
    published: Moment
    who: str
    note: str
    inside: int
    changes: list[Words]


class Versions(Body):
    """`GET …/versions`, the newest first."""

    versions: list[VersionPage]


class VersionBody(VersionPage):
    """`GET …/versions/{n}`. `words`: step or "step>arm" → what it said then."""

    body: str
    words: dict[str, Words]
    document: dict[str, Any] | None


class Differences(Body):
    """`GET …/changes`: what differs between two versions, in words."""

    changes: list[Words]


class SuggestedPerson(PersonName):
    """Somebody to look at the programme as, and why: came in lately, seen lately, or a case apart."""

    reason: Literal["recent", "seen", "no_first_name", "no_consent", "other_language"]


class Suggested(Body):
    """`GET …/suggested`."""

    people: list[SuggestedPerson]


class AskDryRun(Body):
    """What `POST …/dry-run` takes; `body` null: the draft."""

    days: int = Field(default=90, ge=1, le=730)
    body: str | dict[str, Any] | None = None


class DryNode(Body):
    """A step in a dry run."""

    node: str
    passed: int
    messages: int


class DryRun(Body):
    """What the programme would have done. `people`: who would have got a message."""

    from_: Moment = Field(alias="from")
    to: Moment
    entered: int
    holdout: int
    people: int
    messages: int
    by_node: list[DryNode]
    refused: dict[str, int]
    reached: int
    seconds: float
    problems: list[ProblemBody]
    words: Words


class MessageReason(Body):
    """Why a message is held, refused or failed."""

    code: str
    what: str
    fix: str


class ProgrammeMessage(Body):
    """A message as a person's timeline tells it."""

    id: str
    at: Moment
    programme: str
    version: int
    node: str
    intent: str
    kind: str
    channel: str | None
    state: str
    reason: MessageReason | None
    not_before: Moment | None


class PathStep(Body):
    """A step that was taken, through which port, and why when it was a choice."""

    node: str
    words: Words
    at: Moment
    port: str
    why: Words | None


class Waiting(Body):
    """Where somebody waits, since when, until when and for what."""

    node: str
    words: Words
    since: Moment
    due: Moment | None
    waits: Words


class Left(Body):
    """Out of the programme, and why."""

    at: Moment
    why: Words


class EntryBody(Body):
    """One entry of a person."""

    entry: str
    at: Moment
    why: Words
    arm: Literal["cared", "holdout"]
    version: int
    path: list[PathStep]
    where: Waiting | None
    left: Left | None
    messages: list[ProgrammeMessage]


class NotEntered(Body):
    """Why not; `at` is null when nothing ever happened that could have let them in."""

    at: Moment | None
    why: Words


class Explanation(Body):
    """`GET …/explain?person=`."""

    person: str
    id: str
    name: str | None
    programme: str
    entries: list[EntryBody]
    not_entered: list[NotEntered]
    as_of: Moment


class TracedPerson(Body):
    """Where an entry stands after an action."""

    person: str
    entry: str
    node: str
    since: Moment
    due: Moment | None


class TracedAction(Body):
    """After one action of a sweep: how many it moved, how many stand where; `people` of whom one asked."""

    sweep: int
    action: str
    moved: int
    here: dict[str, int]
    people: list[TracedPerson]


class Trace(Body):
    """`GET …/trace?person=&days=`: the programme played through over the last days, action by action, and the rows
    that stand written of the person."""

    from_: Moment = Field(alias="from")
    to: Moment
    actions: list[TracedAction]
    rows: list[dict[str, Any]]


class ReplayDifference(Body):
    """A row on one side only; `why`: late (told late), merged (two ids became one), unknown."""

    side: Literal["stored", "replayed"]
    table: Literal["entries", "steps", "outbox", "positions"]
    place: str
    person: str
    entry: str
    at: Moment | None
    why: Literal["late", "merged", "unknown"]


class Replay(Body):
    """`GET …/replay`: rows by table, as they stand and as they come out anew. `differences` are the first hundred of
    `differing`."""

    same: bool
    from_: Moment = Field(alias="from")
    to: Moment
    stored: dict[str, int]
    replayed: dict[str, int]
    differing: int
    differences: list[ReplayDifference]


class InventedPerson(Body):
    """Somebody made up to look at a message as; stored nowhere. `segments` null: those that the rest leads to."""

    name: str = Field("", max_length=10_000)
    email: str = Field("", max_length=320)
    phone: str = Field("", max_length=40)
    language: Literal["fi", "en"] | None = None
    stage: str | None = Field(None, max_length=200)
    traits: dict[str, str | int | float | bool] = Field(default_factory=dict, max_length=50)
    consent: bool = True
    orders: int = Field(0, ge=0, le=1000)
    days_since_order: int = Field(0, ge=0, le=10_000)
    segments: list[str] | None = Field(None, max_length=200)


class AskPreview(Body):
    """What `POST …/preview` takes; `body` null: the draft. `node` null: the first step that sends. Either `person`,
    by number or id, or `invented`."""

    person: str | None = None
    invented: InventedPerson | None = None
    node: str | None = None
    language: Literal["fi", "en"] | None = None
    body: str | dict[str, Any] | None = None


class PreviewEmail(Body):
    """The message as it would come."""

    subject: str
    preheader: str
    sender: str
    html: str
    text: str


class PreviewSms(Body):
    """The text message."""

    text: str


class PreviewPush(Body):
    """The notification."""

    title: str
    body: str
    url: str


class PreviewPolicy(Body):
    """What the policy would say of it now."""

    outcome: Literal["send", "hold", "refuse"]
    channel: str | None
    until: Moment | None
    reason: MessageReason | None


class Preview(Body):
    """`POST …/preview`. `path`: nodes and arms that the person would pass now, in order."""

    node: str
    email: PreviewEmail | None
    sms: PreviewSms | None
    push: PreviewPush | None
    policy: PreviewPolicy | None
    path: list[str]
    problems: list[ProblemBody]


class TestSend(Body):
    """What `POST …/test` takes. Either `person` or `invented`."""

    person: str | None = None
    invented: InventedPerson | None = None
    node: str
    addresses: list[str] = Field(min_length=1, max_length=5)
    language: Literal["fi", "en"] | None = None


class TestSent(Body):
    """To each address: sent, or why not."""

    sent: list[str]
    failed: list[ProblemBody]


CardKey = Literal[
    "events", "email", "sms", "push", "consents", "company", "public", "orders", "spend"
]


class Card(Body):
    """One thing that must be in order before messages reach people."""

    key: CardKey
    state: Literal["ok", "missing", "warning", "off"]
    problems: list[ProblemBody]
    facts: dict[str, Any]
    stops_sending: bool


class Readiness(Body):
    """`GET /api/readiness`."""

    cards: list[Card]
    as_of: Moment


class PressureRow(Body):
    """A stage: messages expected per person on each day."""

    stage: str | None
    people: int
    per_person: list[float]
    over_cap: list[bool]


class PlannedMessage(Body):
    """A message that a person will get, or that is held."""

    programme: str
    node: str
    intent: str
    state: Literal["planned", "held", "ready", "sent", "refused"]
    reason: MessageReason | None


class PersonDay(Body):
    """A day of one person."""

    date: str
    messages: list[PlannedMessage]


class PersonPressure(Body):
    """The days of one person."""

    days: list[PersonDay]


class Pressure(Body):
    """`GET /api/pressure`."""

    days: list[str]
    rows: list[PressureRow]
    person: PersonPressure | None
    as_of: Moment


class Ticked(Body):
    """`POST /api/tick`: what moved."""

    entered: int
    moved: int
    messages: int
    now: Moment
