"""The tools of the assistant: the visible list of what it may ask, and the drafts it may write."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from mcp.server import MCPServer
from mcp.types import ToolAnnotations

from polku.mcp.api import Api

INSTRUCTIONS = """Polku makes a customer journey run. Ask what stands (journeys, stage counts, drop-off, reports,
programmes, results, health), and propose by writing drafts. You cannot publish, send or delete: a person looks at
a draft in the browser and publishes it. Every figure comes with n and an interval: say them,
and say when there is too little data."""
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
DRAFTS = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
Found = dict[str, Any]


def build_server(api: Api, *, version: str, people: bool = False, drafts: bool = True) -> MCPServer:
    """`people`: also tools that name people. `drafts`: also tools that write drafts."""
    server = MCPServer("polku", title="Polku", instructions=INSTRUCTIONS, version=version)
    _journeys(server, api)
    _figures(server, api)
    _programmes(server, api)
    if people:
        _people(server, api)
    if drafts:
        _drafts(server, api)
    return server


def _journeys(server: MCPServer, api: Api) -> None:
    @server.tool(annotations=READS)
    async def journeys() -> list[Found]:
        """All journeys: name, whether it runs, goal, completeness, when it was last reviewed."""
        found: list[Found] = await api.get("/api/journeys")
        return found

    @server.tool(annotations=READS)
    async def journey(key: str = "-") -> Found:
        """One journey: its draft as YAML (`body`) with its `edition`, problems, and what differs from what is
        published. The key "-" is the one that runs."""
        page: Found = await api.get(f"/api/journeys/{quote(key, safe='')}")
        return {name: value for name, value in page.items() if name != "document"}


def _figures(server: MCPServer, api: Api) -> None:
    @server.tool(annotations=READS)
    async def stage_counts() -> Found:
        """People on each stage now, and the arrows between stages with conversion, n and median days. "weakest" is
        the lowest conversion; where the path breaks, drop_off says."""
        home: Found = await api.get("/api/home")
        return {key: home[key] for key in ("as_of", "people", "stages", "arrows", "goal", "none")}

    @server.tool(annotations=READS)
    async def drop_off() -> Found:
        """Where the path breaks: `details.first` is the place to mend first, with its reason, as every screen says it;
        the arrows follow in the same order, with what mending each would bring in euros and the intervals."""
        found: Found = await api.get("/api/reports/mend/fresh")
        return found

    @server.tool(annotations=READS)
    async def reports() -> list[Found]:
        """Every report: key, title, question, and the parameters it takes."""
        found: list[Found] = await api.get("/api/reports")
        return found

    @server.tool(annotations=READS)
    async def report(key: str, parameters: dict[str, str | list[str]] | None = None) -> Found:
        """One report. `parameters`: its own and the filter's (segment, persona, channel, device, product, from, to)."""
        found: Found = await api.get(
            f"/api/reports/{quote(key, safe='')}/fresh", **(parameters or {})
        )
        return found

    @server.tool(annotations=READS)
    async def segment_preview(condition: dict[str, Any]) -> Found:
        """How many people meet a condition, such as {"did": "Order Completed", "within": "30d"}."""
        found: Found = await api.post("/api/segments/count", {"condition": condition})
        return {key: value for key, value in found.items() if key != "sample"}

    @server.tool(annotations=READS)
    async def health() -> Found:
        """What keeps messages from being sent or numbers from being true, and how stale each journey is."""
        ready = await api.get("/api/readiness")
        drawn = await api.get("/api/journeys")
        keep = ("key", "name", "running", "stale", "problems")
        return {
            "readiness": ready,
            "journeys": [{key: each.get(key) for key in keep} for each in drawn],
        }


def _programmes(server: MCPServer, api: Api) -> None:
    @server.tool(annotations=READS)
    async def programmes() -> Found:
        """Care programmes by stage: state, people inside, goal, warnings."""
        found: Found = await api.get("/api/programmes")
        return found

    @server.tool(annotations=READS)
    async def programme(key: str) -> Found:
        """One programme: its draft as YAML (`body`) with its `edition`, its steps in words, and problems."""
        found: Found = await api.get(f"/api/programmes/{quote(key, safe='')}")
        return found

    @server.tool(annotations=READS)
    async def experiment_result(programme: str) -> Found:
        """What a programme brought against its holdout: lift with an interval, n of both groups, and the verdict."""
        found: Found = await api.get(f"/api/programmes/{quote(programme, safe='')}/results")
        return found


def _people(server: MCPServer, api: Api) -> None:
    @server.tool(annotations=READS)
    async def person_timeline(person: str) -> Found:
        """One person: stage with the reason, and the timeline of events, messages sent and not sent with reasons.
        Asking is written down in the workspace's log."""
        found: Found = await api.get(f"/api/people/{quote(person, safe='')}")
        return found

    @server.tool(annotations=READS)
    async def find_people(q: str = "", stage: str | None = None, limit: int = 20) -> Found:
        """People by a part of a name, address or id, or by stage. Asking is written down."""
        found: Found = await api.get("/api/people", q=q or None, stage=stage, limit=min(limit, 100))
        return found


def _drafts(server: MCPServer, api: Api) -> None:
    @server.tool(annotations=DRAFTS)
    async def draft_journey(body: str, key: str | None = None, edition: int | None = None) -> Found:
        """Writes a journey's draft (YAML). With `key` and the `edition` it was read at, changes that one's draft;
        without, begins a new one. Nothing that runs changes. Gives the problems and what differs
        from what is published."""
        if key is None:
            page = await api.post("/api/journeys", {"body": body})
        else:
            saved = {"body": body, "edition": edition}
            page = await api.put(f"/api/journeys/{quote(key, safe='')}", saved)
        return {name: page[name] for name in ("key", "edition", "problems", "changes", "running")}

    @server.tool(annotations=DRAFTS)
    async def draft_programme(
        body: str | None = None,
        key: str | None = None,
        edition: int | None = None,
        template: str | None = None,
    ) -> Found:
        """Writes a programme's draft (YAML). With `template`, begins a new one under `key`; with `key`, `body` and the
        `edition` it was read at, changes that one's draft. Nothing is sent. Gives the problems."""
        if template is not None:
            page = await api.post("/api/programmes", {"template": template, "key": key})
        else:
            saved = {"body": body, "edition": edition}
            page = await api.put(f"/api/programmes/{quote(key or '', safe='')}", saved)
        return {name: page[name] for name in ("key", "edition", "problems", "state")}
