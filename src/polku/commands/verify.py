"""`polku verify`: published results and ours beside them."""

from __future__ import annotations

from dataclasses import asdict

import typer

from polku.commands import show
from polku.commands.read import Json


def verify(json: Json = False) -> None:
    """Compute published results again and print both. Needs no workspace; exit code 1 when any differs."""
    from polku.verify.catalogue import all_checks

    found = list(all_checks())
    if json:
        show.as_json([{**asdict(each), "agrees": each.agrees} for each in found])
    else:
        rows = [
            (
                each.subject,
                f"{each.published:.10g}",
                f"{each.ours:.6g}",
                "yes" if each.agrees else "NO",
                each.source,
            )
            for each in found
        ]
        show.aligned(("what", "published", "ours", "agree", "source"), rows, (False, True, True))
    if not all(each.agrees for each in found):
        raise typer.Exit(1)
