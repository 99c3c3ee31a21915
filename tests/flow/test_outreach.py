"""Forms and offers as documents: by the command line with and without a server, and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import run_polku, serving
from tests.public_site import FORM, OFFER, PublicSite, public_site
from tests.running_api import TOKEN

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PublicSite]:
    with public_site(tmp_path / "w") as running:
        running.client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield running


def test_the_command_line_says_the_same_with_and_without_a_server(tmp_path: Path) -> None:
    """Save, publish, list, show and close; a promised file that is not there stops publishing."""
    folder = tmp_path / "w"
    run_polku("init", folder, "--template", "shop", "--lang", "fi")
    (tmp_path / "form.yaml").write_text(FORM, "utf-8")
    (tmp_path / "offer.yaml").write_text(OFFER, "utf-8")
    run_polku("-C", folder, "forms", "save", tmp_path / "form.yaml")
    refused = run_polku("-C", folder, "forms", "publish", "guide", code=2)
    assert "form.no-file" in refused.err
    (folder / "files").mkdir()
    (folder / "files" / "opas.pdf").write_bytes(b"%PDF")
    run_polku("-C", folder, "forms", "publish", "guide")
    run_polku("-C", folder, "offers", "save", tmp_path / "offer.yaml")
    run_polku("-C", folder, "offers", "publish", "spring")
    commands = (
        ("forms", "--json"),
        ("forms", "show", "guide"),
        ("offers", "--json"),
        ("offers", "show", "spring"),
        ("offers", "shown", "spring", "--csv"),
        ("forms",),
    )
    alone = [run_polku("-C", folder, *each).out for each in commands]
    assert '"state": "live"' in alone[0]
    assert alone[1] == FORM + "\n"
    with serving(folder):
        assert [run_polku("-C", folder, *each).out for each in commands] == alone
        closed = run_polku("-C", folder, "forms", "close", "guide", "--json").json
        assert closed["state"] == "closed"


def test_two_editors_do_not_write_over_each_other(site: PublicSite) -> None:
    """A save says which edition it changed; the same text published twice is one version."""
    row = site.client.get("/api/forms/guide").json()
    saved = {"body": FORM + "confirm_days: 3\n", "edition": row["edition"]}
    assert site.client.put("/api/forms/guide", json=saved).status_code == 200
    late = site.client.put("/api/forms/guide", json=saved)
    assert late.status_code == 409
    assert late.json()["errors"][0]["code"] == "care.edited"
    for _ in range(2):
        published = site.client.post("/api/forms/guide/publish", json={"note": "x"}).json()
        assert (published["version"], published["draft_differs"]) == (2, False)


def test_what_is_wrong_is_told_at_once_with_its_place(site: PublicSite) -> None:
    """The draft is kept with its problems, and publishing refuses it."""
    body = "key: guide\ntitle: T\nfields: [email, shoe_size]\nasset: {}\nembed: [ftp://x]\n"
    kept = site.client.put("/api/forms/guide", json={"body": body}).json()
    assert len(kept["problems"]) == 3
    assert (kept["body"], kept["document"], kept["state"]) == (body, None, "live")
    refused = site.client.post("/api/forms/guide/publish", json={})
    assert refused.status_code == 422
    assert len(refused.json()["errors"]) == 3
    assert site.client.get("/p/form/guide").status_code == 200  # what is published goes on
    other = site.client.put("/api/forms/another", json={"body": FORM})
    assert other.json()["errors"][0]["code"] == "form.other-key"
    assert [row["key"] for row in site.client.get("/api/forms").json()] == ["guide"]
    assert site.client.get("/api/forms/nothing").status_code == 404


def test_a_new_price_says_who_keeps_the_old_one(site: PublicSite) -> None:
    """The freeze explains itself before it is met."""
    person = site.person("customer-17")
    site.workspace.control.offers.show(person, "spring", site.workspace.clock())
    body = OFFER.replace("490.50", "590")
    row = site.client.put("/api/offers/spring", json={"body": body}).json()
    assert [each["code"] for each in row["problems"]] == ["offer.frozen"]
    assert "1 (490.50 EUR)" in row["problems"][0]["what"]
    refused = site.client.post("/api/offers/spring/publish", json={})
    assert [each["code"] for each in refused.json()["errors"]] == ["offer.held"]
    done = site.client.post("/api/offers/spring/publish", json={"as_new": True}).json()
    assert [(v["version"], v["price"]["minor"], v["people"]) for v in done["versions"]] == [
        (2, 59_000, 0),
        (1, 49_050, 1),
    ]


def test_strangers_see_no_drafts(site: PublicSite) -> None:
    """The documents are the team's; only the pages are for everybody."""
    del site.client.headers["Authorization"]
    for method, path in (("GET", "/api/forms"), ("PUT", "/api/offers/spring")):
        assert site.client.request(method, path, json={"body": OFFER}).status_code == 401


@pytest.mark.parametrize(
    ("path", "template"), [("forms", "guide"), ("offers", "package"), ("programmes", "welcome")]
)
def test_what_is_begun_without_a_key_gets_the_next_free_one(
    site: PublicSite, path: str, template: str
) -> None:
    """However many begin at once; a key that was asked for and is taken is refused."""
    if path != "programmes":
        template = site.client.get(f"/api/{path}/ready").json()[0]["key"]
    for _ in range(3):
        begun = site.client.post(f"/api/{path}", json={"template": template})
        assert begun.status_code in (200, 201), begun.text
    with ThreadPoolExecutor(4) as pool:
        ask = {"template": template}
        codes = set(
            pool.map(lambda _: site.client.post(f"/api/{path}", json=ask).status_code, "1234")
        )
    assert codes <= {200, 201}
    taken = site.client.post(
        f"/api/{path}", json={"template": template, "key": begun.json()["key"]}
    )
    assert taken.status_code == 409
    assert taken.json()["errors"][0]["code"] == "care.exists"
