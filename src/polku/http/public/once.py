"""Numbers by which a page that is sent twice is known to be one."""

from __future__ import annotations

import re
import secrets

_NUMBER = re.compile(r"[0-9a-f]{16}")


def new_once() -> str:
    """For a hidden field: another one each time the page is opened."""
    return secrets.token_hex(8)


def read_once(said: str) -> str:
    """The number a page came with; a new one when it has none of ours."""
    return said if _NUMBER.fullmatch(said) else new_once()
