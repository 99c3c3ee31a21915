"""One accepted call, ready for the log: who, when, what; the Segment format is behind us.

The door (`polku.http.door`) calls `envelope(...)` for each call. An envelope stands in the
accept log as a MessagePack array, so its fields may be added to at the end and never reordered.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5
from typing import Any

import msgspec

from polku.events.channel import channel_of
from polku.events.money import money_of
from polku.events.personal import Personal
from polku.events.when import happened, instant
from polku.events.wire import Broken, Call

MAX_TEXT = 1_000  # characters of an id or an event's name
CALL_EVENTS = {
    "page": "Page Viewed",
    "screen": "Screen Viewed",
    "identify": "Identified",
    "group": "Group Joined",
    "alias": "Alias Created",
}
# Conditions ask these of the events, and anyone can read the write key of a page.
OURS = frozenset(["Consent Given", "Consent Withdrawn", "Form Confirmed", "Permission Asked"])
# what broken sites send when they mean "nobody": people must not melt into one because of them
NOBODY = frozenset(
    [
        *(
            "",
            "null",
            "undefined",
            "none",
            "nil",
            "nan",
            "[object object]",
            "(not set)",
            "anonymous",
        ),
        "00000000-0000-0000-0000-000000000000",
    ]
)


class Envelope(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One event and what its call says of its person. At least one of `user`, `anonymous` is
    given."""

    ts: int  # microseconds since 1970, UTC
    message_id: str
    event: str
    user: str | None
    anonymous: str | None
    channel: str | None
    revenue: int | None  # minor units
    currency: str | None
    properties: str | None  # a JSON object without personal properties
    traits: str | None = None  # a JSON object: traits, and personal properties taken from the event
    previous: str | None = None  # alias: the id that `user` also is
    group: str | None = None  # group: the company
    group_traits: str | None = None  # a JSON object


class Context(msgspec.Struct):
    """What an event's surroundings tell: the campaign and the page. The rest of the context
    (address, browser, device model) is not kept."""

    campaign: Any = None
    page: Any = None
    device: Any = None
    user_agent_data: Any = msgspec.field(name="userAgentData", default=None)


_context = msgspec.json.Decoder(Context)
_json = msgspec.json.Encoder()


def envelope(
    call: Call,
    *,
    kind: str,
    received: int,
    skew: int | None,
    personal: Personal,
    arrivals: Iterator[int],
    repeats: dict[str, int],
    trust_time: bool = False,
    context: msgspec.Raw | None = None,
) -> Envelope:
    """The envelope of a call of `kind` (track, page, …) received at `received` (µs, UTC).

    `skew` comes from `clock_skew`; `trust_time` (history) takes times as they are. A call that
    has neither id nor time gets a message id from its arrival, told from all others by `arrivals`.
    `repeats` counts equal calls without an id within one body, so that each of them stays.
    Raises Broken for a call that cannot be taken.
    """
    user, anonymous = _id(call.user_id, "userId"), _id(call.anonymous_id, "anonymousId")
    if user is None and anonymous is None:
        raise Broken("ingest.no-id")
    original, ts = _times(call, received, skew, trust_time)
    event = _event(call, kind)
    properties = _object(call.properties, "properties")
    traits = _object(call.traits, "traits") if kind in ("identify", "group") else None
    group = previous = group_traits = None
    if kind == "alias":
        previous = _id(call.previous_id, "previousId")
        if previous is None or user is None:
            raise Broken("ingest.no-id", "previousId" if previous is None else "userId")
    elif kind == "group":
        group = _id(call.group_id, "groupId")
        if group is None:
            raise Broken("ingest.no-id", "groupId")
        properties["group_id"] = group
        group_traits, traits = traits, None
    elif kind in ("page", "screen"):
        for field, value in (("name", call.name), ("category", call.category)):
            if isinstance(value, str) and value:
                properties.setdefault(field, value)
    channel = _surroundings(call.context or context, properties, is_page=kind == "page")
    message_id = _message_id(call.message_id) or _own_message_id(
        (kind, event, user, anonymous, previous, group, original, call.properties, call.traits),
        f"{received}.{next(arrivals)}" if original is None else "",
        repeats,
    )
    revenue = currency = None
    if properties:
        found = personal.split(properties, event, of_page=kind in ("page", "screen"))
        if found:
            traits = {**found, **(traits or {})}
        revenue, currency = money_of(event, properties)
    try:
        return Envelope(
            ts, message_id, event, user, anonymous, channel, revenue, currency,
            _text(properties), _text(traits), previous, group, _text(group_traits),
        )  # fmt: skip
    except RecursionError:
        raise Broken("ingest.too-deep") from None


