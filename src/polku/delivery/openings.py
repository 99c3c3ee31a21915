"""The channels that are set up: looked up by name, opened when the delivery starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from polku.channels.channel import Channel
from polku.errors import PolkuError
from polku.settings import Settings
from polku.store.control import Control

log = structlog.get_logger("polku.delivery")

Opening = Callable[[Settings, Control, Path], Channel | None]
"""Gives the channel, or None when polku.toml does not set it up."""


def email(settings: Settings, _control: Control, directory: Path) -> Channel | None:
    """By SMTP, when `[email] host` says where."""
    if not settings.email.host:
        return None
    from polku.channels.email import EmailChannel

    return EmailChannel(settings.email, directory)


def sms(settings: Settings, _control: Control, _directory: Path) -> Channel | None:
    """By a Twilio-compatible service, when `[sms] account` and `sender` are there."""
    if not (settings.sms.account and settings.sms.sender):
        return None
    from polku.channels.sms import SmsChannel

    public = (settings.public.url or "").rstrip("/")
    return SmsChannel(settings.sms, callback=f"{public}/p/sms/status/{{id}}" if public else None)


def webhook(settings: Settings, _control: Control, _directory: Path) -> Channel | None:
    """Always there: the address stands in the step."""
    from polku.channels.webhook import WebhookChannel

    return WebhookChannel(settings.webhook)


def push(settings: Settings, control: Control, _directory: Path) -> Channel | None:
    """Web push, when `[push] subject` says whom the push services may ask."""
    if not settings.push.subject:
        return None
    from polku.channels.push import PushChannel

    return PushChannel(
        control.push_key,
        settings.push.subject,
        control.push.keys,
        allow_private=settings.webhook.allow_private,
    )


def slack(settings: Settings, _control: Control, _directory: Path) -> Channel | None:
    """Notices to the team, when `[slack] webhook` says where."""
    if not settings.slack.webhook.reveal():
        return None
    from polku.channels.slack import SlackChannel

    return SlackChannel(settings.slack, allow_private=settings.webhook.allow_private)


OPENINGS: Mapping[str, Opening] = {
    "email": email,
    "sms": sms,
    "push": push,
    "webhook": webhook,
    "slack": slack,
}


def channels_set_up(settings: Settings, control: Control, directory: Path) -> dict[str, Channel]:
    """Name → channel, of those that polku.toml sets up. Close them when done.

    One that cannot be opened (the key that signs e-mails is not there) is as good as not set up: its
    messages are held, and the other channels go on.
    """
    found: dict[str, Channel] = {}
    for name, opening in OPENINGS.items():
        try:
            channel = opening(settings, control, directory)
        except PolkuError as error:
            log.error("a channel cannot be opened", channel=name, reason=error.text("en"))
            continue
        if channel is not None:
            found[name] = channel
    return found
