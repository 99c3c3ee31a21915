"""What every channel is: something that takes one rendered message and says what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Outgoing:
    """One message, rendered, to one address.

    `content` is the channel's own frozen dataclass (EmailContent, SmsContent, …). `id` is stable:
    a channel that can, hands it over so that the other end knows a repetition.
    """

    id: int
    address: str = field(repr=False)
    content: Any = field(repr=False)
    transactional: bool = False


class DeliveryError(Exception):
    """The other end said no, or could not be reached.

    `code` is a problem code ("channel.refused", "channel.timeout", …) with `params` for its words.
    `permanent`: trying again does not help. `uncertain`: it may have been taken all the same.
    `suppress`: the address itself is bad. `retry_after` seconds, when the other end said.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        suppress: bool = False,
        retry_after: float | None = None,
        params: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.uncertain = uncertain
        self.suppress = suppress
        self.retry_after = retry_after
        self.params = params or {}


class Channel(Protocol):
    """A way out. Open it once, send many, close it; any number of sends may run at once."""

    name: str

    async def send(self, message: Outgoing) -> str:
        """Hand the message over; returns the other end's own id for it. Raises DeliveryError."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...
