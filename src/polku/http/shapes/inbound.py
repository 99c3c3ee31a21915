"""What /api/inbound gives."""

from __future__ import annotations

from typing import Literal

from polku.http.shapes.parts import Body


class InboundResult(Body):
    """`message` is the delivery it is about; null for none of ours."""

    outcome: Literal["bounced", "delivered", "delayed", "spam", "auto-reply", "other", "unknown"]
    message: str | None
    hard: bool
    status: str
