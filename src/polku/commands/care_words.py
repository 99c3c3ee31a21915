"""What the commands of care programmes say to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import typer

from polku.commands import show

Row = Mapping[str, Any]


def listed(found: Row) -> None:
    """Programmes by stage; stages without one, too."""
    lang = show.language()
    rows = []
    for stage in (*found["stages"], {"key": "–", "programmes": found["unbound"]}):
        for each in stage["programmes"] or ([None] if stage["key"] != "–" else []):
            if each is None:
                rows.append((stage["key"], "–", "", "", "", "", ""))
                continue
            goal = each["goal"]
            rows.append(
                (
                    stage["key"],
                    each["key"],
                    each["name"][lang],
                    each["state"],
                    each["inside"],
                    percent(goal["value"]) if goal else "–",
                    each["sent_30d"],
                )
            )
    heads = ("stage", "key", "name", "state", "inside", "goal", "sent 30 d")
    show.aligned(heads, rows, (False, False, False, False, True, True, True))


def templates(found: Iterable[Row]) -> None:
    """Key, stage and name of each."""
    lang = show.language()
    show.aligned(
        ("template", "stage", "name"),
        ((each["key"], each["stage_hint"], each["name"][lang]) for each in found),
    )


def problems(found: Iterable[Row], *, none: bool = False) -> None:
    """A line each, on standard error; "OK" when there are none and `none` is asked."""
    said = False
    for each in found:
        where = f"{each['where']}: " if each["where"] else ""
        line = f"{each['level']}: {where}{each['what']} {each['fix']} [{each['code']}]"
        typer.echo(line, err=True)
        said = True
    if none and not said:
        typer.echo("OK")


def plan(found: Row) -> None:
    """What publishing would do."""
    problems(found["problems"])
    lang = show.language()
    typer.echo(PLAN[lang].format(now=found["enters_now"], **found["expected"]))
    if found["expected"]["tasks_week"]:
        typer.echo(PLAN_TASKS[lang].format(**found["expected"]))
    for group in found["inside"]:
        where = group["new_node"] or "–"
        typer.echo(f"  {group['people']}  {group['node']} → {where}  {group['words'][lang]}")
    for reason, count in found["held"].items():
        typer.echo(f"  {reason}: {count}")


def inside(found: Row) -> None:
    """Who is inside."""
    show.aligned(
        ("person", "at", "since", "until", "entered"),
        (
            (each["id"], each["node"], each["since"], each["due"], each["entered"])
            for each in found["people"]
        ),
    )
    typer.echo(f"{found['total']}")


def results(found: Row) -> None:
    """The comparison, in words."""
    lang = show.language()
    typer.echo(found["definition"][lang])
    for arm in ("cared", "holdout"):
        side = found[arm]
        span = f"{percent(side['value'])} ({percent(side['low'])}–{percent(side['high'])})"
        typer.echo(f"  {ARM[lang][arm]}: {side['reached']}/{side['people']} = {span}")
    lift = found["lift"]
    typer.echo(f"  {VERDICT[lang][lift['verdict']]} n = {lift['n']}")
    if lift["value"] is not None:
        low, high = points(lift["low"], lang), points(lift["high"], lang)
        unit = POINTS[lang]
        typer.echo(f"  {points(lift['value'], lang)} {unit} ({low} … {high})")
    typer.echo("  " + ", ".join(f"{name} {count}" for name, count in found["messages"].items()))


def ticked(found: Row) -> None:
    """What a tick moved."""
    typer.echo(TICKED[show.language()].format_map(found))


def dry_run(found: Row) -> None:
    """The sentence, then the steps."""
    problems(found["problems"])
    typer.echo(found["words"][show.language()])
    show.aligned(
        ("step", "passed", "messages"),
        ((each["node"], each["passed"], each["messages"]) for each in found["by_node"]),
        (False, True, True),
    )
    for reason, count in found["refused"].items():
        typer.echo(f"  {reason}: {count}")


def explanation(found: Row) -> None:
    """Entry by entry, then why not."""
    lang = show.language()
    typer.echo(f"{found['id']} – {found['programme']}")
    for entry in found["entries"]:
        typer.echo(f"{entry['at']}  {entry['why'][lang]} ({ARM[lang][entry['arm']]})")
        for step in entry["path"]:
            why = f": {step['why'][lang]}" if step["why"] else ""
            typer.echo(f"  {step['at']}  {step['words'][lang]} → {step['port']}{why}")
        for message in entry["messages"]:
            reason = f": {message['reason']['what']}" if message["reason"] else ""
            typer.echo(f"  {message['at']}  ✉ {message['intent']} {message['state']}{reason}")
        if entry["where"]:
            typer.echo(f"  … {entry['where']['waits'][lang]}")
        if entry["left"]:
            typer.echo(f"  {entry['left']['at']}  {entry['left']['why'][lang]}")
    for each in found["not_entered"]:
        typer.echo(f"{each['at'] or ''}  {each['why'][lang]}".strip())


def readiness(found: Row) -> None:
    """A line for each card and its problems."""
    for card in found["cards"]:
        stop = "  !" if card["stops_sending"] else ""
        typer.echo(f"{card['key']:<9} {card['state']}{stop}")
        for problem in card["problems"]:
            typer.echo(f"          {problem['what']} {problem['fix']}")


def pressure(found: Row) -> None:
    """The table of days, and the person's own messages."""
    show.aligned(
        ("stage", "people", *(day[5:] for day in found["days"])),
        (
            (
                row["stage"],
                row["people"],
                *(
                    f"{n:.2f}{'!' if over else ''}"
                    for n, over in zip(row["per_person"], row["over_cap"], strict=True)
                ),
            )
            for row in found["rows"]
        ),
        (False, *(True for _ in range(len(found["days"]) + 1))),
    )
    for day in found["person"]["days"] if found["person"] else []:
        for message in day["messages"]:
            reason = f": {message['reason']['what']}" if message["reason"] else ""
            said = f"{message['programme']} {message['intent']} {message['state']}{reason}"
            typer.echo(f"{day['date']}  {said}")


