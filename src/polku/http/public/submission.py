"""A form that was sent: whose it is, what is told of it, and the message that asks to confirm it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from polku.delivery.consenting import say
from polku.delivery.links import Confirm, Links
from polku.delivery.receipts import Receipt
from polku.errors import Language, PolkuError, Problem
from polku.events.channel import channel_of
from polku.events.identity import identity_hash, uid_hash
from polku.forms.confirmation import confirmation
from polku.forms.model import Form
from polku.http.public.referral import Referral, referral_made
from polku.http.public.site import Site
from polku.store.consents import Consent
from polku.store.control import Control
from polku.store.micros import to_micros

TRAITS = ("email", "first_name", "last_name", "company", "phone")


@dataclass(frozen=True)
class Submission:
    """What was sent. `ticket` is the page's number: the same page sent again is the same submission. `origin` is what
    the address of the page said of the campaign and the hook."""

    form: Form
    values: Mapping[str, str] = field(repr=False)
    consent: bool
    language: Language
    at: datetime
    ticket: str
    visitor: str | None
    referral: Referral | None
    links: Links | None
    origin: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """Of the page and the address: the same is the same, a mended address is a new one."""
        return uid_hash("form", f"{self.form.key}|{self.ticket}|{self.values['email']}")

    @property
    def text_version(self) -> str:
        """Of the consent that was ticked; "" when it was not."""
        asked = self.form.consent
        return asked.version(self.language) if asked and self.consent else ""


def keep(site: Site, sent: Submission) -> int:
    """Tells `Form Submitted`; asks for the confirmation, or believes at once when the form does. Returns
    the identity it is kept under.

    Raises PolkuError when there is no address for the link of the confirmation.
    """
    form, control = sent.form, site.control
    links = sent.links
    if form.double_opt_in and links is None:
        raise PolkuError(Problem("form.no-public-url", f"form {form.key}"))
    anonymous = _anonymous(control, sent)
    identity = _remember(control, "anonymous", anonymous, sent.at)
    submitted = _submitted(sent, anonymous)
    # the event brings them as well, a moment later: what follows must not depend on which is first
    control.traits.set(identity, submitted.traits or {}, sent.at)
    site.receipts.tell_all([submitted])
    if form.double_opt_in and links is not None:
        _ask(site, sent, identity, links)
        return identity
    # believed as it was written: the address is the person, known by nothing else
    user = sent.values["email"]
    _remember(control, "user", user, sent.at)
    link = Receipt(
        ("user", user),
        "Form Confirmed",
        sent.at,
        {**about(form), "double_opt_in": False},
        f"form:{sent.id}:confirmed",
        anonymous=anonymous,
    )
    record_consent(site, form, identity, sent.id, sent.text_version, sent.at)
    site.receipts.tell_all([link])
    if sent.referral:
        referral_made(site, sent.referral.identity, user, form.key, sent.at)
    return identity


def record_consent(
    site: Site, form: Form, identity: int, submission: int, text_version: str, at: datetime
) -> None:
    """Into the ledger, with its event: what was ticked; nothing when nothing was. A submission gives
    its consent once: who opens the link again after saying no has still said no."""
    if form.consent is None or not text_version:
        return
    said = site.control.consents.of(site.person_of(identity) or identity)
    if any(row.details.get("submission") == str(submission) for row in said):
        return
    row = Consent(
        identity,
        form.consent.purpose,
        "email",
        "consent",
        True,
        f"form:{form.key}",
        at,
        text_version,
        {"submission": str(submission), "form": form.key},
    )
    say(site.control, site.receipts, [row])
    address = site.somebody(identity).email
    if address:
        open_again(site, "email", address)


def open_again(site: Site, channel: str, address: str) -> None:
    """Who asks for messages after stopping them all is written to again; a bounced address is not."""
    suppressions = site.control.suppressions
    if suppressions.reasons(channel, [address]).get(address) == "unsubscribed":
        suppressions.remove(channel, address)


def about(form: Form) -> dict[str, Any]:
    """What events say of the form. Nothing of it is personal."""
    said = {
        "form": form.key,
        "interest": form.interest,
        "campaign": form.campaign,
        "hook": form.hook,
    }
    return {key: value for key, value in said.items() if value is not None}


def _submitted(sent: Submission, anonymous: str) -> Receipt:
    traits: dict[str, Any] = {key: sent.values[key] for key in TRAITS if key in sent.values}
    traits["language"] = sent.language
    if "question" in sent.values:  # free text may name people: it stays with the person
        traits[f"question:{sent.form.key}"] = sent.values["question"]
    if sent.referral:
        traits["referred_by"] = str(sent.referral.identity)
    properties = {
        **about(sent.form),
        **sent.origin,
        "double_opt_in": sent.form.double_opt_in,
        "consent": sent.consent,
        "fields": sorted(sent.values),
        **({"referred": True} if sent.referral else {}),
    }
    campaign = {"medium": sent.origin.get("utm_medium"), "source": sent.origin.get("utm_source")}
    return Receipt(
        ("anonymous", anonymous),
        "Form Submitted",
        sent.at,
        properties,
        f"form:{sent.id}",
        channel_of(campaign, None),
        traits=traits,
    )


def _ask(site: Site, sent: Submission, identity: int, links: Links) -> None:
    """One confirmation for a submission, however often it comes; and few for one address a day."""
    email = sent.values["email"]
    if not site.limits.recipients.allows(email):
        return
    until = sent.at + timedelta(days=sent.form.confirm_days)
    link = Confirm(
        person=identity,
        form=sent.form.key,
        submission=sent.id,
        text_version=sent.text_version,
        expires=round(until.timestamp()),
    )
    site.control.deliveries.queue(
        sent.id,
        site.person_of(identity) or identity,
        intent=f"confirm:{sent.form.key}",
        step=confirmation(sent.form, sent.language),
        address=email,
        links={"confirm": links.url(link)},
    )
    site.wake()


def _anonymous(control: Control, sent: Submission) -> str:
    """The visitor's own id, unless it is known to be somebody with another address already: people
    who share a browser must not melt into one. Then an id of the submission's own."""
    own = f"form:{sent.id:x}"
    if sent.visitor is None:
        return own
    person = control.identities.find(sent.visitor)
    if person is None:
        return sent.visitor
    email = control.traits.of(person).get("email")
    known = [each for each in control.identities.of(person) if each.kind == "user"]
    same = isinstance(email, str) and email.strip().lower() == sent.values["email"]
    return sent.visitor if same or (email is None and not known) else own


def _remember(control: Control, kind: Any, value: str, at: datetime) -> int:
    """Makes an id known at once: what follows refers to it before its event has been moved."""
    identity = identity_hash(control.identity_key, kind, value)
    columns = {
        "identity": pa.array([identity], pa.int64()),
        "kind": [kind],
        "value": [value],
        "first_seen": pa.array([to_micros(at)], pa.int64()),
    }
    control.identities.remember(pa.table(columns))
    return identity
