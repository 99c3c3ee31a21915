"""The same answers from Python: Arrow tables that read well and go on to pandas and polars."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

import polku
import polku.errors
from tests.conftest import run_polku, serving
from tests.flow.test_cli import make

pytestmark = pytest.mark.slow

ORDERS = "who,day,sum\nann,2024-01-01,12.50\nann,2024-02-01,0.10\n<b>bob</b>,2024-03-01,7\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = make(tmp_path_factory.mktemp("notebook") / "shop")
    (directory / "orders.csv").write_text(ORDERS)
    mapping = "person=who,time=day,event='=Order Completed',revenue=sum,currency='=EUR'"
    run_polku("-C", directory, "import", directory / "orders.csv", "--map", mapping, "--yes")
    return directory


def look(directory: Path) -> None:
    """What a notebook does, whoever owns the warehouse."""
    with polku.open(directory) as workspace:
        stages = workspace.stages()
        assert stages.to_pylist() == [
            {"stage": "once", "people": 0},
            {"stage": "again", "people": 0},
            {"stage": "gone", "people": 2},
        ]
        assert int(stages.to_pandas()["people"].sum()) == 2
        moves = workspace.transitions()
        assert moves.column_names == ["person", "at", "from", "to", "rule", "event"]
        assert moves.to_polars()["person"].unique().sort().to_list() == ["<b>bob</b>", "ann"]
        assert pa.table(moves).num_rows == len(moves) == 5
        ann = workspace.person("ann")
        assert (ann.meta["stage"], ann.meta["since"]) == ("gone", "2024-07-30T00:00:00Z")
        assert workspace.events().num_rows == 3
        shown = workspace.events()._repr_html_()
        assert "<table>" in shown
        assert "<b>bob</b>" not in shown
        assert "&lt;b&gt;bob&lt;/b&gt;" in shown


def test_a_notebook_reads_the_files_itself(shop: Path) -> None:
    """Without a server the tables come from the files."""
    look(shop)


def test_a_notebook_reads_through_a_running_server(shop: Path) -> None:
    """While a server owns the warehouse the same tables come over HTTP."""
    with serving(shop):
        look(shop)


def test_words_of_the_folder_that_is_no_workspace(tmp_path: Path) -> None:
    """The error says what to do."""
    with pytest.raises(polku.errors.NotFound, match="polku init"):
        polku.open(tmp_path)
