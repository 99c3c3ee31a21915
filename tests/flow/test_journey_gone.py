"""journey.yaml taken away, or made unreadable, while the server runs: it is said, and nothing falls."""

from __future__ import annotations

from pathlib import Path

import pytest

from polku.app import Workspace
from polku.starting import make_workspace
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow


def test_a_missing_document_is_said_and_its_return_mends_all(tmp_path: Path) -> None:
    directory = tmp_path / "shop"
    make_workspace(directory, template="shop")
    file = directory / "journey.yaml"
    text = file.read_bytes()
    with Workspace.open(directory) as workspace, running_api(workspace) as nobody:
        client = as_program(nobody)
        for broken, code in ((None, "journey.gone"), (b"\xff\xfe", "cli.not-utf8")):
            page = client.get("/api/journeys/-").json()
            file.unlink() if broken is None else file.write_bytes(broken)
            for path in ("/api/journeys/-", "/api/journeys", "/api/journey"):
                answer = client.get(path)
                assert answer.status_code == 422
                assert [each["code"] for each in answer.json()["errors"]] == [code]
            told = client.get("/api/session")
            assert [each["code"] for each in told.json()["problems"]] == [code]
            file.write_bytes(text)
            assert client.get("/api/session").json()["problems"] == []
            assert client.get("/api/journeys/-").json()["body"] == page["body"]
