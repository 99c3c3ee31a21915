"""The files of the screens go packed to those who can unpack them, and plain to the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from polku.http.pages import page_routes

SCRIPT = "const word = 'polku';\n" * 500


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "assets" / "index-abc.js").write_text(SCRIPT)
    (tmp_path / "assets" / "face-abc.png").write_bytes(bytes(3000))
    return TestClient(Starlette(routes=page_routes(tmp_path)))


def test_a_script_is_packed_and_kept_for_ever(client: TestClient) -> None:
    answer = client.get("/assets/index-abc.js", headers={"Accept-Encoding": "gzip, br"})
    assert answer.text == SCRIPT
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < len(SCRIPT) / 10
    assert "javascript" in answer.headers["Content-Type"]
    assert "immutable" in answer.headers["Cache-Control"]


def test_who_cannot_unpack_gets_it_plain(client: TestClient) -> None:
    answer = client.get("/assets/index-abc.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert int(answer.headers["Content-Length"]) == len(SCRIPT)
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_picture_is_small_already(client: TestClient) -> None:
    answer = client.get("/assets/face-abc.png", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert len(answer.content) == 3000
