"""A test of the mail server and the sender, to an own address. It is no delivery: nothing counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.care.own_addresses import own_domains, strangers
from polku.care.test_send import check_addresses
from polku.channels.channel import DeliveryError
from polku.errors import Language, Problem, RequestRefused
from polku.studio.own_mail import mail

if TYPE_CHECKING:
    from polku.app import Workspace

WORDS: dict[Language, tuple[str, str]] = {
    "fi": (
        "[TESTI] Polku lähettää sähköpostia",
        "Hei\n\nTämä on testi. Työtilan {workspace} sähköposti toimii, ja viestit lähtevät tältä lähettäjältä.\n\n"
        "Vastaa tähän: niin näet, minne asiakkaiden vastaukset tulevat.\n",
    ),
    "en": (
        "[TEST] Polku sends e-mail",
        "Hello\n\nThis is a test. The e-mail of the workspace {workspace} works: messages come from this sender.\n\n"
        "Answer it to see where the answers of customers go.\n",
    ),
}


def mail_test(workspace: Workspace, address: str, *, language: Language, who: str) -> None:
    """Raises RequestRefused (422): no server or sender, not one's own address, what the mail server said."""
    settings = workspace.settings
    if not (settings.email.host and settings.email.sender):
        raise RequestRefused(Problem("care.no-email", "email.sender"), 422)
    check_addresses([address])
    if strangers([address], workspace.control, settings):
        own = ", ".join(own_domains(settings)) or "–"
        params = {"address": address[:200], "domains": own}
        raise RequestRefused(Problem("care.not-own-address", "address", params), 422)
    subject, text = WORDS[language]
    try:
        mail(workspace, address, subject, text.format(workspace=settings.workspace.name))
    except DeliveryError as error:
        raise RequestRefused(Problem(error.code, address, error.params), 422) from error
    workspace.control.audit.record(who, "configuration.test", {"address": address})
