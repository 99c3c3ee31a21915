"""`polku demo --port`."""

from __future__ import annotations

from pathlib import Path

from polku.app import Workspace
from polku.starting import make_demo


def test_links_of_the_demo_lead_to_the_port_it_was_made_for(tmp_path: Path) -> None:
    """Its forms and surveys open at the address where the demo answers."""
    make_demo(tmp_path / "w", people=100, care=False, port=9123)
    with Workspace.open(tmp_path / "w") as workspace:
        assert workspace.settings.public.url == "http://127.0.0.1:9123"
