"""Imports point one way: the table of docs/explanation/house.md, as a test."""

from __future__ import annotations

import grimp
import pytest

# Each layer may import the ones below it, never the ones above; siblings on a line are independent.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("commands",),
    ("serving", "starting", "supervising", "mcp"),
    ("remote",),
    (
        "remote_reports",
        "remote_care",
        "remote_content",
        "remote_outreach",
        "remote_records",
        "remote_tasks",
        "remote_segments",
        "remote_studio",
    ),
    ("app",),
    ("http",),
    ("studio",),
    ("improve",),
    ("reports",),
    ("care",),
    ("engine", "delivery", "folding"),
    ("segments",),
    ("views",),
    ("analytics", "demo", "importer"),
    ("verify",),
    ("science", "stages", "channels"),
    ("store", "documents"),
    ("programmes", "offers", "exchange"),
    ("forms",),
    ("events", "journey"),
    ("conditions",),
    ("settings", "table", "serverfile", "spreadsheet"),
    ("clock", "errors"),
    ("messages",),
)

# http is handed its workspace by serving; it knows the type only. remote reads files with the importer.
ALLOWED: frozenset[tuple[str, str]] = frozenset()


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("polku", exclude_type_checking_imports=True)


def package_of(module: str) -> str:
    return module.split(".")[1]


def test_every_package_has_its_place(graph: grimp.ImportGraph) -> None:
    """A new package must be given a layer here and a line in house.md."""
    found = {package_of(module) for module in graph.modules if module.count(".") >= 1}
    assert found == {name for layer in LAYERS for name in layer}


def test_imports_point_down_the_house(graph: grimp.ImportGraph) -> None:
    """No module imports from a layer above its own, or from a sibling on the same line."""
    level = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}
    wrong = []
    for importer in graph.modules:
        if importer == "polku":
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            if imported == "polku":
                continue
            above, below = package_of(importer), package_of(imported)
            if above != below and level[above] >= level[below] and (above, below) not in ALLOWED:
                wrong.append(f"{importer} imports {imported}")
    assert not wrong, "\n".join(sorted(wrong))


def test_pure_packages_touch_no_database(graph: grimp.ImportGraph) -> None:
    """Only store, importer and what stands above them may know DuckDB and SQLite."""
    outside = grimp.build_graph(
        "polku", include_external_packages=True, exclude_type_checking_imports=True
    )
    pure = {"journey", "conditions", "events", "science", "errors", "clock", "settings", "table"}
    for driver in ("duckdb", "sqlalchemy", "sqlite3"):
        if driver not in outside.modules:
            continue
        touching = {
            package_of(m) for m in outside.find_modules_that_directly_import(driver) if "." in m
        }
        assert not touching & pure, driver
    assert graph.modules
