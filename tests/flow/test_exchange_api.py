"""Journeys as files over HTTP: saved, read back, and refused in words with nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from polku.app import Workspace
from polku.exchange import FORMATS
from polku.http.server import build_app
from polku.starting import make_workspace
from tests.running_api import TOKEN, running_app

pytestmark = pytest.mark.slow  # whole workspaces, and processes of their own

OWNER = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": "fi"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("exchange") / "shop"
    make_workspace(folder, template="shop")
    with (
        Workspace.open(folder) as workspace,
        running_app(build_app(workspace, program_token=TOKEN)) as client,
    ):
        client.headers.update(OWNER)
        yield client


def take_in(client: httpx.Client, name: str, data: bytes) -> httpx.Response:
    return client.post("/api/journeys/files", content=data, headers={"X-Filename": quote(name)})


@pytest.mark.parametrize("key", FORMATS)
def test_each_format_is_saved_and_what_reads_is_read_back(client: httpx.Client, key: str) -> None:
    found = client.get("/api/journeys/-/file", params={"format": key, "language": "en"})
    assert found.status_code == 200
    assert found.headers["content-disposition"].startswith("attachment")
    told = {each["key"]: each for each in client.get("/api/journeys/formats").json()}[key]
    if not told["reads"]:
        return
    made = take_in(client, f"kopio {told['suffix']}", found.content)
    assert made.status_code == 201, made.text
    page = made.json()
    stages = client.get("/api/journeys/-").json()["document"]["stages"]
    assert [s["name"]["en"] for s in page["document"]["stages"]] == [
        s["name"]["en"] for s in stages
    ]
    assert not page["running"]


def test_a_broken_file_leaves_nothing(client: httpx.Client) -> None:
    before = [row["key"] for row in client.get("/api/journeys").json()]
    broken = take_in(client, "rikki.xlsx", b"PK nothing")
    assert (broken.status_code, broken.json()["errors"][0]["code"]) == (422, "exchange.not-xlsx")
    assert "Excel" in broken.json()["errors"][0]["what"]
    wrong = take_in(client, "väärä.yaml", b"stages: [{key: a}, {key: a}]\nstaged: 1\n")
    codes = {each["code"] for each in wrong.json()["errors"]}
    assert codes == {"journey.duplicate-key", "journey.misspelt-key"}
    large = take_in(client, "iso.csv", b"a;b\n" * (6 * 2**20))
    assert (large.status_code, large.json()["errors"][0]["code"]) == (413, "exchange.too-large")
    unknown = client.get("/api/journeys/-/file", params={"format": "exe"})
    assert unknown.status_code == 404
    assert [row["key"] for row in client.get("/api/journeys").json()] == before
