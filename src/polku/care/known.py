"""The facts of this workspace that a programme's draft is checked against."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from polku.care.workplace import Workplace

if TYPE_CHECKING:
    from polku.programmes.known import CheckText, Known


def known(at: Workplace) -> Known:
    """Read anew at each asking: few rows."""
    from polku.programmes.known import Known

    journey = at.journey().journey
    settings, definitions = at.settings, at.control.definitions
    return Known(
        journey=journey,
        segments={each.key for each in definitions.all("segment")},
        forms={each.key for each in definitions.all("form")},
        offers={each.key for each in definitions.all("offer")},
        personas={each.key for each in journey.personas},
        programmes={each.key for each in definitions.all("programme")},
        channels=channels(at),
        events=events(at),
        company=settings.company.name,
        sender=settings.email.sender,
        reply_to=settings.email.reply_to or settings.company.email,
        most_per_day=settings.policy.most_per_day,
        most_per_week=settings.policy.most_per_week,
        personal=frozenset(settings.privacy.personal_properties),
        language=at.language,
        check_text=_checker(),
    )


def channels(at: Workplace) -> set[str]:
    """Those that the settings let send."""
    settings = at.settings
    ready = {
        "email": bool(settings.email.host and settings.email.sender),
        "sms": bool(settings.sms.account and settings.sms.sender),
        "push": bool(settings.push.subject),
    }
    return {name for name, is_ready in ready.items() if is_ready}


def events(at: Workplace) -> dict[str, int]:
    """Event name → people who did it in the last 90 days; names that have not come lately with 0."""
    words = {code: name for name, code in at.warehouse.names("event").items()}
    with at.warehouse.read() as con:
        rows = con.execute(
            """SELECT event, approx_count_distinct(person) FROM events
            WHERE ts > ? GROUP BY event""",
            [at.naive_now() - timedelta(days=90)],
        ).fetchall()
    return dict.fromkeys(words.values(), 0) | {words[code]: people for code, people in rows}


def _checker() -> CheckText:
    from polku.delivery.render.check import check_template

    return check_template
