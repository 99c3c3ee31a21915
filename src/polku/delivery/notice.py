"""Notices to the team's Slack: a new task, a target that was missed.

A notice is a delivery like others, so it is claimed, tried again and shown. It names nobody: Slack is
another company's system, and the link leads to the name for those who may see it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from polku.channels.content import SlackContent
from polku.channels.slack import escaped
from polku.events.identity import uid_hash
from polku.settings import Settings
from polku.store.micros import to_micros
from polku.store.tasks import TaskRow

KIND = "notice"
What = Literal["opened", "breached"]
_WORDS = {
    ("opened", "fi"): "Uusi tehtävä: *{title}* ({owner}).",
    ("opened", "en"): "New task: *{title}* ({owner}).",
    ("breached", "fi"): "Vastausaika ylittyi: *{title}* ({owner}).",
    ("breached", "en"): "Response time passed: *{title}* ({owner}).",
    ("due", "fi"): " Vastattava viimeistään {at}.",
    ("due", "en"): " To be answered by {at}.",
    ("link", "fi"): "Avaa tehtävä",
    ("link", "en"): "Open the task",
}


class NoticeRenderer:
    """Renders notices: their text was made with them."""

    def render(self, channel: str, job: Any) -> SlackContent:  # noqa: ARG002
        return SlackContent(str(job.delivery.params.get("text", "")))


def notice_within(
    connection: Connection, settings: Settings, task: TaskRow, what: What, now: datetime
) -> None:
    """Queues a notice in somebody's own transaction; once for each task and `what`. Nothing when
    Slack is not set."""
    if not settings.slack.webhook.reveal():
        return
    moment = to_micros(now)
    params = msgspec.json.encode({"text": notice_text(settings, task, what)}).decode()
    connection.exec_driver_sql(
        """INSERT OR IGNORE INTO deliveries (id, seq, person, programme, version, node, entry, kind,
        intent, purpose, priority, wanted, state, reason, params, channel, not_before, attempts,
        updated) VALUES (?, 0, 0, '', 0, '', 0, ?, ?, 'transactional', 100, ?, 'ready', '', ?,
        'slack', ?, 0, ?)""",
        (
            uid_hash("notice", f"{what}|{task.id}"),
            KIND,
            f"task-{what}",
            moment,
            params,
            moment,
            moment,
        ),
    )


def notice_text(settings: Settings, task: TaskRow, what: What) -> str:
    """The text in Slack's mrkdwn."""
    language = settings.workspace.language
    text = _WORDS[what, language].format(title=escaped(task.title), owner=escaped(task.owner))
    if task.due is not None:
        local = task.due.astimezone(ZoneInfo(settings.workspace.timezone))
        at = (
            f"{local.day}.{local.month}. klo {local:%H.%M}"
            if language == "fi"
            else f"{local:%-d %b %H:%M}"
        )
        text += _WORDS["due", language].format(at=at)
    if settings.public.url:
        text += (
            f" <{settings.public.url.rstrip('/')}/tasks?task={task.id}|{_WORDS['link', language]}>"
        )
    return text
