"""The facts of this workspace that a programme's draft is checked against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from polku.care.workplace import Workplace
from polku.errors import DocumentError, Language, Problem

if TYPE_CHECKING:
    from polku.programmes.known import CheckText, Known
    from polku.programmes.steps.message import Email


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
        people=Members(at),
        events=events(at),
        purposes=purposes(at),
        company=settings.company.name,
        address=settings.company.address,
        sender=settings.email.sender,
        reply_to=settings.email.reply_to or settings.company.email,
        most_per_day=settings.policy.most_per_day,
        most_per_week=settings.policy.most_per_week,
        personal=frozenset(settings.privacy.personal_properties),
        language=at.language,
        check_text=_checker(),
        check_letter=_look_over,
    )


class Members(Mapping[str, int]):
    """Segment → how many are in it now: counted when it is asked for, once in a checking."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._found: dict[str, int] = {}

    def __getitem__(self, key: str) -> int:
        from polku.segments.asking import KINDS, count

        if key not in self._found:
            meanings, warehouse = self._at.world().meanings, self._at.warehouse
            codes = {kind: warehouse.names(kind) for kind in KINDS}
            with warehouse.read() as con:
                found = count(con, meanings.segments[key], self._at.now(), codes, meanings)
            self._found[key] = found.people
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at.world().meanings.segments)

    def __len__(self) -> int:
        return len(self._at.world().meanings.segments)


def purposes(at: Workplace) -> set[str] | None:
    """What people have been asked to consent to: by what stands in the ledger and by the forms that are live. None
    when somebody has consented to everything: then every purpose has been asked."""
    from polku.forms.load import load_form
    from polku.store.consents import ALL

    with at.control.read() as connection:
        rows = connection.exec_driver_sql("SELECT DISTINCT purpose FROM consents").all()
    found = {str(purpose) for (purpose,) in rows}
    for each in at.control.definitions.all("form"):
        if each.state == "live":
            with suppress(DocumentError):  # a draft that cannot be read asks nobody
                consent = load_form(each.body).consent
                found |= {consent.purpose} if consent is not None else set()
    return None if ALL in found else found


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


def _look_over(
    email: Email, language: Language, *, purpose: str, address: str | None, extra: bool
) -> list[Problem]:
    from polku.delivery.checks import look_over
    from polku.delivery.checks.looked import Looked

    return look_over(
        Looked(
            subject=email.subject.in_(language),
            body=email.body.in_(language),
            preheader=email.preheader.in_(language) if email.preheader else "",
            text=email.text.in_(language) if email.text else None,
            language=language,
            purpose=purpose,
            address=address,
            extra=extra,
        )
    )
