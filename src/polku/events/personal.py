"""Personal properties, taken out at the door: they live with the person in control, not with the
event.

A property is personal when its name is declared so, whatever its case, hyphens and underscores
(`firstName`, `first_name`, `First-Name`), at any depth. One word has two meanings in the Segment
specs: `name` is also the name of a page, a product, a campaign. It is left in place where it stands
beside the marks of a thing (`product_id`, `sku`, `price`, …) and in `page` and `screen` calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_AMBIGUOUS = "name"
_THING = frozenset(
    {"product_id", "productId", "sku", "price", "quantity", "promotion_id", "promotionId",
     "variant", "brand", "asset_id", "content_asset_id", "list_id", "medium"}
)  # fmt: skip
_THING_EVENTS = ("Product", "Promotion", "Video", "Experiment")
_KNOWN_LIMIT = 20_000
_ADDRESSES = ("url", "search", "referrer", "href", "path")


class Personal:
    """The names declared personal in polku.toml, ready to be asked."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(map(_plain, names))
        self._verdicts: dict[str, bool] = {}
        words = "|".join(sorted(re.escape(n) for n in names))
        self._query = re.compile(rf"(?<=[?&#])(?:{words})=[^&#]*&?", re.I) if words else None

    def declares(self, name: str) -> bool:
        """Whether a property of this name is personal."""
        verdict = self._verdicts.get(name)
        if verdict is None:
            if len(self._verdicts) >= _KNOWN_LIMIT:  # names come from outside; do not keep them all
                self._verdicts.clear()
            verdict = self._verdicts[name] = _plain(name) in self._names
        return verdict

    def split(
        self, properties: dict[str, Any], event: str, *, of_page: bool = False
    ) -> dict[str, Any] | None:
        """Take the personal properties out of `properties`, in place, and return them: name →
        value, a nested one under its dotted path. None when there are none. Personal parameters in
        the addresses of pages (`?email=…`) are cut out and not kept."""
        found: dict[str, Any] = {}
        self._take(properties, "", found, of_page or event.startswith(_THING_EVENTS))
        return found or None

    def _take(self, level: dict[str, Any], path: str, found: dict[str, Any], thing: bool) -> None:
        taken = []
        verdicts = self._verdicts
        for name, value in level.items():
            verdict = verdicts.get(name)
            if verdict is None:
                verdict = self.declares(name)
            if verdict:
                if name != _AMBIGUOUS or not (thing or not _THING.isdisjoint(level)):
                    taken.append(name)
            elif isinstance(value, dict):
                self._take(value, f"{path}{name}.", found, name in ("campaign", "page", "product"))
            elif isinstance(value, list):
                self._take_each(value, f"{path}{name}", found)
            elif name in _ADDRESSES and isinstance(value, str) and "=" in value and self._query:
                level[name] = self._query.sub("", value).rstrip("?&")
        for name in taken:
            found[path + name] = level.pop(name)

    def _take_each(self, items: list[Any], path: str, found: dict[str, Any]) -> None:
        for number, item in enumerate(items):
            if isinstance(item, dict):
                self._take(item, f"{path}.{number}.", found, False)
            elif isinstance(item, list):
                self._take_each(item, f"{path}.{number}", found)


def _plain(name: str) -> str:
    return re.sub(r"[^0-9a-zåäö]", "", name.lower())
