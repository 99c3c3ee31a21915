"""What the message editor asks of the server: variables, people, blocks, own addresses, history and text version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from polku.delivery import membership
from polku.segments import asking
from tests.care_shop import Shop, make_shop, open_shop, programme
from tests.delivery_rows import Recorder
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop") / "made", people=300)


@pytest.fixture(scope="module")
def shop(made: Path) -> Iterator[Shop]:
    with open_shop(made, made.parent / "w") as opened:
        opened.care.save("care", programme(), edition=0, who="test")
        yield opened


@pytest.fixture(scope="module")
def api(shop: Shop) -> Iterator[httpx.Client]:
    with running_api(shop.workspace) as client:
        yield as_program(client)


def letter(**email: Any) -> str:
    """The programme with another e-mail in its step `thanks`."""
    found: dict[str, Any] = yaml.safe_load(programme())
    step = next(each for each in found["steps"] if each.get("key") == "thanks")
    step["send"]["email"] |= email
    return yaml.safe_dump(found, allow_unicode=True)


def seen(api: httpx.Client, person: str, **email: Any) -> dict[str, Any]:
    asked = {"person": person, "node": "thanks", "language": "fi", "body": letter(**email)}
    answer = api.post("/api/programmes/care/preview", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def buyer(shop: Shop) -> tuple[str, int, str]:
    """Somebody who bought more than once, how many times, and their stage."""
    code = shop.workspace.warehouse.names("event")["Order Completed"]
    stages = shop.workspace.warehouse.words("stage")
    with shop.workspace.warehouse.read() as con:
        person, orders, stage = con.execute(
            """SELECT e.person, count(*) AS n, any_value(p.stage) FROM events e JOIN people p USING (person)
            WHERE e.event = ? AND p.stage IS NOT NULL GROUP BY e.person ORDER BY n DESC, e.person LIMIT 1""",
            [code],
        ).fetchall()[0]
    return str(person), int(orders), stages[stage]


def test_variables_have_examples_and_say_which_need_a_default(api: httpx.Client) -> None:
    found = {each["name"]: each for each in api.get("/api/writing").json()["variables"]}
    assert found["person.first_name"]["own"]
    assert found["person.first_name"]["example"]
    assert not found["company.name"]["own"]
    assert found["history.orders"]["own"]


def test_suggested_people_can_be_looked_at_the_message_as(api: httpx.Client) -> None:
    people = api.get("/api/writing/people").json()["people"]
    assert people
    assert len({each["person"] for each in people}) == len(people)
    for each in people:
        assert seen(api, each["person"])["email"]["subject"]


def test_markdown_comes_back_as_blocks(api: httpx.Client) -> None:
    made = api.post("/api/writing/blocks", json={"body": "# Hei\n\n{{ today }}"}).json()["body"]
    assert made == "<mj-text><h1>Hei</h1></mj-text>\n<mj-text><p>{{ today }}</p>\n</mj-text>"


def test_a_text_may_ask_for_stage_and_orders(api: httpx.Client, shop: Shop) -> None:
    person, orders, stage = buyer(shop)
    body = (
        "{% if history.orders >= 2 %}kanta {{ history.orders }}{% else %}uusi{% endif %} "
        "{{ history.stage }} {{ history.days_since_order }}"
    )
    text = seen(api, person, body=body)["email"]["text"]
    assert text.startswith(f"kanta {orders} {stage} ")


def test_a_text_version_of_ones_own_goes_out_with_the_contact_block(
    api: httpx.Client, shop: Shop
) -> None:
    person, _, _ = buyer(shop)
    own = "Oma teksti <b>ei HTML</b> {{ person.first_name | default: 'hei' }}"
    text = seen(api, person, text=own)["email"]["text"]
    assert text.startswith("Oma teksti <b>ei HTML</b> ")
    assert "http" in text.split("\n", 1)[1]


def test_a_checked_message_tells_its_step_and_line(api: httpx.Client) -> None:
    body = "Tässä on opas, josta on apua.\n\nLataa se [tästä](http://bit.ly/x)"
    asked = {"body": letter(subject="OSTA HETI NYT", body=body)}
    problems = api.post("/api/programmes/care/check", json=asked).json()["problems"]
    found = {each["code"]: each for each in problems if each["code"].startswith("check.")}
    assert {"check.capitals", "check.vague-link", "check.short-link", "check.http-link"} <= set(
        found
    )
    assert found["check.vague-link"]["params"]["node"] == "thanks"
    assert found["check.vague-link"]["params"]["line"] == 3
    assert found["check.capitals"]["level"] == "warning"


def test_a_stranger_gets_no_test(api: httpx.Client, shop: Shop) -> None:
    asked = {"person": buyer(shop)[0], "node": "thanks", "addresses": ["joku@muualla.example"]}
    answer = api.post("/api/programmes/care/test", json=asked)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "care.not-own-address"


SEGMENTS: dict[str, dict[str, Any]] = {
    "loyal": {"did": "Order Completed", "count": ">=2"},
    "pro": {"trait": "plan", "is": "pro"},
    "nobody": {"did": "Never Done"},
}


def in_segments(api: httpx.Client) -> None:
    for key, condition in SEGMENTS.items():
        asked = {"body": {"key": key, "name": key, "condition": condition}}
        api.put(f"/api/segments/{key}", json=asked).raise_for_status()


TO_SEGMENTS = (
    "{% if person.segments contains 'loyal' %}kanta{% endif %} "
    '{% if person.segments contains "pro" %}pro{% endif %} '
    "{% if person.segments contains 'nobody' %}tyhjä{% endif %} loppu"
)


def test_a_block_is_shown_to_a_segment(api: httpx.Client, shop: Shop) -> None:
    in_segments(api)
    person, _, _ = buyer(shop)
    assert seen(api, person, body=TO_SEGMENTS)["email"]["text"].split()[:2] == ["kanta", "loppu"]
    printed = seen(api, person, body="{{ person.segments | join: ' ' }} loppu")
    assert printed["email"]["text"].split()[:2] == ["loyal", "loppu"]
    assert {each["key"] for each in api.get("/api/writing").json()["segments"]} >= {"loyal", "pro"}


def test_a_segment_that_is_not_there_blocks_and_one_in_use_stays(api: httpx.Client) -> None:
    in_segments(api)
    body = "Hei\n\n{% if person.segments contains 'loyall' %}a{% endif %}"
    found = api.post("/api/programmes/care/check", json={"body": letter(body=body)}).json()
    (problem,) = [e for e in found["problems"] if e["code"] == "programme.unknown-segment"]
    assert (problem["level"], problem["params"]["line"]) == ("error", 3)
    assert problem["params"]["known"].startswith("loyal")
    edition = api.get("/api/programmes/care").json()["edition"]
    saved = {"body": letter(body=TO_SEGMENTS), "edition": edition}
    api.put("/api/programmes/care", json=saved).raise_for_status()
    refused = api.delete("/api/segments/loyal")
    assert refused.json()["errors"][0]["code"] == "segment.used"


ELSA = {"name": "Elsa von Kuvitelma", "email": "elsa@example.fi", "traits": {"plan": "pro"}}
DESCRIBED = (
    "{{ person.first_name | default: 'sinä' }}/{{ person.last_name }}/{{ trait.plan }}/"
    "{{ history.stage }}/{{ history.orders }}/{{ person.segments | join: '+' }}"
)


def as_invented(api: httpx.Client, body: str, **said: Any) -> dict[str, Any]:
    asked = {"invented": said, "node": "thanks", "body": letter(body=body)}
    answer = api.post("/api/programmes/care/preview", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_somebody_invented_gets_the_message_as_described(api: httpx.Client, shop: Shop) -> None:
    in_segments(api)
    told = as_invented(api, DESCRIBED, **ELSA, stage="regular", orders=3)
    assert told["email"]["text"].startswith("Elsa/von Kuvitelma/pro/regular/3/loyal+pro")
    assert told["policy"]["outcome"] in {"send", "hold"}
    assert told["path"]
    bare = as_invented(api, DESCRIBED, email="a@b.fi", consent=False, segments=["nobody"])
    assert bare["email"]["text"].startswith("sinä////0/nobody")
    assert bare["policy"]["outcome"] == "refuse"
    assert bare["policy"]["reason"]["code"] == "delivery.no-consent-email"
    nowhere = as_invented(api, DESCRIBED, name="Elsa")
    assert nowhere["policy"]["reason"]["code"] == "delivery.no-address-email"
    english = as_invented(api, "x {{ person.language }}", language="en")
    assert english["email"]["subject"] == "Thank you"
    # nothing of them is kept
    assert shop.workspace.control.identities.find("elsa@example.fi") is None


def test_a_preview_is_of_one_person(api: httpx.Client, shop: Shop) -> None:
    for asked in ({}, {"person": buyer(shop)[0], "invented": {}}):
        answer = api.post("/api/programmes/care/preview", json={**asked, "node": "thanks"})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == "care.preview-whom"


def test_what_is_sent_is_to_whom_it_is_meant_and_segments_are_asked_once_for_all(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    memberships = asking.memberships

    def counted(con: Any, people: Any, *rest: Any) -> Any:
        asked.append(len(people))
        return memberships(con, people, *rest)

    monkeypatch.setattr(membership, "memberships", counted)
    text = yaml.safe_load(programme("sent", "{audience: {if: {did: Order Completed}}}"))
    email = {"subject": "Hei", "body": TO_SEGMENTS}
    text["steps"] = [{"key": "now", "send": {"purpose": "service", "email": email}}]
    taken = Recorder()
    with open_shop(made, made.parent / "sent") as shop:
        for key, condition in SEGMENTS.items():
            body = {"key": key, "name": key, "condition": condition}
            shop.workspace.segments.save(key, body, who="test")
        shop.care.save("sent", yaml.safe_dump(text), edition=0, who="test")
        shop.publish("sent")
        shop.care.tick()
        rounds = 1
        while shop.workspace.deliver_once(channels={"email": taken}).get("ready"):
            rounds += 1  # what the pace of e-mail left for later
        of = shop.workspace.control.deliveries.find(each.id for each in taken.taken)
        loyal = set(shop.workspace.segments.members("loyal").tolist())
    assert len(asked) == rounds < len(taken.taken) / 4
    assert asked[0] >= len(taken.taken) > 20
    shown = {of[each.id].person: "kanta" in each.content.text.split()[:2] for each in taken.taken}
    assert shown == {person: person in loyal for person in shown}
    assert len(set(shown.values())) == 2