def _id(value: Any, field: str) -> str | None:
    """An id as text; None for null, empty and the words that broken sites send for nobody."""
    if value is None:
        return None
    if type(value) is not str:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Broken("ingest.bad-id", field)
        value = str(int(value)) if value == int(value) else str(value)
    if len(value) < 40 and value.strip().lower() in NOBODY:
        return None
    return _plain(value, field)


def _plain(value: str, field: str) -> str:
    if len(value) > MAX_TEXT:
        raise Broken("ingest.text-too-long", field, length=len(value), limit=MAX_TEXT)
    if "\0" in value:
        raise Broken("ingest.bad-text", field)
    return value


def _event(call: Call, kind: str) -> str:
    fixed = CALL_EVENTS.get(kind)
    if fixed is not None:
        return fixed
    if not isinstance(call.event, str) or not call.event.strip():
        raise Broken("ingest.no-event", "event")
    name = _plain(call.event.strip(), "event")
    if name in OURS:
        raise Broken("ingest.our-event", "event", name=name)
    return name


def _object(value: Any, field: str) -> dict[str, Any]:
    if value is None:
        return {}
    if type(value) is not dict:
        raise Broken("ingest.not-an-object", field)
    return value.copy()


def _times(call: Call, received: int, skew: int | None, trust: bool) -> tuple[int | None, int]:
    field = "originalTimestamp" if call.original_timestamp else "timestamp"
    try:
        original = instant(call.original_timestamp or call.timestamp)
    except ValueError as error:
        raise Broken("ingest.bad-time", field, detail=str(error)[:100]) from None
    if trust:
        return original, received if original is None else original
    return original, happened(original, skew, received)


def _surroundings(
    raw: msgspec.Raw | None, properties: dict[str, Any], *, is_page: bool
) -> str | None:
    """The channel; adds campaign and device to the properties where the context tells them."""
    said = properties.get("channel")
    context = None
    if raw:
        try:
            context = _context.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            context = None  # a context that is no object says nothing; the event itself is sound
    if context is None:
        return said if isinstance(said, str) and said and len(said) <= MAX_TEXT else None
    if isinstance(context.campaign, dict) and context.campaign:
        properties.setdefault("campaign", context.campaign)
    device = _device(context)
    if device:
        properties.setdefault("device", device)
    if isinstance(said, str) and said and len(said) <= MAX_TEXT:
        return said
    return channel_of(context.campaign, context.page or (properties if is_page else None))


def _device(context: Context) -> str | None:
    if isinstance(context.device, dict) and isinstance(context.device.get("type"), str):
        kind: str = context.device["type"].lower()
        return "mobile" if kind in ("ios", "android", "phone") else kind[:40] or None
    if isinstance(context.user_agent_data, dict):
        mobile = context.user_agent_data.get("mobile")
        if isinstance(mobile, bool):
            return "mobile" if mobile else "desktop"
    return None


def _message_id(value: Any) -> str | None:
    if value is None or value == "" or isinstance(value, (bool, dict, list)):
        return None
    return _plain(value if isinstance(value, str) else str(value), "messageId")


def _own_message_id(content: tuple[Any, ...], arrival: str, repeats: dict[str, int]) -> str:
    # a call that says when it happened is the same call when it is sent again; one that does not is
    # as new as its arrival
    digest = md5(_json.encode(content), usedforsecurity=False).hexdigest()
    if arrival:
        return f"{digest}#{arrival}"
    count = repeats[digest] = repeats.get(digest, 0) + 1
    return f"{digest}#{count}"


def _text(value: dict[str, Any] | None) -> str | None:
    return _json.encode(value).decode() if value else None
