"""Demo data: made-up customers of a web shop and of a B2B service, with planted truths to find."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from importlib import resources
from typing import Literal

from polku.demo.b2b import b2b_demo
from polku.demo.data import DemoData
from polku.demo.load import Done, load, remove
from polku.demo.shop import leak_began, shop_demo
from polku.demo.truths import B2bTruths, ShopTruths, Truths

__all__ = [
    "B2bTruths",
    "DemoData",
    "Done",
    "ShopTruths",
    "Truths",
    "b2b_demo",
    "journey_text",
    "leak_began",
    "load",
    "remove",
    "shop_demo",
]


def journey_text(name: Literal["shop", "b2b"], end: datetime | None = None) -> str:
    """The journey document of a demo, YAML; its goal is to be reached 90 days after `end`."""
    text = (resources.files("polku.demo") / "journeys" / f"{name}.yaml").read_text("utf-8")
    if end is None:
        return text
    date = (end + timedelta(days=90)).date().isoformat()
    return re.sub(r"^  date: .*$", f"  date: {date}", text, count=1, flags=re.MULTILINE)
