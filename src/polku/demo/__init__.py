"""Demo data: made-up customers of a web shop and of a B2B service, with planted truths to find."""

from __future__ import annotations

from importlib import resources
from typing import Literal

from polku.demo.b2b import b2b_demo
from polku.demo.data import DemoData
from polku.demo.shop import leak_began, shop_demo
from polku.demo.truths import B2bTruths, ShopTruths, Truths

__all__ = [
    "B2bTruths",
    "DemoData",
    "ShopTruths",
    "Truths",
    "b2b_demo",
    "journey_text",
    "leak_began",
    "shop_demo",
]


def journey_text(name: Literal["shop", "b2b"]) -> str:
    """The journey document of a demo, YAML."""
    return (resources.files("polku.demo") / "journeys" / f"{name}.yaml").read_text("utf-8")
