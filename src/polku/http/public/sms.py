"""What an SMS service (Twilio's protocol) tells: what came of a message, and what people answer.

Each call is signed with the account's token (https://www.twilio.com/docs/usage/security); one that is not
is refused, so nobody else can withdraw a consent or mark a message.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable
from hashlib import sha1

import structlog
from starlette.responses import Response

from polku.channels.sms import BAD_NUMBER, e164
from polku.delivery.consenting import say
from polku.delivery.receipts import Receipt, receipt_id
from polku.delivery.telling import message_properties
from polku.http.public.site import Site
from polku.http.public.visit import Visit
from polku.store.consents import ALL, Consent

STOP = frozenset(
    (
        *("stop", "stopall", "unsubscribe", "cancel", "end", "quit"),
        *("lopeta", "seis", "peru", "peruuta", "poista"),
    )
)
"""As the whole text; the first word of a longer one only when it is one of these:"""
CLEAR = frozenset({"stop", "lopeta"})
ENDED = {"delivered": "SMS Delivered", "undelivered": "SMS Failed", "failed": "SMS Failed"}

log = structlog.get_logger("polku.pages")


def status(visit: Visit) -> Response:
    """/p/sms/status/<message>: `SMS Delivered` or `SMS Failed`; what is still on its way tells nothing."""
    if not signed(visit):
        return Response("", status_code=403)
    site, key = visit.site, visit.key
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 20 else 0
    delivery = site.control.deliveries.find([number]).get(number)
    said = visit.fields.get("MessageStatus", "")
    if delivery is None or said not in ENDED:
        return _taken()
    code = visit.fields.get("ErrorCode", "")
    properties = {**message_properties(delivery), **({"code": code} if code else {})}
    if code.isdecimal() and int(code) in BAD_NUMBER and (to := visit.fields.get("To")):
        for address in _written(site, to):
            site.control.suppressions.add("sms", address, "bounced")
    id_ = receipt_id(delivery.id, "sms", said)
    site.receipts.tell_all(
        [Receipt(delivery.person, ENDED[said], visit.now, properties, id_, channel="sms")]
    )
    return _taken()


def incoming(visit: Visit) -> Response:
    """/p/sms/in: STOP, LOPETA and the like withdraw the consent to text messages, for every purpose,
    of everybody who has the number. The words themselves are not kept."""
    if not signed(visit):
        return Response("", status_code=403)
    site, number = visit.site, visit.fields.get("From", "")
    words = visit.fields.get("Body", "").strip().lower().strip(".!\"' ").split()
    stops = words[:1] and (words[0] in CLEAR or (len(words) == 1 and words[0] in STOP))
    if not stops or e164(number) is None:
        return _taken()
    rows = [
        Consent(identity, ALL, "sms", "consent", False, "sms:stop", visit.now)
        for identity, _ in _holders(site, number)
        if _gives(site, identity)
    ]
    for address in _written(site, number):
        site.control.suppressions.add("sms", address, "unsubscribed")
    say(site.control, site.receipts, rows, withdrawal="Unsubscribed")
    log.info("text messages stopped", people=len(rows))
    return _taken()


def signed(visit: Visit) -> bool:
    """Whether `X-Twilio-Signature` is that of the account for this address and these fields."""
    settings = visit.site.settings
    token, base = settings.sms.token.reveal(), (settings.public.url or "").rstrip("/")
    if not token or not base:
        return False
    asked = visit.request.url
    url = f"{base}{asked.path}" + (f"?{asked.query}" if asked.query else "")
    expected = signature(token, url, visit.pairs)
    given = visit.request.headers.get("x-twilio-signature", "")
    return hmac.compare_digest(expected.encode(), given.encode())


def signature(token: str, url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """HMAC-SHA1 of the address and of the fields in the order of their names, base64."""
    said = url + "".join(key + value for key, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), sha1).digest()).decode()


def _gives(site: Site, identity: int) -> bool:
    """Whether there is something to withdraw: the same word sent twice is one withdrawal."""
    person = site.person_of(identity)
    newest = next((c for c in site.control.consents.of(person) if c.channel == "sms"), None)
    return newest is None or newest.given or newest.purpose != ALL


def _holders(site: Site, number: str) -> list[tuple[int, str]]:
    """Identity and the number as it is written, for each trait `phone` that is this number."""
    wanted = e164(number)
    if wanted is None:
        return []
    plain = "replace(replace(replace(replace(value, ' ', ''), '-', ''), '(', ''), ')', '')"
    with site.control.read() as connection:
        rows = connection.exec_driver_sql(
            f"""SELECT identity, json_extract(value, '$') FROM traits
            WHERE key = 'phone' AND {plain} LIKE ?""",
            (f"%{wanted[-6:]}%",),
        ).all()
    return [(int(who), str(said)) for who, said in rows if e164(str(said)) == wanted]


def _written(site: Site, number: str) -> set[str]:
    """The number in every form in which it is known."""
    known = {said for _, said in _holders(site, number)}
    return {known_one for known_one in (number, e164(number), *known) if known_one}


def _taken() -> Response:
    return Response("<Response/>", media_type="text/xml")
