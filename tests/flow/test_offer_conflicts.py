"""Publishing an offer that contradicts what people have been told is refused with what to do; who saw what is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from polku.delivery.links import Offer as OfferLink
from tests.public_site import OFFER, PublicSite, public_site
from tests.running_api import TOKEN

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicSite]:
    with public_site(tmp_path_factory.mktemp("offers") / "w") as running:
        running.client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield running


def put(site: PublicSite, key: str, body: str) -> dict[str, Any]:
    answer = site.client.put(f"/api/offers/{key}", json={"body": body})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refused(site: PublicSite, key: str, **asked: Any) -> list[str]:
    answer = site.client.post(f"/api/offers/{key}/publish", json=asked)
    assert answer.status_code == 422, answer.text
    errors = answer.json()["errors"]
    assert all(each["what"] and each["fix"] for each in errors)
    return [each["code"] for each in errors]


def published(site: PublicSite, key: str, body: str, **asked: Any) -> dict[str, Any]:
    put(site, key, body)
    answer = site.client.post(f"/api/offers/{key}/publish", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def codes(row: dict[str, Any]) -> list[str]:
    return [each["code"] for each in row["problems"]]


def test_one_thing_has_one_price_at_a_time(served: PublicSite) -> None:
    """Another live offer of the same subject stands in the way until it is closed or its days are over."""
    published(served, "boat", "key: boat\nsubject: boat\nprice: 900\n")
    other = "key: sale\nsubject: boat\nprice: 700\n"
    assert codes(put(served, "sale", other)) == ["offer.two-prices"]
    assert refused(served, "sale") == ["offer.two-prices"]
    assert codes(put(served, "sale", other.replace("boat", "raft"))) == []
    assert codes(put(served, "sale", other.replace("700", "900"))) == []
    put(served, "sale", other)
    served.client.post("/api/offers/boat/close")
    assert served.client.post("/api/offers/sale/publish", json={}).status_code == 200


def test_days_that_are_over_or_turned_around(served: PublicSite) -> None:
    yesterday = (served.workspace.clock() - timedelta(days=2)).date()
    put(served, "late", f"key: late\nprice: 1\nvalid_until: {yesterday}\n")
    assert refused(served, "late") == ["offer.over"]
    kept = put(
        served, "late", "key: late\nprice: 1\nvalid_from: 2030-02-02\nvalid_until: 2030-02-01\n"
    )
    assert kept["document"] is None
    assert refused(served, "late") == ["offer.ends-before"]


def test_an_offer_is_shown_on_its_days_only(served: PublicSite) -> None:
    """Before its first day nobody can be shown it; a message with it says so."""
    from polku.errors import NotFound

    tomorrow = (served.workspace.clock() + timedelta(days=2)).date()
    published(served, "soon", f"key: soon\nprice: 1\nvalid_from: {tomorrow}\n")
    with pytest.raises(NotFound) as told:
        served.workspace.control.offers.show(1, "soon", served.workspace.clock())
    assert told.value.problems[0].code == "offer.not-now"


def test_a_price_in_a_message_is_looked_at(served: PublicSite) -> None:
    """A number by hand in a live programme's message with the offer is warned about, and stops nothing."""
    programme = """
key: selling
name: Selling
stage: customer
entry: {event: Order Completed}
steps:
  - key: price
    offer:
      offer: kayak
      email: {subject: "Vain 250 €", body: "Hinta on {{ offer.price }}, toimitus 9,90 €. {{ links.offer }}"}
"""
    definitions = served.workspace.control.definitions
    definitions.save("programme", "selling", programme, who="t")
    definitions.publish("programme", "selling", programme, who="t", note="")
    put(served, "kayak", "key: kayak\nprice: 250\n")
    definitions.set_state("programme", "selling", "live", {})
    assert codes(put(served, "kayak", "key: kayak\nprice: 250\n")) == ["offer.text-price"]  # 9,90
    row = put(served, "kayak", "key: kayak\nprice: 290\n")
    assert sorted(each["params"]["said"] for each in row["problems"]) == ["250 €", "9,90 €"]
    assert {each["level"] for each in row["problems"]} == {"warning"}
    assert served.client.post("/api/offers/kayak/publish", json={}).status_code == 200
    definitions.set_state("programme", "selling", "stopped", {})
    assert codes(put(served, "kayak", "key: kayak\nprice: 300\n")) == []


