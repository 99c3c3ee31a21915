"""What an SMTP server's answer, or its silence, means for a message."""

from __future__ import annotations

import re
import ssl
from typing import Any

from polku.channels.channel import DeliveryError

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NO_SUCH = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox)|does(?: not|n't) exist"
    r"|mailbox (?:unavailable|not found)|recipient (?:not found|unknown)|invalid recipient|account"
    r" (?:is |has been )?(?:disabled|closed)",
    re.I,
)
_GREY = re.compile(r"gr[ea]y-?list", re.I)
_WAIT = re.compile(r"(\d{1,5})\s*(s|sec|seconds?|m|min|minutes?)\b", re.I)

# The mailbox itself is bad: no such one, no such domain, disabled, moved.
BAD_ADDRESS = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})

GREY_WAIT = 300.0  # seconds after which a greylisting server usually takes the message


def failure_of(error: BaseException, *, host: str, given: bool = False) -> DeliveryError:
    """The DeliveryError of what aiosmtplib raised. `given`: the message had been handed over whole."""
    from aiosmtplib import (
        SMTPAuthenticationError,
        SMTPConnectResponseError,
        SMTPHeloError,
        SMTPNotSupported,
        SMTPRecipientRefused,
        SMTPResponseException,
        SMTPSenderRefused,
    )

    if given and not isinstance(error, SMTPResponseException):
        return DeliveryError("mail.lost", uncertain=True, params={"host": host})
    if isinstance(error, SMTPAuthenticationError):
        return DeliveryError("mail.login", params=_said(error, host))
    greeting = isinstance(error, (SMTPHeloError, SMTPConnectResponseError))
    if isinstance(error, SMTPResponseException) and error.code >= 400 and not greeting:
        recipient, sender = (
            isinstance(error, k) for k in (SMTPRecipientRefused, SMTPSenderRefused)
        )
        return refusal(error.code, error.message, host, recipient, sender=sender)
    params = {"host": host, "said": _short(str(error)) or type(error).__name__}
    if isinstance(error, SMTPNotSupported) and "SMTPUTF8" in str(error):
        return DeliveryError("mail.not-utf8", permanent=True, params=params)
    code = "mail.unreachable"
    if "STARTTLS" in str(error) or _about_tls(error):
        code = "mail.tls"
    elif isinstance(error, TimeoutError):
        code = "mail.no-answer"
    return DeliveryError(code, params=params)


def refusal(
    code: int, said: str, host: str, recipient: bool, *, sender: bool = False
) -> DeliveryError:
    """What an answer of 4xx or 5xx means. Of the sender's own address, it is not the receiver's
    fault: it is tried again, for it will be mended here."""
    found = _ENHANCED.search(said)
    detail = f"{found.group(2)}.{found.group(3)}" if found else ""
    params: dict[str, Any] = {"host": host, "status": code, "said": _short(said)}
    if sender and code >= 500:
        return DeliveryError("mail.sender-refused", params=params)
    if code < 500:
        return DeliveryError("mail.later", retry_after=_wait(said), params=params)
    if recipient and (detail in BAD_ADDRESS or (not found and NO_SUCH.search(said))):
        return DeliveryError("mail.no-mailbox", permanent=True, suppress=True, params=params)
    return DeliveryError("mail.refused", permanent=True, params=params)


def _wait(said: str) -> float | None:
    found = _WAIT.search(said)
    if found:
        return float(found.group(1)) * (1 if found.group(2).lower().startswith("s") else 60)
    return GREY_WAIT if _GREY.search(said) else None


def _about_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__
    return False


def _said(error: Any, host: str) -> dict[str, Any]:
    return {"host": host, "status": error.code, "said": _short(error.message)}


_ANY_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def _short(said: str) -> str:
    """An answer without the addresses that servers repeat in it: it goes into logs and timelines."""
    return _ANY_ADDRESS.sub("…", " ".join(said.split()))[:160]
