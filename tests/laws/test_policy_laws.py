"""The contact policy, over random messages, people and hours, against a slow reference of one person at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.delivery.policy.cases import DAY, Cases, Facts, Past
from polku.delivery.policy.decide import decide
from polku.delivery.policy.quiet import quiet_until
from polku.delivery.wants import NEEDED, Want
from polku.settings import PolicySettings
from polku.store.micros import from_micros, to_micros

ZONES = ("Europe/Helsinki", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
NEVER_QUIET = PolicySettings(quiet_from="00:00", quiet_to="00:00")
NOW = to_micros(datetime(2026, 3, 29, 0, 30, tzinfo=UTC))  # the night of the change
HOUR = 3_600_000_000


@dataclass(frozen=True)
class Message:
    id: int
    person: int
    want: int
    entry: int
    wanted: int


@dataclass(frozen=True)
class Earlier:
    id: int
    person: int
    intent: str
    programme: str
    entry: int
    capped: bool
    held: bool
    priority: int
    wanted: int
    at: int


wants = st.builds(
    Want,
    programme=st.sampled_from(["a", "b"]),
    version=st.just(1),
    node=st.sampled_from(["x", "y", "z"]),
    kind=st.sampled_from(["send", "send", "send", "survey", "task"]),
    intent=st.sampled_from(["hello", "guide", "offer"]),
    purpose=st.sampled_from(["marketing", "marketing", "news", "service", "transactional"]),
    priority=st.sampled_from([10, 50, 90]),
    days=st.sampled_from([None, None, 3, 30]),
    ways=st.sampled_from([("email",), ("email", "sms"), ("sms", "email"), ("push",)]),
    state=st.sampled_from(["live", "live", "live", "live", "shadow"]),
).map(lambda want: want if want.kind != "task" else replace(want, ways=("task",)))
PEOPLE = 4


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Message], tuple[Want, ...], Facts, PolicySettings]:
    chosen = tuple(draw(st.lists(wants, min_size=1, max_size=5)))
    n = draw(st.integers(0, 14))
    messages = [
        Message(
            id=100 + number,
            person=draw(st.integers(0, PEOPLE - 1)),
            want=draw(st.integers(0, len(chosen) - 1)),
            entry=draw(st.integers(1, 2)),
            wanted=NOW - draw(st.integers(0, 9)) * DAY,
        )
        for number in range(n)
    ]
    earlier = [
        Earlier(
            id=number + 1,
            person=draw(st.integers(0, PEOPLE - 1)),
            intent=draw(st.sampled_from(["hello", "guide", "offer", "other"])),
            programme=draw(st.sampled_from(["a", "b"])),
            entry=draw(st.integers(1, 2)),
            capped=draw(st.booleans()),
            held=draw(st.booleans()),
            priority=draw(st.sampled_from([10, 50, 90])),
            wanted=NOW - draw(st.integers(0, 9)) * DAY,
            at=NOW - draw(st.sampled_from([0, 1, 23, 24, 25, 100, 167, 168, 169])) * HOUR,
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    flags = st.lists(st.booleans(), min_size=PEOPLE, max_size=PEOPLE)
    levels = st.lists(st.sampled_from([0, 0, 1, 2]), min_size=PEOPLE, max_size=PEOPLE)
    grounds = st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=PEOPLE, max_size=PEOPLE)
    channels = ("email", "push", "sms")
    facts = Facts(
        people=np.arange(PEOPLE),
        reachable={c: np.array(draw(flags), bool) for c in channels},
        suppressed={c: np.array(draw(levels), np.int64) for c in channels},
        ground={(p, c): np.array(draw(grounds), np.int64)
                for p in ("marketing", "news") for c in channels},
        zone=np.array(draw(st.lists(st.integers(0, 4), min_size=PEOPLE, max_size=PEOPLE))),
        zones=ZONES,
        past=past(earlier),
        off=frozenset(draw(st.sampled_from([(), (), ("sms",), ("email",)]))),
    )  # fmt: skip
    policy = draw(
        st.builds(
            PolicySettings,
            quiet_from=st.sampled_from(["00:00", "21:00", "02:30"]),
            quiet_to=st.sampled_from(["00:00", "08:00", "03:30"]),
            most_per_day=st.sampled_from([0, 1, 2]),
            most_per_week=st.sampled_from([0, 1, 3]),
            hold_days=st.sampled_from([0, 1, 7]),
        )
    )
    return messages, chosen, facts, policy


def past(earlier: list[Earlier]) -> Past:
    def column(name: str, kind: type) -> np.ndarray:
        found = np.empty(len(earlier), kind)
        found[:] = [getattr(each, name) for each in earlier]
        return found

    return Past(
        id=column("id", np.int64), person=column("person", np.int64),
        intent=column("intent", object), programme=column("programme", object),
        entry=column("entry", np.int64), capped=column("capped", bool), held=column("held", bool),
        priority=column("priority", np.int64), wanted=column("wanted", np.int64),
        at=column("at", np.int64),
    )  # fmt: skip


def cases(messages: list[Message], chosen: tuple[Want, ...]) -> Cases:
    def column(name: str) -> np.ndarray:
        return np.array([getattr(each, name) for each in messages], np.int64)

    return Cases(
        column("id"), column("person"), column("entry"), column("want"), column("wanted"), chosen
    )


Answer = tuple[str, str]


def slow(
    messages: list[Message], chosen: tuple[Want, ...], facts: Facts, policy: PolicySettings
) -> dict[int, Answer]:
    """The policy of docs/reference/contact-policy.md, one message after another."""
    past_, answers = facts.past, dict[int, Answer]()
    turn = sorted(messages, key=lambda m: (-chosen[m.want].priority, m.wanted, m.id))
    let: list[Message] = []  # let through by the intent rule
    gone: list[Message] = []  # sent now, and capped
    ids = {message.id for message in messages}
    for message in turn:
        want, who = chosen[message.want], message.person
        channel, why = way(want, who, facts)
        speaks = want.kind != "task"
        capped = speaks and want.purpose not in NEEDED

        def blocked(
            entry: int, programme: str, at: int, m: Message = message, w: Want = want
        ) -> bool:
            if w.days is not None:
                return at > NOW - w.days * DAY
            return entry == m.entry or programme != w.programme

        def first(row: int, m: Message = message, w: Want = want) -> bool:
            mine, theirs = (-w.priority, m.wanted, m.id), (
                -int(past_.priority[row]), int(past_.wanted[row]), int(past_.id[row]),
            )  # fmt: skip
            return theirs < mine

        said = any(
            past_.person[row] == who
            and past_.intent[row] == want.intent
            and past_.id[row] != message.id
            and blocked(int(past_.entry[row]), past_.programme[row], int(past_.at[row]))
            and (not past_.held[row] or first(row))
            for row in range(len(past_.id))
        ) or any(
            other.person == who
            and chosen[other.want].intent == want.intent
            and blocked(other.entry, chosen[other.want].programme, NOW)
            for other in let
        )
        until = None
        if want.state == "shadow":
            answers[message.id] = ("refuse", "delivery.shadow")
            continue
        if not channel:
            if why == "delivery.channel-off":
                until = NOW + HOUR // 6
            else:
                answers[message.id] = ("refuse", why)
                continue
        elif speaks and said:
            answers[message.id] = ("refuse", "delivery.same-intent")
            continue
        elif speaks:
            let.append(message)
            quiet = slow_quiet(NOW, facts.zones[int(facts.zone[who])], policy)
            times = sorted(
                [int(past_.at[row]) for row in range(len(past_.id)) if past_.person[row] == who
                 and past_.capped[row] and not past_.held[row] and int(past_.id[row]) not in ids]
                + [NOW for other in gone if other.person == who],
                reverse=True,
            )  # fmt: skip
            if want.purpose != "transactional" and quiet > NOW:
                until, why = quiet, "delivery.quiet"
            elif capped and (free := slow_free(times, policy)) > NOW:
                until, why = free, "delivery.caps"
            elif capped:
                gone.append(message)
        if until is None:
            answers[message.id] = ("send", channel)
        elif until > message.wanted + policy.hold_days * DAY:
            answers[message.id] = ("refuse", "delivery.held-too-long")
        else:
            answers[message.id] = (f"hold {until}", why)
    return answers


def way(want: Want, who: int, facts: Facts) -> tuple[str, str]:
    if want.kind == "task":
        return "task", ""
    reasons, off = [], False
    for channel in want.ways:
        needed = want.purpose in NEEDED
        level = facts.suppressed[channel][who]
        ground = 1 if needed else facts.ground[want.purpose, channel][who]
        if level == 1 or (level == 2 and not needed):
            reasons.append("delivery.suppressed")
        elif ground == 2:
            reasons.append("delivery.withdrawn")
        elif ground == 0:
            reasons.append(f"delivery.no-consent-{channel}")
        elif not facts.reachable[channel][who]:
            reasons.append(f"delivery.no-address-{channel}")
        elif channel in facts.off:
            off = True
            reasons.append("delivery.channel-off")
        else:
            return channel, ""
    return "", "delivery.channel-off" if off else reasons[0]


def slow_quiet(now: int, zone: str, policy: PolicySettings) -> int:
    """Minute after minute, by the clock on the wall."""
    start, end = policy.quiet_from, policy.quiet_to
    moment, at = from_micros(now), now
    while True:
        wall = moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")
        inside = start <= wall < end if start < end else (wall >= start or wall < end)
        if start == end or not inside:
            return at
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        at = to_micros(moment)


def slow_free(times: list[int], policy: PolicySettings) -> int:
    """The first moment at which one more is within both caps: now, or when some earlier one is old enough."""
    limits = [(policy.most_per_day, DAY), (policy.most_per_week, 7 * DAY)]
    moments = sorted({NOW, *(t + span for t in times for _, span in limits)})
    for moment in moments:
        if moment >= NOW and all(
            most == 0 or sum(t > moment - span for t in times) < most for most, span in limits
        ):
            return moment
    raise AssertionError("the caps never end")


@given(questions())
@settings(max_examples=400, deadline=None)
def test_the_policy_says_what_the_slow_reference_says(
    question: tuple[list[Message], tuple[Want, ...], Facts, PolicySettings],
) -> None:
    messages, chosen, facts, policy = question
    verdicts = decide(cases(messages, chosen), facts, policy, NOW)
    got: dict[int, Answer] = {}
    for row, message in enumerate(messages):
        state, reason = int(verdicts.state[row]), verdicts.reason[row]
        if state == 1:
            got[message.id] = ("send", verdicts.channel[row])
        else:
            word = f"hold {verdicts.until[row]}" if state == 2 else "refuse"
            got[message.id] = (word, reason)
    assert got == slow(messages, chosen, facts, policy)


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_within_a_chunk_does_not_matter(
    question: tuple[list[Message], tuple[Want, ...], Facts, PolicySettings], chance: object
) -> None:
    messages, chosen, facts, policy = question
    shuffled = messages[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one = decide(cases(messages, chosen), facts, policy, NOW)
    two = decide(cases(shuffled, chosen), facts, policy, NOW)
    place = {message.id: row for row, message in enumerate(shuffled)}
    for row, message in enumerate(messages):
        other = place[message.id]
        assert (one.state[row], one.reason[row], one.channel[row], one.until[row]) == (
            two.state[other], two.reason[other], two.channel[other], two.until[other],
        )  # fmt: skip


clock_times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
    st.sampled_from([*ZONES, "Africa/Casablanca", "Pacific/Apia"]),
    clock_times,
    clock_times,
)
@settings(max_examples=150, deadline=None)
def test_quiet_hours_end_at_the_first_minute_outside_them(
    moment: datetime, zone: str, start: str, end: str
) -> None:
    now = to_micros(moment.replace(tzinfo=UTC))
    policy = PolicySettings(quiet_from=start, quiet_to=end)
    if start == end:
        return
    minutes = [int(each[:2]) * 60 + int(each[3:]) for each in (start, end)]
    assert quiet_until(now, zone, minutes[0], minutes[1]) == slow_quiet(now, zone, policy)


CHANGES = [
    ("Europe/Helsinki", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Helsinki", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),  # by half an hour
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
]


@given(
    st.sampled_from(CHANGES),
    st.integers(18 * 60, 25 * 60),
    st.integers(90, 600),
    st.integers(-400, 120),
)
@settings(max_examples=300, deadline=None)
def test_quiet_hours_hold_over_both_changes_of_the_clock(
    change: tuple[str, datetime], start: int, end: int, minutes: int
) -> None:
    """Nights in which the clock is moved, asked within hours of the change."""
    zone, night = change
    start %= 1440
    if start == end:
        return
    policy = PolicySettings(
        quiet_from=f"{start // 60:02}:{start % 60:02}", quiet_to=f"{end // 60:02}:{end % 60:02}"
    )
    now = to_micros(night + timedelta(minutes=minutes))
    assert quiet_until(now, zone, start, end) == slow_quiet(now, zone, policy)


@given(
    st.lists(st.integers(1, 200), max_size=6),
    st.lists(st.sampled_from([10, 50, 90]), min_size=1, max_size=6),
    st.integers(0, 3),
    st.integers(0, 5),
)
@settings(max_examples=300, deadline=None)
def test_caps_let_through_as_many_as_fit_and_hold_the_rest_until_there_is_room(
    hours_ago: list[int], priorities: list[int], day: int, week: int
) -> None:
    """One person, earlier messages, and several wanted at once, each about something else."""
    policy = PolicySettings(
        quiet_from="00:00", quiet_to="00:00", most_per_day=day, most_per_week=week, hold_days=365
    )
    chosen = tuple(
        Want("p", 1, f"n{i}", "send", f"i{i}", "marketing", priority, None, ("email",))
        for i, priority in enumerate(priorities)
    )
    messages = [Message(100 + i, 0, i, 1, NOW) for i in range(len(chosen))]
    earlier = [
        Earlier(i, 0, "old", "q", 2, True, False, 50, NOW, NOW - hours * HOUR)
        for i, hours in enumerate(hours_ago)
    ]
    yes, no = np.ones(1, bool), np.zeros(1, np.int64)
    channels = ("email", "push", "sms")
    facts = Facts(
        np.zeros(1, np.int64), dict.fromkeys(channels, yes), dict.fromkeys(channels, no),
        {("marketing", "email"): np.ones(1, np.int64)}, no, ("UTC",), past(earlier),
    )  # fmt: skip
    verdicts = decide(cases(messages, chosen), facts, policy, NOW)
    expected = slow(messages, chosen, facts, policy)
    for row, message in enumerate(messages):
        state, until = int(verdicts.state[row]), int(verdicts.until[row])
        got = "send" if state == 1 else f"hold {until}"
        assert got == expected[message.id][0]
    sent = [NOW - hours * HOUR for hours in hours_ago] + [NOW] * int((verdicts.state == 1).sum())
    if (verdicts.state == 1).any():
        for most, span in ((day, DAY), (week, 7 * DAY)):
            assert not most or sum(at > NOW - span for at in sent) <= most, "over a cap"
