"""The tasks that the demo's programmes gave to people of ours: most were answered, those of the last days are open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from polku.delivery.job import Receiver
from polku.delivery.task_brief import Briefing
from polku.delivery.wants import Wants
from polku.delivery.working_time import WorkingTime
from polku.store.micros import from_micros, to_micros
from polku.store.tasks import Note, TaskRow, answer_within, note_within, open_within

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.programmes.steps.task import Task

STAYS_OPEN = timedelta(days=6)
"""Of the tasks of so many last days every third waits for an answer past its target."""
OUTCOMES = {
    "call": ("reached", "meeting", "not_reached", "reached", "no_interest", "reached", "offer"),
    "email": ("reached", "reached", "not_reached", "reached", "other"),
}
MINUTES = (35, 80, 120, 150, 190, 225, 290, 400)  # working time until the answer; the target is 240
NOTES = {
    "fi": (
        "Puhuimme vartin. Asia selvisi, ja sovimme jatkosta.",
        "Ei vastannut. Jätin viestin ja yritän huomenna.",
        "Ajoitus oli väärä. Palataan kuukauden päästä.",
        "Kysyi lisää. Lähetin vastauksen sähköpostilla.",
    ),
    "en": (
        "We talked for a quarter of an hour. It was settled, and we agreed how to go on.",
        "No answer. I left a message and will try tomorrow.",
        "The timing was wrong. We come back in a month.",
        "Had more questions. I answered by e-mail.",
    ),
}


def give(workspace: Workspace, end: datetime) -> None:
    """A row for each task that was delivered, with its brief as it stands at `end`."""
    control, settings = workspace.control, workspace.settings
    language = settings.workspace.language
    with control.read() as connection:
        rows = connection.exec_driver_sql(
            """SELECT id, person, programme, version, node, wanted FROM deliveries
            WHERE kind = 'task' AND state = 'sent' ORDER BY wanted, id"""
        ).all()
    if not rows:
        return
    wants, work = Wants(control), WorkingTime(settings.hours, ZoneInfo(settings.workspace.timezone))
    briefing = Briefing(control, workspace.warehouse, settings, workspace.clock)
    traits = control.traits.of_many([person for _, person, *_ in rows])
    open_from = end - STAYS_OPEN
    made = []
    for place, (id, person, programme, version, node, wanted) in enumerate(rows):
        step: Task = wants.step(programme, version, node)
        opened, late = from_micros(wanted), step.respond_within
        receiver = Receiver(person, str(person), traits=traits.get(person, {}))
        brief = briefing.brief(receiver) if opened > open_from else {}
        note = step.note.in_(language) if step.note else ""
        target = None if late is None else timedelta(microseconds=late.microseconds)
        due = None if target is None else work.after(opened, target)
        waits = opened > open_from and (place % 3 == 0 or (due is not None and due > end))
        row = TaskRow(
            id, person, programme, version, node, str(step.title.in_(language)), step.owner,
            str(step.contact), opened, due, "open", None, None, None, {**brief, "note": note},
        )  # fmt: skip
        made.append((row, waits, work.after(opened, timedelta(minutes=MINUTES[place % 8]))))
    with control.write() as connection:
        for place, (row, waits, answered) in enumerate(made):
            open_within(connection, row)
            if waits or answered > end:
                continue
            outcomes = OUTCOMES[row.contact]
            answer_within(connection, row.id, outcomes[place % len(outcomes)], answered)
            if place % 3 == 0:
                text = NOTES[language][place // 3 % 4]
                note_within(connection, row.id, Note(answered, row.owner, text))
        # The alert of a missed target is of its own day, not of the day when the demo is opened.
        connection.exec_driver_sql(
            "UPDATE tasks SET breached = due WHERE due < coalesce(answered, ?) AND breached IS NULL",
            (to_micros(end),),
        )
