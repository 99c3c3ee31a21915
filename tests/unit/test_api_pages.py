"""The screens' files: hashed ones for ever, the page for its own addresses, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from polku.http.pages import page_routes
from tests.running_api import running_app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("ui")
    (folder / "secret.txt").write_text("not for you")
    static = folder / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>Polku</title>")
    (static / "icon.svg").write_text("<svg/>")
    (static / "assets" / "index-abc123.js").write_text("1")
    with running_app(Starlette(routes=page_routes(static))) as client:
        yield client


def test_the_page_answers_at_every_address_of_the_screens(built: httpx.Client) -> None:
    """A reload on any screen works, ids with dots included; the page itself is asked for anew."""
    for path in ("/", "/journey", "/people/ann@example.com", "/sources?x=1"):
        answer = built.get(path)
        assert "<title>Polku" in answer.text, path
        assert answer.headers["cache-control"] == "no-cache"


def test_hashed_files_are_kept_for_ever(built: httpx.Client) -> None:
    """Files under assets change their name with their content; others are asked for anew."""
    assert "immutable" in built.get("/assets/index-abc123.js").headers["cache-control"]
    assert built.get("/icon.svg").headers["cache-control"] == "no-cache"


def test_what_is_not_there_is_not_there(built: httpx.Client) -> None:
    """No page in place of a missing file or route, and no way out of the folder."""
    for path in ("/missing.js", "/assets/missing.js", "/api/x", "/v1/x"):
        assert built.get(path).status_code == 404, path
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt"):
        assert "not for you" not in built.get(path).text


def test_screens_that_are_not_built_say_so(tmp_path: Path) -> None:
    """A checkout without a build explains itself; its API still answers as an API."""
    with running_app(Starlette(routes=page_routes(tmp_path))) as client:
        page = client.get("/people")
        assert page.status_code == 503
        assert "make setup" in page.text
        assert client.get("/api/x").status_code == 404
