"""The bodies of formats."""

from __future__ import annotations

from polku.http.shapes.parts import Body


class FormatBody(Body):
    """One of `GET /api/journeys/formats`. `lossless`: nothing is lost there and back."""

    key: str
    suffix: str
    reads: bool
    lossless: bool
