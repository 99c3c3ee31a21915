from __future__ import annotations

import difflib
from collections.abc import Iterator

from polku.programmes.entry import AudienceEntry, ScheduleEntry, SegmentEntry
from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.survey import Survey
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import events, messages

NEEDS_NO_CONSENT = ("service", "transactional")
OWN_EVENTS = (
    *("Form Submitted", "Form Confirmed", "File Downloaded", "Survey Answered"),
    *("Survey Commented", "Consent Given", "Consent Withdrawn", "Unsubscribed", "Message Sent"),
    *("Email Opened", "Email Link Clicked", "Email Bounced", "Push Opened", "Push Clicked"),
    *("Sms Link Clicked", "Offer Shown", "Offer Accepted", "Offer Declined", "Referral Visited"),
    *("Offer Accepted By All", "Referral Made", "Exit Reason Given"),
    *("Task Opened", "Task Answered", "Permission Asked"),
)
"""Events that Polku makes by itself: that none has come yet says nothing."""


def worth(programme: Programme, known: Known) -> Iterator[Finding]:
    """No goal, no holdout, nobody to enter, messages that nobody may be sent."""
    name = {"name": programme.name}
    if programme.goal is None:
        yield Finding("programme.no-goal", (), name, "warning")
    if programme.holdout == 0:
        yield Finding("programme.no-holdout", ("holdout",), name, "warning")
    entry = programme.entry
    segment = (
        entry.audience.segment
        if isinstance(entry, AudienceEntry)
        else entry.segment
        if isinstance(entry, SegmentEntry | ScheduleEntry)
        else None
    )
    if segment is not None and known.people.get(segment) == 0:
        yield Finding("programme.nobody", ("entry",), {"segment": segment}, "warning")
    if known.events is not None:
        for event, path, node in events(programme):
            if event.event not in known.events and event.event not in OWN_EVENTS:
                near = difflib.get_close_matches(event.event, known.events, 3, cutoff=0.6)
                code = "programme.unseen-event" if near else "programme.event-not-yet"
                params = {"event": event.event, "known": ", ".join(near)}
                yield Finding(code, path, params, "warning", node)
    yield from _bases(programme, known)


def _bases(programme: Programme, known: Known) -> Iterator[Finding]:
    for placed, message in messages(programme):
        purpose = message.purpose or programme.purpose
        node, params = placed.step.key, {"step": placed.title, "purpose": purpose}
        path = (*placed.body_path, "purpose")
        if isinstance(message, Survey) and purpose not in NEEDS_NO_CONSENT:
            yield Finding("programme.survey-marketing", path, params, "warning", node)
        asked = known.purposes is None or purpose in known.purposes
        # marketing has the own-customer basis besides consent
        if not asked and purpose not in (*NEEDS_NO_CONSENT, "marketing"):
            yield Finding("programme.no-basis", path, params, "warning", node)
