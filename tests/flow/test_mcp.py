"""An assistant over real standard input and output: it asks, drafts, and can do nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from polku.app import Workspace
from polku.starting import make_demo
from tests.conftest import POLKU, serving

pytestmark = pytest.mark.slow  # whole workspaces, and processes of their own

READS = {
    *("journeys", "journey", "stage_counts", "drop_off", "reports", "report"),
    *("segment_preview", "health", "programmes", "programme", "experiment_result"),
}
PEOPLE = {"person_timeline", "find_people"}
DRAFTS = {"draft_journey", "draft_programme"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "shop"
    make_demo(folder, people=400, team=False)
    return folder


def talk(folder: Path, ask: Callable[[Client], Awaitable[None]], *options: str) -> None:
    async def run() -> None:
        parameters = StdioServerParameters(
            command=str(POLKU), args=["-C", str(folder), "mcp", *options]
        )
        async with Client(parameters) as client:
            await ask(client)

    asyncio.run(run())


async def tool(client: Client, name: str, **arguments: Any) -> Any:
    answer = await client.call_tool(name, arguments)
    assert not answer.is_error, answer.content
    found = answer.structured_content
    assert found is not None
    return found.get("result", found)


def test_it_asks_and_drafts_while_the_server_runs(shop: Path) -> None:
    """Every kind of question has an answer; a draft changes nothing that runs, and is in the log as the assistant's."""
    before = (shop / "journey.yaml").read_text("utf-8")

    async def ask(client: Client) -> None:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        assert set(tools) == READS | DRAFTS
        assert {
            name for name, each in tools.items() if not each.annotations.read_only_hint
        } == DRAFTS
        counts = await tool(client, "stage_counts")
        assert (
            sum(stage["people"] for stage in counts["stages"]) + counts["none"] == counts["people"]
        )
        assert (await tool(client, "drop_off"))["sheets"]
        assert (await tool(client, "report", key="funnel"))["sheets"]
        condition = {"did": "Order Completed", "within": "365d"}
        counted = await tool(client, "segment_preview", condition=condition)
        assert counted["people"] > 0
        assert "@" not in json.dumps(counted)
        assert (await tool(client, "health"))["journeys"][0]["running"]
        lifts = await tool(client, "experiment_result", programme="second-purchase")
        assert lifts
        page = await tool(client, "journey")
        body = page["body"].replace("fi: Kävijät", "fi: Vieraat", 1)
        assert body != page["body"]
        saved = await tool(
            client, "draft_journey", key=page["key"], edition=page["edition"], body=body
        )
        assert any("Vieraat" in each["words"]["fi"] for each in saved["changes"])
        stale = await client.call_tool(
            "draft_journey", {"key": page["key"], "edition": page["edition"], "body": "x: 1"}
        )
        assert stale.is_error
        assert "care.edited" in stale.content[0].text
        began = await tool(client, "draft_programme", template="welcome", key="proposed")
        assert began["state"] == "draft"

    with serving(shop):
        talk(shop, ask)
    assert (shop / "journey.yaml").read_text("utf-8") == before
    with Workspace.open(shop) as workspace:
        assert workspace.control.definitions.get("programme", "proposed").who == "mcp"
        assert not workspace.control.definitions.versions("programme", "proposed")


def test_people_are_named_only_when_allowed_and_it_is_written_down(shop: Path) -> None:
    """Without a running server, in a process of its own."""

    async def ask(client: Client) -> None:
        tools = {each.name for each in (await client.list_tools()).tools}
        assert tools == READS | PEOPLE
        found = await tool(client, "find_people", limit=3)
        person = found["people"][0]["person"]
        timeline = await tool(client, "person_timeline", person=person)
        assert timeline["timeline"]
        nobody = await client.call_tool("person_timeline", {"person": "999"})
        assert nobody.is_error

    talk(shop, ask, "--people", "--read-only")
    with Workspace.open(shop) as workspace:
        with workspace.control.read() as connection:
            looked = connection.exec_driver_sql(
                "SELECT count(*) FROM audit WHERE who = 'mcp' AND what = 'program.people'"
            ).scalar_one()
        assert looked == 3


def test_the_server_itself_refuses_what_the_tools_do_not_offer(shop: Path) -> None:
    """A program that says its name can publish, send and delete nothing, however it asks."""
    import httpx

    from polku import serverfile

    with serving(shop):
        running = serverfile.read(shop)
        assert running is not None
        headers = {"Authorization": f"Bearer {running.token}", "X-Polku-Program": "mcp"}
        with httpx.Client(base_url=running.url, headers=headers) as client:
            for method, path in (
                ("POST", "/api/journeys/-/publish"),
                ("POST", "/api/journeys/-/goal"),
                ("POST", "/api/programmes/win-back/stop"),
                ("DELETE", "/api/programmes/win-back"),
                ("PUT", "/api/segments/x"),
                ("DELETE", "/api/demo"),
                ("POST", "/api/team"),
            ):
                refused = client.request(method, path, json={})
                assert refused.status_code == 403, (method, path)
                assert refused.json()["errors"][0]["code"] == "api.people-only"
