"""Reviews and pictures: the list, asking, the answer on the public page, where they are used, and erasing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from polku.delivery.links import Permission, Preferences
from polku.events.identity import identity_hash
from polku.journey.written import read
from tests.public_site import PublicSite, public_site
from tests.running_api import TOKEN

pytestmark = pytest.mark.slow

NOW = datetime.now(UTC)
STATEMENT = "Kauppa saa näyttää tämän sivuillaan, viesteissään, mainoksissaan ja somessa."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicSite]:
    with public_site(tmp_path_factory.mktemp("w") / "w") as found:
        yield found


def api(site: PublicSite, method: str, path: str, **more: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.request(method, site.url + path, headers=headers, timeout=30, **more)


def tell(site: PublicSite, *calls: tuple[str, str, float, dict[str, Any]]) -> None:
    """(who, event, minutes ago, properties) through the public door."""
    made = api(site, "POST", "/api/keys", json={"name": "kauppa"}).json()
    batch = [
        {
            "type": "track",
            "userId": who,
            "event": event,
            "timestamp": (NOW - timedelta(minutes=ago)).isoformat(),
            "properties": said,
        }
        for who, event, ago, said in calls
    ]
    sent = httpx.post(site.url + "/v1/batch", json={"batch": batch, "writeKey": made["write_key"]})
    assert sent.status_code == 200, sent.text
    site.workspace.settle()


def voices(site: PublicSite, **asked: Any) -> dict[str, Any]:
    answer = api(site, "GET", "/api/voices", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def of(site: PublicSite, who: str) -> list[dict[str, Any]]:
    return [each for each in voices(site)["voices"] if each["person_id"] == who]


def pressed(site: PublicSite, path: str, **fields: str) -> str:
    answer = site.client.post(path, data=fields)
    assert answer.status_code == 200, answer.text
    return answer.text


def asked(site: PublicSite, id: str) -> str:
    """The path of the page where the person answers."""
    answer = api(site, "POST", "/api/voices/ask", json={"id": id})
    assert answer.status_code == 200, answer.text
    url: str = answer.json()["url"]
    return url.removeprefix(site.url)


def test_the_list_is_newest_first_in_pages_by_state_and_score(site: PublicSite) -> None:
    """Each event that says or shows something is a row; the pages hold each once, and counts say how many there are."""
    tell(
        site,
        ("lista-1", "Review Submitted", 50, {"rating": 5, "text": "Hyvä", "product": "Kiuas"}),
        ("lista-2", "Review Submitted", 40, {"rating": 2}),
        ("lista-3", "Content Shared", 30, {"picture": "https://kuva.example/1.jpg"}),
        ("lista-4", "Content Shared", 20, {"picture": "javascript:alert(1)", "url": "ftp://x"}),
        ("lista-5", "Survey Answered", 10, {"survey": "review", "kind": "nps", "score": 9}),
    )
    rows, cursor = [], None
    while True:
        page = voices(site, limit=1, **({"cursor": cursor} if cursor else {}))
        rows += page["voices"]
        cursor = page["next"]
        if cursor is None:
            break
    mine = [each for each in rows if each["person_id"].startswith("lista-")]
    assert [each["person_id"] for each in mine] == ["lista-4", "lista-3", "lista-2", "lista-1"]
    assert (mine[3]["text"], mine[3]["score"], mine[3]["product"]) == ("Hyvä", 5, "Kiuas")
    assert mine[1]["picture"] == "https://kuva.example/1.jpg"
    assert (mine[0]["picture"], mine[0]["link"]) == (None, None)  # only the web is led to
    good = voices(site, score="good")
    assert {each["score"] for each in good["voices"]} == {5}
    assert {each["score"] for each in voices(site, score="poor")["voices"]} == {2}
    assert good["counts"]["all"] == len(good["voices"])
    bad = api(site, "GET", "/api/voices", params={"cursor": "x.y"})
    assert (bad.status_code, bad.json()["errors"][0]["code"]) == (400, "api.bad-cursor")


def test_a_press_on_the_page_permits_and_takes_back_and_a_look_does_nothing(
    site: PublicSite,
) -> None:
    """The ledger has each answer with the words that were agreed to; the same answer again adds nothing."""
    site.person("liisa@example.fi", first_name="Liisa")
    tell(site, ("liisa@example.fi", "Review Submitted", 5, {"rating": 5, "text": "<b>Paras</b>"}))
    (row,) = of(site, "liisa@example.fi")
    assert (row["state"], row["signed"], row["first_name"]) == ("new", None, "Liisa")
    path = asked(site, row["id"])
    assert of(site, "liisa@example.fi")[0]["state"] == "asked"
    page = site.client.get(path)
    assert "&lt;b&gt;Paras&lt;/b&gt;" in page.text
    assert STATEMENT in page.text
    assert of(site, "liisa@example.fi")[0]["state"] == "asked"  # a look says nothing

    for _ in range(2):
        pressed(site, path, do="yes", signed="first_name")
    (row,) = of(site, "liisa@example.fi")
    assert (row["state"], row["signed"], row["statement"]) == ("permitted", "Liisa", STATEMENT)
    ledger = api(site, "GET", "/api/people/liisa@example.fi/consents").json()
    assert [(each["purpose"], each["channel"], each["given"]) for each in ledger] == [
        ("ugc", row["id"], True)
    ]
    assert ledger[0]["text_version"] == "permission:fi:1"
    pressed(site, path, do="yes", signed="nobody")
    assert of(site, "liisa@example.fi")[0]["signed"] is None
    pressed(site, path, do="no")
    (row,) = of(site, "liisa@example.fi")
    assert (row["state"], row["withdrawn"]) == ("refused", True)
    assert len(api(site, "GET", "/api/people/liisa@example.fi/consents").json()) == 3
    number = site.workspace.records.find("liisa@example.fi")
    settings = site.client.get(site.path(Preferences(person=number))).text
    assert "ugc" not in settings.lower()  # what may be shown is no purpose of messages


def warnings(site: PublicSite, journey: str) -> set[str]:
    """What publishing warns of."""
    found = api(site, "GET", f"/api/journeys/{journey}/publishing").json()
    return {each["code"] for each in found["problems"] if each["level"] == "warning"}


def test_a_proof_item_tells_whether_it_may_still_be_shown(site: PublicSite) -> None:
    """What a draft is made of is counted as used, and its state there follows the ledger at once."""
    tell(site, ("kaytto-1", "Content Shared", 3, {"caption": "Meidän sauna"}))
    (row,) = of(site, "kaytto-1")
    key = site.workspace.studio.running()
    draft = site.workspace.control.definitions.get("journey", key)
    document = read(draft.body, "journey").value
    document["proof"] = [{"key": "sauna", "name": "Sauna", "said": row["id"]}]
    site.workspace.studio.save(key, document, edition=draft.edition, who="test")
    used = [each for each in api(site, "GET", "/api/voices/used").json() if each["id"] == row["id"]]
    assert [(each["proof"], each["state"]) for each in used] == [("sauna", "none")]
    assert "studio.not-permitted" in warnings(site, key)
    told = {"id": row["id"], "given": True, "source": "Instagram 22.11."}
    said = api(site, "POST", "/api/voices/answer", json=told).json()
    assert (said["state"], said["source"], said["used"][0]["proof"]) == (
        "permitted",
        "Instagram 22.11.",
        "sauna",
    )
    assert [each["id"] for each in voices(site, state="used")["voices"]] == [row["id"]]
    assert "studio.not-permitted" not in warnings(site, key)
    api(site, "POST", "/api/voices/answer", json={**told, "given": False})
    assert "studio.not-permitted" in warnings(site, key)
    used = [each for each in api(site, "GET", "/api/voices/used").json() if each["id"] == row["id"]]
    assert used[0]["state"] == "refused"


def test_erasing_takes_the_words_the_picture_and_the_permission(site: PublicSite) -> None:
    """The row stays as a count; nobody can be asked, and the page opens nothing."""
    said = {"rating": 5, "review_body": "Oma nimeni on", "picture": "https://kuva.example/minä.jpg"}
    tell(site, ("poistuva", "Review Submitted", 1, said))
    (row,) = of(site, "poistuva")
    path = asked(site, row["id"])
    pressed(site, path, do="yes")
    assert api(site, "DELETE", "/api/people/poistuva").status_code == 200
    (gone,) = [each for each in voices(site)["voices"] if each["id"] == row["id"]]
    assert (gone["text"], gone["picture"], gone["score"]) == (None, None, 5)
    assert gone["answered"] is None
    assert site.client.get(path).status_code == 404
    again = api(site, "POST", "/api/voices/ask", json={"id": row["id"]})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "care.voice-nobody")
    unknown = api(site, "POST", "/api/voices/ask", json={"id": "event:1"})
    assert unknown.status_code == 404


def test_a_link_of_another_person_or_page_opens_nothing(site: PublicSite) -> None:
    """A preview shows the page and keeps nothing; nobody's permission can be given by somebody else's link."""
    tell(
        site,
        ("oma", "Review Submitted", 2, {"rating": 5}),
        ("muu", "Review Submitted", 2, {"rating": 5}),
    )
    (mine,), (other,) = of(site, "oma"), of(site, "muu")
    key = site.workspace.control.identity_key
    stolen = Permission(person=identity_hash(key, "user", "oma"), event=int(other["id"][6:]))
    assert site.client.get(site.path(stolen)).status_code == 404
    assert site.client.post(site.path(stolen), data={"do": "yes"}).status_code == 404
    preview = site.path(Permission(person=0))
    assert site.client.get(preview).status_code == 200
    pressed(site, preview, do="yes")
    assert {of(site, who)[0]["state"] for who in ("oma", "muu")} == {"new"}
    assert mine["id"] != other["id"]


PROGRAMME = """
key: luvat
name: Luvat
stage: promoter
purpose: service
entry: {event: Review Submitted}
goal: {event: Order Completed}
exits: [{stage: left}]
holdout: 0
steps:
- key: thanks
  send: {email: {subject: Kiitos, body: Kiitos sinulle}}