def percent(value: float | None) -> str:
    """0.124 as 12.4 %; missing as –."""
    return "–" if value is None else f"{value * 100:.1f} %"


def points(value: float, lang: str) -> str:
    """0.021 as +2.1, with the language's decimal mark."""
    text = f"{value * 100:+.1f}"
    return text.replace(".", ",") if lang == "fi" else text


PLAN = {
    "fi": "Mukaan tulisi heti: {now}. Viestejä odotetaan vuorokaudessa {day}, viikossa {week}.",
    "en": "Would come in now: {now}. Messages expected in a day {day}, in a week {week}.",
}
PLAN_TASKS = {
    "fi": "Tehtäviä tulisi vuorokaudessa {tasks_day}, viikossa {tasks_week}.",
    "en": "Tasks expected in a day {tasks_day}, in a week {tasks_week}.",
}
ARM = {
    "fi": {"cared": "hoidetut", "holdout": "verrokit"},
    "en": {"cared": "cared for", "holdout": "holdout"},
}
POINTS = {"fi": "prosenttiyksikköä", "en": "percentage points"}
VERDICT = {
    "fi": {
        "better": "Hoidetut pääsivät tavoitteeseen useammin kuin verrokit.",
        "worse": "Hoidetut pääsivät tavoitteeseen harvemmin kuin verrokit.",
        "unclear": "Ero mahtuu sattumaan.",
        "too-few": "Liian vähän ihmisiä, jotta ero voitaisiin arvioida.",
    },
    "en": {
        "better": "Those cared for reached the goal more often than the holdout.",
        "worse": "Those cared for reached the goal less often than the holdout.",
        "unclear": "The difference may be chance.",
        "too-few": "Too few people to judge the difference.",
    },
}
TICKED = {
    "fi": "Tuli mukaan: {entered}. Siirtyi: {moved}. Viestejä: {messages}.",
    "en": "Came in: {entered}. Moved: {moved}. Messages: {messages}.",
}


def trace(found: Row) -> None:
    """A line for each action of each sweep, then the rows that stand written of the person."""
    for row in found["actions"]:
        here = ", ".join(f"{node} {n:,}" for node, n in row["here"].items())
        typer.echo(f"{row['sweep']:>3}  {row['action']:<20} moved {row['moved']:>8,}   {here}")
        for each in row["people"]:
            until = f", until {each['due']}" if each["due"] else ""
            typer.echo(f"       {each['entry']} at {each['node']} since {each['since']}{until}")
    if not found["actions"]:
        typer.echo("Nobody would have come in.")
    if found["rows"]:
        typer.echo("\nWhat stands written:")
        show.aligned(list(found["rows"][0]), (row.values() for row in found["rows"]))


def replay(found: Row) -> None:
    """Whether it is the same, and what is not."""
    for table, rows in found["stored"].items():
        typer.echo(f"{table:<10} {rows:>10,} stand written, {found['replayed'][table]:>10,} anew")
    if found["same"]:
        typer.echo("The same: every row is where it must be.")
        return
    typer.echo(f"{found['differing']:,} rows differ:")
    show.aligned(list(found["differences"][0]), (row.values() for row in found["differences"]))
