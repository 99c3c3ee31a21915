"""PNG: the picture of the map at twice its size, for slides and mail."""

from __future__ import annotations

from polku.errors import Language
from polku.exchange import svg
from polku.journey.model import Journey

SHARP = 2.0
LARGEST = 12_000  # px on the longer side: beyond it a picture is no use and much memory


def write(journey: Journey, language: Language) -> bytes:
    """With the fonts of this machine."""
    from resvg_py import svg_to_bytes

    drawn = svg.write(journey, language).decode()
    width, height = (
        int(drawn.split(f' {side}="', 1)[1].split('"', 1)[0]) for side in ("width", "height")
    )
    zoom = min(SHARP, LARGEST / max(width, height))
    return bytes(svg_to_bytes(svg_string=drawn, zoom=zoom, background="#ffffff"))
