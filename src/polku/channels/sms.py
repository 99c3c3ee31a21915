"""SMS through a service that speaks Twilio's protocol (https://www.twilio.com/docs/messaging/api/message-resource)."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

import msgspec

from polku.channels.channel import DeliveryError, Outgoing
from polku.channels.content import SmsContent
from polku.channels.http_peer import Answer, HttpPeer, refuse
from polku.settings import SmsSettings

# Codes of Twilio's that speak of the number, not of the service: not a number, not a mobile, opted out.
BAD_NUMBER = frozenset({21211, 21217, 21408, 21610, 21612, 21614, 30003, 30005, 30006})


def e164(number: str, country: str = "358") -> str | None:
    """A phone number in its international form, "+358401234567"; None when it is none.

    A number with a leading zero is one of `country`.
    """
    digits = re.sub(r"[\s().\-/\u00a0]", "", number)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = f"+{country}{digits[1:]}"
    return digits if re.fullmatch(r"\+[1-9]\d{6,14}", digits) else None


class SmsChannel:
    """`address` is a phone number. `callback`: where the service tells what came of a message, with
    "{id}" for ours. The protocol has no key for repetitions: without an answer it is uncertain."""

    name = "sms"

    def __init__(self, settings: SmsSettings, *, callback: str | None = None) -> None:
        base = settings.url.rstrip("/")
        self._url = f"{base}/2010-04-01/Accounts/{settings.account}/Messages.json"
        self._auth = (settings.account, settings.token.reveal())
        self._sender = settings.sender
        self._callback = callback
        # The address stands in polku.toml: whoever writes there may use a gateway of the own network.
        self._peer = HttpPeer(allow_private=True)

    async def send(self, message: Outgoing) -> str:
        content: SmsContent = message.content
        number = e164(message.address)
        if number is None:
            raise DeliveryError("channel.bad-number", permanent=True, suppress=True)
        fields = {"To": number, "From": self._sender, "Body": content.text}
        if self._callback:
            fields["StatusCallback"] = self._callback.replace("{id}", str(message.id))
        answer = await self._peer.post(
            self._url,
            urlencode(fields).encode(),
            {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"},
            auth=self._auth,
        )
        said = _said(answer)
        if said.get("code") in BAD_NUMBER and answer.status >= 400:
            params = {"status": said["code"]}
            raise DeliveryError("channel.bad-number", permanent=True, suppress=True, params=params)
        refuse(answer, urlsplit(self._url).hostname or "")
        return str(said.get("sid") or message.id)

    async def close(self) -> None:
        await self._peer.close()


def _said(answer: Answer) -> dict[str, object]:
    try:
        found = msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}
