"""The routers of the JSON API: the visible list of them all."""

from __future__ import annotations

from polku.http.api import (
    events,
    home,
    imports,
    inbound,
    journey,
    keys,
    messages,
    outreach,
    people,
    programmes,
    publishing,
    reports,
    segments,
    session,
    sources,
    tables,
    tasks,
)

ROUTERS = (
    session.router,
    home.router,
    journey.router,
    people.router,
    events.router,
    sources.router,
    keys.router,
    imports.router,
    tables.router,
    programmes.router,
    publishing.router,
    segments.router,
    outreach.router,
    messages.router,
    tasks.router,
    inbound.router,
    reports.router,
)
