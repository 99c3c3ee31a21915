"""Run the UI's own checks with the Node that pip brought: `python tests/ui.py [script]`, default `check`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from hatch_build import UI, npm


def run(script: str) -> int:
    """`npm ci` when the lock file is newer than what is installed, then `npm run <script>`."""
    installed = UI / "node_modules" / ".package-lock.json"
    lock = UI / "package-lock.json"
    try:
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            npm("ci", "--no-audit", "--no-fund")
        npm("run", script)
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1] if len(sys.argv) > 1 else "check"))
