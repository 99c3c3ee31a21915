from __future__ import annotations

from collections.abc import Iterator

from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.message import Message
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import messages

SENDING = frozenset(
    {
        "programme.no-company",
        "programme.no-sender",
        "programme.no-reply-to",
        "programme.channel-off",
    }
)  # what only a message that goes out needs: a shadow run sends none


def senders(programme: Programme, known: Known) -> Iterator[Finding]:
    """Messages that do not say who writes and where to answer, and channels that are not set up."""
    spoken = list(messages(programme))
    if spoken and known.company == "":
        yield Finding("programme.no-company", (), {"name": programme.name})
    told: set[str] = set()
    for placed, message in spoken:
        node, path = placed.step.key, placed.body_path
        step = {"step": placed.title}
        for code in _unsaid(message, known):
            if code not in told:  # it is mended once for all of them
                told.add(code)
                yield Finding(code, (*path, "email"), step, node=node)
        if known.channels is None or not message.ways:
            continue
        off = [name for name in message.ways if name not in known.channels]
        if len(off) == len(message.ways):
            params = {**step, "channels": ", ".join(off)}
            yield Finding("programme.channel-off", path, params, node=node)
            continue
        for name in off:
            params = {**step, "channel": name}
            yield Finding("programme.channel-missing", (*path, name), params, "warning", node)


def _unsaid(message: Message, known: Known) -> Iterator[str]:
    if message.email and not message.email.sender and known.sender == "":
        yield "programme.no-sender"
    if message.email and not message.email.reply_to and known.reply_to == "":
        yield "programme.no-reply-to"
