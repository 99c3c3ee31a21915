"""A tick that is asked for."""

from __future__ import annotations

from typing import Any

from polku.care.workplace import Workplace
from polku.table import iso


def tick(at: Workplace) -> dict[str, Any]:
    """Brings everything up to this moment: what came in, how many steps were taken, what was put into the outbox."""
    done = at.bring()
    return {
        "entered": getattr(done, "entered", 0),
        "moved": getattr(done, "steps", 0),
        "messages": getattr(done, "messages", 0),
        "now": iso(at.now().replace(microsecond=0)),
    }
