"""Mail that comes back: bounces, complaints and delivery receipts become events of the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from polku.clock import Clock
from polku.delivery.receipts import Receipt, Receipts, receipt_id
from polku.delivery.reports import Report, read_report
from polku.delivery.telling import message_properties
from polku.delivery.verp import message_of
from polku.errors import NotFound, Problem, RequestRefused
from polku.store.control import Control
from polku.store.deliveries import Delivery

Outcome = Literal["bounced", "delivered", "delayed", "spam", "auto-reply", "other", "unknown"]


@dataclass(frozen=True)
class Inbound:
    """What came of a message that came: `message` is the delivery it is about, None for none of ours."""

    outcome: Outcome
    message: int | None = None
    hard: bool = False
    status: str = ""


class InboundMail:
    """Only a word that was signed here counts, so nobody can have somebody else suppressed; and only
    the address the message went to is suppressed, whatever the report names."""

    def __init__(self, control: Control, receipts: Receipts, clock: Clock) -> None:
        self._control = control
        self._receipts = receipts
        self._clock = clock

    def take(self, raw: bytes) -> Inbound:
        """One message as the mail server got it. The same one twice changes nothing more.

        Raises RequestRefused (`mail.not-a-message`) for what is no message at all.
        """
        if b":" not in raw[:2_000]:
            raise RequestRefused(Problem("mail.not-a-message"), 422)
        report = read_report(raw)
        if report.kind in ("auto-reply", "other", "delayed"):
            return Inbound(report.kind, status=report.status)
        delivery = self._about(report)
        if delivery is None:
            return Inbound("unknown", hard=report.hard, status=report.status)
        self._receipts.tell_all([self._receipt(report, delivery)])
        if report.kind == "spam" or report.hard:
            self._suppress(delivery, "complained" if report.kind == "spam" else "bounced")
        return Inbound(report.kind, delivery.id, report.hard, report.status)

    def _about(self, report: Report) -> Delivery | None:
        for word in report.words:
            message = message_of(word, self._control.link_key)
            if message is None:
                continue
            try:
                return self._control.deliveries.get(message)
            except NotFound:
                continue  # erased since
        return None

    def _receipt(self, report: Report, delivery: Delivery) -> Receipt:
        event = {
            "bounced": "Email Bounced",
            "delivered": "Email Delivered",
            "spam": "Email Marked as Spam",
        }[report.kind]
        properties = message_properties(delivery)
        if report.kind == "bounced":
            properties |= {"bounce": "hard" if report.hard else "soft", "status": report.status}
        return Receipt(
            delivery.person,
            event,
            self._clock(),
            properties,
            receipt_id(delivery.id, report.kind, *([report.status] if report.status else [])),
            channel="email",
        )

    def _suppress(self, delivery: Delivery, reason: Literal["bounced", "complained"]) -> None:
        for address in self._addresses(delivery):
            self._control.suppressions.add("email", address, reason)

    def _addresses(self, delivery: Delivery) -> list[str]:
        own = delivery.params.get("address")
        if isinstance(own, str) and own:
            return [own]
        trait = self._control.traits.of(delivery.person).get("email")
        if isinstance(trait, str) and trait:
            return [trait]
        ids = self._control.identities.of(delivery.person)
        return [each.value for each in ids if each.kind == "user" and "@" in each.value][:1]