def test_terms_that_hold_are_never_changed_in_place(served: PublicSite) -> None:
    """Other terms need `as_new`; then each keeps what they were shown, and the page says it."""
    published(served, "tent", OFFER.replace("key: spring", "key: tent"))
    offers, now = served.workspace.control.offers, served.workspace.clock()
    ann, bob, eve = (
        served.person(f"{name}@tent.example", name=name) for name in ("Ann", "Bob", "Eve")
    )
    first = {person: offers.show(person, "tent", now) for person in (ann, bob)}
    dearer = OFFER.replace("key: spring", "key: tent").replace("490.50", "590")
    row = put(served, "tent", dearer)
    assert row["draft_differs"]
    assert [each["fi"] for each in row["changes"]] == ["Hinta: 490,50 € → 590 €."]
    (frozen,) = row["problems"]
    assert (frozen["code"], frozen["level"]) == ("offer.frozen", "hint")
    assert (frozen["params"]["people"], frozen["params"]["version"]) == (2, 1)
    assert refused(served, "tent") == ["offer.held"]
    done = served.client.post("/api/offers/tent/publish", json={"as_new": True}).json()
    assert [(v["version"], v["people"], v["held"]) for v in done["versions"]] == [
        (2, 0, 0),
        (1, 2, 2),
    ]
    assert offers.show(ann, "tent", now + timedelta(days=1)) == first[ann]
    assert offers.show(eve, "tent", now).version == 2

    def page(person: int | None) -> dict[str, Any]:
        asked = {"language": "fi"} | ({"person": str(person)} if person else {})
        answer: dict[str, Any] = served.client.get("/api/offers/tent/page", params=asked).json()
        return answer

    assert "490,50" in page(ann)["html"]
    assert page(ann)["version"] == 1
    assert "590,00" in page(None)["html"]
    assert page(None)["version"] is None
    assert "<script" not in page(ann)["html"]

    link = OfferLink(person=bob, shown=first[bob].id, party="buyer", offer="tent", message=0)
    accepted = {"answer": "accept", "name": "=cmd()"}
    assert served.client.post(served.path(link), data=accepted).status_code == 200
    rows = served.client.get("/api/offers/tent/shown", params={"version": 1}).json()["rows"]
    said = {each["name"]: [(a["party"], a["accepted"]) for a in each["answers"]] for each in rows}
    assert said == {"Ann": [], "Bob": [("buyer", True)]}


def test_the_list_of_who_saw_comes_a_page_at_a_time(served: PublicSite) -> None:
    """All of them, each once; the same as a file, in which nothing is a formula."""
    published(served, "many", "key: many\nprice: 10\n")
    offers, now = served.workspace.control.offers, served.workspace.clock()
    for number in range(7):
        person = served.person(f"p{number}@many.example", name=f"=P{number}()")
        offers.show(person, "many", now + timedelta(seconds=number // 2))
    rows, cursor = [], None
    while True:
        asked = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = served.client.get("/api/offers/many/shown", params=asked).json()
        rows += page["rows"]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert len(rows) == 7
    assert len({each["person"] for each in rows}) == 7
    assert [each["shown"] for each in rows] == sorted(
        (each["shown"] for each in rows), reverse=True
    )
    file = served.client.get("/api/offers/many/shown.csv")
    assert file.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert {each["name"] for each in lines} == {f"'=P{n}()" for n in range(7)}
    finnish = served.client.get("/api/offers/many/shown.csv?language=fi").text.removeprefix(
        "\ufeff"
    )
    lines = list(csv.DictReader(io.StringIO(finnish)))
    assert {(each["nimi"][0], each["voimassa"]) for each in lines} == {("'", "kyllä")}
    assert served.client.get("/api/offers/many/shown", params={"cursor": "x"}).status_code == 400
    assert served.client.get("/api/offers/nothing/shown").status_code == 404


def test_a_draft_begins_from_a_ready_one_and_goes_away(served: PublicSite) -> None:
    """What was published stays: it is closed instead."""
    for kind in ("forms", "offers"):
        for each in served.client.get(f"/api/{kind}/ready").json():
            asked = {"template": each["key"], "key": f"begun-{each['key']}", "words": "fi"}
            row = served.client.post(f"/api/{kind}", json=asked).json()
            assert [p for p in row["problems"] if p["level"] == "error"] == []
            assert served.client.post(f"/api/{kind}", json=asked).status_code == 409
            gone = served.client.delete(f"/api/{kind}/{row['key']}")
            assert gone.status_code == 204
            assert served.client.get(f"/api/{kind}/{row['key']}").status_code == 404
    assert served.client.delete("/api/offers/spring").status_code == 409
    unknown = {"template": "nothing", "key": "x"}
    assert served.client.post("/api/offers", json=unknown).status_code == 404


def test_a_form_tells_what_came_of_it_and_what_begins_from_it(served: PublicSite) -> None:
    """Its programmes are those whose entry is an event of this form, by its key or its interest."""
    definitions = served.workspace.control.definitions
    for key, entry in (
        ("by-key", "{event: Form Confirmed, where: {form: guide}}"),
        ("by-interest", "{event: Form Submitted, where: {interest: guide}}"),
        ("of-another", "{event: Form Confirmed, where: {form: another}}"),
        ("of-an-order", "{event: Order Completed}"),
    ):
        definitions.save("programme", key, f"key: {key}\nentry: {entry}\nsteps: []\n", who="t")
    row = served.client.get("/api/forms/guide").json()
    assert {each["key"] for each in row["starts"]} == {"by-key", "by-interest"}
    data = {"email": "maija@form.example", "consent": "yes", "ticket": served.ticket()}
    assert served.client.post("/p/form/guide", data=data).status_code == 200
    assert served.client.post(served.confirmation()).status_code == 200
    served.events("Form Confirmed", least=1)
    row = served.client.get("/api/forms/guide").json()
    assert (row["submitted"], row["confirmed"], row["downloaded"]) == (1, 1, 0)
    code = served.client.get("/api/forms/guide/qr.svg")
    assert code.headers["content-type"] == "image/svg+xml"
    assert code.text.count("<path") >= 1
    drawn = served.client.get("/api/forms/guide/page", params={"language": "en"}).json()["html"]
    assert "Get the buyer" in drawn
    assert "<script" not in drawn
    thanks = served.client.get("/api/forms/guide/page", params={"thanks": "true"}).json()["html"]
    assert "Lataa opas" in thanks