- key: may-we
  send: {email: {subject: Saammeko, body: "Saammeko näyttää sen? {{ links.permission }}"}}
"""


def sent(site: PublicSite, id: int, person: int, node: str, at: datetime) -> None:
    """A message of the programme that has gone out."""
    moment = round(at.timestamp() * 1e6)
    row = (
        id, 0, person, "luvat", 1, node, 0, "send", node, "service", 50, moment, "sent", "", "{}",
        "email", moment, None, None, 1, moment, moment, None,
    )  # fmt: skip
    site.workspace.control.deliveries.take([row], 0)


def test_a_message_with_the_link_asks_of_what_was_said_before_it(site: PublicSite) -> None:
    """The address of a message is the same for all; the page finds the last thing said before it was sent."""
    site.workspace.control.definitions.save("programme", "luvat", PROGRAMME, who="test")
    site.workspace.control.definitions.publish(
        "programme", "luvat", PROGRAMME, who="test", note="1"
    )
    tell(
        site,
        ("viesti-1", "Review Submitted", 90, {"rating": 3, "text": "Ensin"}),
        ("viesti-1", "Review Submitted", 60, {"rating": 5, "text": "Sitten"}),
        ("viesti-1", "Review Submitted", 10, {"rating": 4, "text": "Viimeksi"}),
        ("viesti-2", "Review Submitted", 60, {"rating": 5}),
    )
    person, other = (site.workspace.records.find(who) for who in ("viesti-1", "viesti-2"))
    sent(site, 71, person, "may-we", NOW - timedelta(minutes=30))
    sent(site, 72, other, "thanks", NOW - timedelta(minutes=30))  # this one does not ask
    states = [(each["text"], each["state"]) for each in of(site, "viesti-1")]
    assert states == [("Viimeksi", "new"), ("Sitten", "asked"), ("Ensin", "new")]
    assert of(site, "viesti-2")[0]["state"] == "new"
    path = site.path(Permission(person=person, message=71))
    assert "Sitten" in site.client.get(path).text
    pressed(site, path, do="yes")
    assert [each["state"] for each in of(site, "viesti-1")] == ["new", "permitted", "new"]
    nothing = site.path(Permission(person=person, message=99))
    assert site.client.get(nothing).status_code == 404


def test_the_answer_to_a_survey_is_a_review_of_its_newest_words(site: PublicSite) -> None:
    """Words of a survey stay with the person, the last ones only: an older answer has none to show."""
    number = site.person("kysely@example.fi")
    control = site.workspace.control
    said = {"survey": "review", "kind": "open", "has_text": True}
    tell(
        site,
        ("kysely@example.fi", "Survey Answered", 50, said),
        ("kysely@example.fi", "Survey Answered", 40, said),
    )
    control.traits.set(number, {"survey:review": "Uudet sanat"}, NOW)
    rows = of(site, "kysely@example.fi")
    assert [(each["kind"], each["text"]) for each in rows] == [
        ("answer", "Uudet sanat"),
        ("answer", None),
    ]
