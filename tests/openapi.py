"""Print the API's own description: `python -m tests.openapi`, for `make types`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from polku.app import Workspace
from polku.http.server import build_app
from polku.starting import make_workspace


def main() -> None:
    """Of a workspace that is made for the purpose and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        make_workspace(Path(folder) / "w", template="shop")
        with Workspace.open(Path(folder) / "w") as workspace:
            json.dump(build_app(workspace).openapi(), sys.stdout)


if __name__ == "__main__":
    main()
