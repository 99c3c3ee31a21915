"""A read-only link of the map: what it shows to whom, and when it stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from polku.app import Workspace
from polku.starting import make_demo
from tests.team_browsers import Office, code, office

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    directory: Path = tmp_path_factory.mktemp("shared") / "shop"
    make_demo(directory, kind="shop", people=300, care=False)
    with Workspace.open(directory) as workspace, office(workspace) as found:
        yield found


def test_a_link_shows_the_map_without_a_login_and_numbers_only_when_asked(team: Office) -> None:
    """A table with headings and a curve, in both languages; no script of a stranger, nobody's name."""
    made = team.owner.post("/api/shares", json={"journey": "-", "name": "Johtoryhmä"})
    assert made.status_code == 201, made.text
    anybody = team.browser()
    page = anybody.get(made.json()["path"], headers={"Accept-Language": "fi"})
    assert page.status_code == 200
    assert '<th scope="col">Kävijät</th>' in page.text
    assert 'scope="row"' in page.text
    assert "<polyline" in page.text
    assert "Ihmisiä nyt" not in page.text
    assert "Johtoryhmä" not in page.text  # what the link is called is the team's own
    assert "kaislaranta-0" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    english = anybody.get(made.json()["path"] + "?lang=en").text
    assert '<html lang="en">' in english
    assert "Emotion curve" in english
    with_numbers = {"journey": "-", "live": True}
    live = team.owner.post("/api/shares", json=with_numbers).json()
    assert "Ihmisiä nyt" in anybody.get(live["path"] + "?lang=fi").text


def test_a_link_ends_when_it_is_revoked_or_too_old(team: Office) -> None:
    anybody = team.browser()
    made = team.owner.post("/api/shares", json={"journey": "-"}).json()
    assert anybody.get(made["path"]).status_code == 200
    assert team.owner.delete(f"/api/shares/{made['token']}").json()["revoked"]
    assert anybody.get(made["path"]).status_code == 404
    soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    short = team.owner.post("/api/shares", json={"journey": "-", "expires": soon}).json()
    assert anybody.get(short["path"]).status_code == 200
    past = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    late = team.owner.post("/api/shares", json={"journey": "-", "expires": past})
    assert code(late) == (422, "team.bad-time")
    assert anybody.get("/p/map/made-up").status_code == 404
    assert code(team.owner.delete("/api/shares/made-up"))[0] == 404
    assert code(team.owner.post("/api/shares", json={"journey": "no-such"}))[0] == 404


def test_what_somebody_wrote_is_text_on_the_page(team: Office) -> None:
    """HTML in a name never runs; a draft that cannot be read says so."""
    body = "key: evil\nname: <script>alert(1)</script>\nstages:\n- key: lead\n  name: <img src=x onerror=alert(2)>\n"
    assert team.owner.post("/api/journeys", json={"key": "evil", "body": body}).status_code < 300
    made = team.owner.post("/api/shares", json={"journey": "evil"}).json()
    page = team.browser().get(made["path"])
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;" in page.text
    edition = team.owner.get("/api/journeys/evil").json()["edition"]
    team.owner.put("/api/journeys/evil", json={"body": "stages: [", "edition": edition})
    broken = team.browser().get(made["path"] + "?lang=fi")
    assert (broken.status_code, "muokataan" in broken.text) == (200, True)


def test_only_editors_share(team: Office) -> None:
    _, seller = team.invited("jakaja", "seller")
    assert code(seller.post("/api/shares", json={"journey": "-"})) == (403, "api.not-allowed")
    assert code(seller.get("/api/shares")) == (403, "api.not-allowed")
