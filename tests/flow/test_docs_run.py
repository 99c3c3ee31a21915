"""Every command block of the tutorials and how-tos runs, in order, in one folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import POLKU, ROOT

PAGES = sorted(
    [*(ROOT / "docs" / "tutorial").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")]
)
BLOCK = re.compile(r"^```(bash|python)(?P<flags>[^\n]*)\n(?P<code>.*?)^```", re.M | re.S)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_of_the_page_run(page: Path, tmp_path: Path) -> None:
    """A block marked `no-run` is shown only (it needs a person, a site or another machine)."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    env = {**os.environ, "PATH": f"{POLKU.parent}{os.pathsep}{os.environ['PATH']}"}
    for block in BLOCK.finditer(page.read_text("utf-8")):
        if "no-run" in block["flags"]:
            continue
        program = (
            ["bash", "-euo", "pipefail", "-c"]
            if block[1] == "bash"
            else [str(POLKU.with_name("python")), "-c"]
        )
        done = subprocess.run(
            [*program, block["code"]],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{block['code']}\n{done.stdout}\n{done.stderr}"
