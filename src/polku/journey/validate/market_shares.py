from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding


def market_shares(journey: Journey) -> Iterator[Finding]:
    """Shares of the market that do not make the whole market."""
    given = [
        (i, stage.market_share_pct)
        for i, stage in enumerate(journey.stages)
        if stage.market_share_pct is not None
    ]
    total = round(sum(share for _, share in given), 6)
    if given and abs(total - 100) > 0.01:
        path = ("stages", given[-1][0], "market_share_pct")
        shown = " + ".join(f"{share:g}" for _, share in given)
        yield Finding("journey.shares-not-100", path, {"total": f"{total:g}", "shares": shown})
