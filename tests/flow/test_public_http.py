"""Surveys, settings, unsubscribing, offers and leaving, over HTTP; and what no page ever does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from polku.delivery.consenting import say
from polku.delivery.links import Confirm, Exit, File, Link, Offer, Preferences, Survey, Unsubscribe
from polku.delivery.receipts import Receipts
from polku.store.consents import Consent
from tests.public_site import OFFER, PublicSite, public_site, publish

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PublicSite]:
    with public_site(tmp_path / "w") as running:
        yield running


@pytest.fixture
def ann(site: PublicSite) -> int:
    """A customer who has consented to marketing by e-mail and SMS."""
    person = site.person(
        "customer-17",
        email="ann@example.com",
        phone="+358401234567",
        first_name="Ann",
        language="en",
    )
    now = site.workspace.clock() - timedelta(days=1)
    receipts = Receipts(site.workspace.control, site.workspace.clock)
    rows = [
        Consent(person, "marketing", channel, "consent", True, "form:old", now, "v1")
        for channel in ("email", "sms")
    ]
    say(site.workspace.control, receipts, rows)
    return person


def given(site: PublicSite, person: int, channel: str, purpose: str = "marketing") -> bool:
    found = site.workspace.control.consents.state([person], purpose, channel).get(person)
    return found is not None and found.given


def test_one_post_without_cookies_unsubscribes_and_a_get_does_not(
    site: PublicSite, ann: int
) -> None:
    """RFC 8058, urlencoded and multipart; the second time changes nothing; other purposes stay."""
    path = site.path(Unsubscribe(person=ann, message=5, purpose="marketing", channel="email"))
    with httpx.Client(base_url=site.url, trust_env=False) as mailer:
        page = mailer.get(path)
        assert page.status_code == 200
        assert "Unsubscribe" in page.text
        assert given(site, ann, "email"), "scanners follow links"
        done = mailer.post(path, data={"List-Unsubscribe": "One-Click"})
        assert (done.status_code, done.history) == (200, [])
        assert "set-cookie" not in done.headers
        assert not given(site, ann, "email")
        again = mailer.post(path, files={"List-Unsubscribe": (None, "One-Click")})
        assert again.status_code == 200
    assert given(site, ann, "sms")
    told = site.events("Unsubscribed", least=1)
    assert len(told) == 1
    assert told[0]["properties"]["message"] == "5"
    assert told[0]["properties"]["purpose"] == "marketing"


def test_a_multipart_post_alone_unsubscribes(site: PublicSite, ann: int) -> None:
    """Mail programs may send either form."""
    path = site.path(Unsubscribe(person=ann, message=5, purpose="marketing", channel="email"))
    done = site.client.post(path, files={"List-Unsubscribe": (None, "One-Click")})
    assert done.status_code == 200
    assert not given(site, ann, "email")


def test_settings_say_the_basis_and_each_turn_is_a_row_and_an_event(
    site: PublicSite, ann: int
) -> None:
    """Off, on again, the language and the zone; what was not turned adds no row."""
    path = site.path(Preferences(person=ann))
    page = site.client.get(path).text
    assert page.count("Your consent of") == 2
    assert page.count("checked") == 2
    before = len(site.workspace.control.consents.of(ann))
    saved = site.client.post(
        path,
        data={"do": "save", "on": "marketing:sms", "language": "fi", "timezone": "Asia/Tokyo"},
    )
    assert saved.status_code == 200
    assert not given(site, ann, "email")
    assert given(site, ann, "sms")
    assert len(site.workspace.control.consents.of(ann)) == before + 1
    traits = site.workspace.control.traits.of(ann)
    assert (traits["language"], traits["timezone"]) == ("fi", "Asia/Tokyo")
    identified = site.events("Identified", least=1)[0]
    assert identified["properties"] == {"language": "fi", "timezone": "Asia/Tokyo"}
    site.client.post(
        path,
        data={"do": "save", "on": ["marketing:sms", "marketing:email"], "timezone": "Nowhere/No"},
    )
    assert given(site, ann, "email")
    newest = site.workspace.control.consents.of(ann)[0]
    assert (newest.basis, newest.source) == ("consent", "preferences")
    assert newest.text_version
    assert site.workspace.control.traits.of(ann)["timezone"] == "Asia/Tokyo"


def test_all_off_is_one_press_and_holds_for_the_address(site: PublicSite, ann: int) -> None:
    """Every purpose and channel, and the address itself; asking again opens it again."""
    path = site.path(Preferences(person=ann))
    site.client.post(path, data={"do": "all-off"})
    assert not given(site, ann, "email")
    assert not given(site, ann, "sms", "newsletter")
    suppressions = site.workspace.control.suppressions
    assert suppressions.reasons("email", ["ann@example.com"]) == {"ann@example.com": "unsubscribed"}
    page = site.client.get(path).text
    assert "checked" not in page
    assert "You said no on" in page
    site.client.post(path, data={"do": "save", "on": "marketing:email"})
    assert given(site, ann, "email")
    assert suppressions.reasons("email", ["ann@example.com"]) == {}
    suppressions.add("email", "ann@example.com", "bounced")
    site.client.post(path, data={"do": "all-off"})
    site.client.post(path, data={"do": "save", "on": "marketing:email"})
    assert suppressions.reasons("email", ["ann@example.com"]) == {"ann@example.com": "bounced"}


def test_an_answer_is_a_post_and_the_last_one_of_the_day_counts(site: PublicSite, ann: int) -> None:
    """Opening the link answers nothing; a change of mind is another event; words stay with the person."""
    link = Survey(person=ann, message=9, survey="after-purchase", kind="nps", score=9)
    path = site.path(link)
    page = site.client.get(path).text
    assert 'name="score" value="9"' in page
    assert site.events("Survey Answered") == []
    once = once_of(page)
    for _ in range(2):
        thanks = site.client.post(path, data={"score": "9", "once": once})
    assert "Thank you" in thanks.text
    site.client.post(path, data={"score": "4", "once": once_of(thanks.text)})
    site.client.post(path, data={"text": "Ann Smith was rude", "once": once_of(thanks.text)})
    answered = site.events("Survey Answered", least=2)
    assert [each["properties"]["score"] for each in answered] == [4, 9]
    assert answered[0]["properties"]["survey"] == "after-purchase"
    assert answered[0]["properties"]["kind"] == "nps"
    commented = site.events("Survey Commented", least=1)[0]
    assert "Smith" not in str(commented["properties"])
    assert site.workspace.control.traits.of(ann)["survey:after-purchase"] == "Ann Smith was rude"
    for wrong in ("11", "-1", "9.5", "x", ""):
        site.client.post(path, data={"score": wrong})
    assert len(site.events("Survey Answered")) == 2


def test_a_program_that_names_itself_opens_nothing_by_looking(site: PublicSite, ann: int) -> None:
    """Its pages do not send themselves, and what it fetches is no visit, view or download."""
    shown = site.workspace.control.offers.show(ann, "spring", site.workspace.clock(), 79)
    code = site.workspace.control.referrals.code_of(ann)
    looked = (
        site.path(Survey(person=ann, message=9, survey="s", kind="nps", score=9)),
        site.path(Confirm(person=ann, form="guide", submission=1)),
        site.path(Offer(person=ann, shown=shown.id, party="buyer", offer="spring")),
        site.path(File(person=ann, form="guide")),
        f"/p/r/{code}",
    )
    for agent in ("HeadlessChrome/140", "Barracuda Sentinel", "curl/8", "Googlebot/2.1"):
        for path in looked:
            answer = site.client.get(path, headers={"User-Agent": agent})
            assert answer.status_code in (200, 303)
            assert "data-submit-itself" not in answer.text
    assert "data-submit-itself" in site.client.get(looked[0]).text
    assert [each["event"] for each in site.events() if each["event"] != "Consent Given"] == []
    site.client.get(looked[3])
    assert len(site.events("File Downloaded", least=1)) == 1


@pytest.mark.parametrize(
    ("kind", "scores"), [("nps", 11), ("csat", 5), ("ces", 7), ("emotion", 5), ("open", 0)]
)
def test_each_kind_of_survey_asks_on_its_own_scale(
    site: PublicSite, ann: int, kind: str, scores: int
) -> None:
    page = site.client.get(site.path(Survey(person=ann, message=9, survey="s", kind=kind))).text
    assert page.count('name="score"') == scores
    assert ("<textarea" in page) == (kind == "open")


def test_after_a_day_an_answer_stands(site: PublicSite, ann: int) -> None:
    """A survey answered yesterday is closed; the page says so."""
    now = site.workspace.clock()
    Receipts(site.workspace.control, site.workspace.clock).tell(
        ann,
        "Survey Answered",
        now - timedelta(days=1, hours=1),
        {"message": "9", "score": 3},
        "old",
    )
    # taken in by the next event that comes through the server's own log
    path = site.path(Survey(person=ann, message=9, survey="s", kind="nps"))
    other = site.path(Exit(person=ann))
    site.client.post(other, data={"reason": "price"})
    site.events("Survey Answered", least=1)
    site.client.post(path, data={"score": "10"})
    assert "changed for one day" in site.client.get(path).text
    assert len(site.events("Survey Answered")) == 1


def test_an_offer_keeps_its_price_and_is_accepted_by_all(site: PublicSite, ann: int) -> None:
    """Version 1 stays what it was after version 2; each party by their own link; a yes is for good."""
    shown = site.workspace.control.offers.show(ann, "spring", site.workspace.clock(), 77)

    def page(party: str) -> str:
        return site.path(Offer(person=ann, shown=shown.id, party=party, offer="spring", message=3))

    publish(site.workspace, "offer", "spring", OFFER.replace("490.50", "590"))
    seen = site.client.get(page("buyer")).text
    assert "€490.50" in seen
    assert "590" not in seen
    assert "Payment in 14 days." in seen
    assert "version 1" in seen
    finnish = site.client.get(page("buyer") + "?lang=fi").text
    assert "490,50\xa0€" in finnish
    assert site.client.post(page("buyer"), data={"answer": "accept"}).status_code == 422
    site.client.post(page("buyer"), data={"answer": "accept", "name": "Ann"})
    site.client.post(page("buyer"), data={"answer": "decline"})
    assert site.workspace.control.offers.answers(shown.id)["buyer"].accepted
    assert site.events("Offer Accepted By All") == []
    site.client.post(page("ceo"), data={"answer": "decline"})
    for _ in range(2):
        done = site.client.post(page("ceo"), data={"answer": "accept", "name": "Cleo"})
    assert "Everybody has accepted" in done.text
    all_ = site.events("Offer Accepted By All", least=1)
    assert len(all_) == 1
    assert all_[0]["properties"]["version"] == 1
    assert all_[0]["properties"]["price"] == 490.5
    accepted = site.events("Offer Accepted", least=2)
    assert {each["properties"]["party"] for each in accepted} == {"buyer", "ceo"}
    assert len(site.events("Offer Declined")) == 1
    assert len(site.events("Offer Shown", least=1)) == 1
    assert "Ann" not in str([each["properties"] for each in accepted])


def test_an_offer_that_has_expired_takes_no_answer(
    tmp_path: Path, site: PublicSite, ann: int
) -> None:
    """It is still shown, and says so."""
    then = site.workspace.clock() - timedelta(days=15)
    shown = site.workspace.control.offers.show(ann, "spring", then, 78)
    path = site.path(Offer(person=ann, shown=shown.id, party="buyer", offer="spring"))
    answer = site.client.post(path, data={"answer": "accept", "name": "Ann"})
    assert "no longer valid" in answer.text
    assert site.workspace.control.offers.answers(shown.id) == {}


def test_who_leaves_is_thanked_and_the_reason_is_an_event(site: PublicSite, ann: int) -> None:
    """A reason or words; the words stay with the person."""
    path = site.path(Exit(person=ann, message=4, programme="win-back"))
    page = site.client.get(path + "?lang=fi").text
    assert "Kiitos yhteisestä matkasta. Ovi on auki." in page
    assert site.client.post(path, data={}).status_code == 422
    for _ in range(2):
        site.client.post(
            path, data={"reason": "price", "text": "Call me, Ann", "once": once_of(page)}
        )
    told = site.events("Exit Reason Given", least=1)
    assert len(told) == 1
    assert told[0]["properties"]["reason"] == "price"
    assert told[0]["properties"]["programme"] == "win-back"
    assert "Ann" not in str(told[0]["properties"])
    assert site.workspace.control.traits.of(ann)["exit_words"] == "Call me, Ann"


def kinds(person: int) -> list[Link]:
    return [
        Unsubscribe(person=person, message=5, purpose="marketing", channel="email"),
        Preferences(person=person, message=5),
        Survey(person=person, message=5, survey="s", kind="nps", score=3),
        Confirm(person=person, form="guide", submission=1),
        Offer(person=person, shown=1, party="buyer", offer="spring"),
        Exit(person=person),
        File(person=person, form="guide"),
    ]


def test_a_changed_or_borrowed_token_opens_nothing(site: PublicSite, ann: int) -> None:
    """404 with words, on GET and POST, whatever kind of link it was made for."""
    for link in kinds(ann):
        path = site.path(link)
        head, token = path.rsplit("/", 1)
        changed = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
        other = "/p/exit/" if link.path != "exit" else "/p/unsubscribe/"
        for bad in (f"{head}/{changed}", f"{other}{token}", f"{head}/x", f"{head}/{token}a"):
            for answer in (site.client.get(bad), site.client.post(bad)):
                assert answer.status_code in (404, 405), bad
                if answer.status_code == 404:
                    assert "text/html" in answer.headers["content-type"]
    assert given(site, ann, "email")


def test_a_preview_shows_every_page_and_nothing_comes_of_it(site: PublicSite) -> None:
    """Person 0: the page says that it is a preview."""
    for link in kinds(0):
        path = site.path(link)
        assert site.client.get(path).status_code == 200, link.path
        if link.path != "file":
            assert site.client.post(path, data={"reason": "price", "score": "3"}).status_code == 200
    assert site.events() == []
    assert site.workspace.control.deliveries.page() == []


def test_no_address_leads_anywhere_it_was_not_told_to(site: PublicSite, ann: int) -> None:
    """The only redirects are to a form of ours and to the address its author gave."""
    code = site.workspace.control.referrals.code_of(ann)
    for path in (
        f"/p/r/{code}?to=https://evil.example&url=//evil.example&next=https://evil.example",
        f"/p/r/{code}",
    ):
        answer = site.client.get(path)
        assert answer.headers["location"] == f"../form/guide?ref={code}"
    for path in (
        "/p/r/https:%2F%2Fevil.example",
        "/p/r/..%2F..%2Fevil",
        "/p//evil.example",
        "/p/r/xyz",
    ):
        answer = site.client.get(path)
        assert "location" not in answer.headers, path
    page = site.client.get('/p/form/guide?lang=en&ref=https://evil.example"><script>').text
    assert "<script>" not in page.replace('<script src="../page.js', "")


def test_every_page_keeps_to_itself(site: PublicSite, ann: int) -> None:
    """No third party, no script in the page, no referrer to others, no index, no cache, no frame."""
    for link in [*kinds(ann), *kinds(0)]:
        if link.path in ("file", "offer"):
            continue
        answer = site.client.get(site.path(link))
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        assert re.findall(r"<script(?! src=\"\.\./page\.js)", answer.text) == []
        assert re.findall(r" on\w+=|style=", answer.text) == []
        for source in re.findall(r'(?:src|href)="([^"]+)"', answer.text):
            assert not source.startswith(("http", "//")), source


def test_a_file_is_only_what_the_form_promised(site: PublicSite, ann: int) -> None:
    """The name in the document decides, never the address; nothing outside files/ can be named."""
    folder = site.workspace.directory
    for name in ("../polku.toml", "/etc/passwd", "..", ".hidden", "a/b.pdf", "a\\\\b.pdf"):
        body = f'key: leak\ntitle: T\nasset: {{file: "{name}"}}\n'
        answer = site.client.put(
            "/api/forms/leak",
            json={"body": body},
            headers={"Authorization": "Bearer program-token"},
        )
        kept = answer.json()  # a draft is kept with its faults, and never published with them
        assert [each["code"] for each in kept["problems"]] == ["form.bad-file"], name
        headers = {"Authorization": "Bearer program-token"}
        refused = site.client.post("/api/forms/leak/publish", json={}, headers=headers)
        assert refused.status_code == 422, name
        assert site.client.get("/p/form/leak").status_code == 404
    (folder / "files" / "opas.pdf").unlink()
    (folder / "files" / "opas.pdf").symlink_to(folder / "polku.toml")
    leaked = site.client.get(site.path(File(person=ann, form="guide", file="../polku.toml")))
    assert leaked.status_code == 404


def test_a_large_post_is_turned_away(site: PublicSite, ann: int) -> None:
    path = site.path(Exit(person=ann))
    answer = site.client.post(path, data={"reason": "price", "text": "x" * 100_000})
    assert answer.status_code == 413
    assert site.events("Exit Reason Given") == []


def test_only_public_addresses_answer_to_the_public_name(tmp_path: Path) -> None:
    """Behind a proxy on this machine: /p/ and /v1/ for everybody, the rest for loopback names alone."""
    settings = '\n[public]\nurl = "https://polku.kauppa.example"\n'
    with public_site(tmp_path / "w", settings) as site:
        client = site.client
        public = {"Host": "polku.kauppa.example"}
        other = {"Host": "evil.example"}
        assert client.get("/p/style.css", headers=public).status_code == 200
        assert client.get("/polku.js", headers=public).status_code == 200
        assert client.get("/p/style.css", headers=other).status_code == 400
        for path in ("/", "/api/session", "/health", "/login", "/people"):
            assert client.get(path, headers=public).status_code == 400, path
        post = "/p/exit/x"
        good = {**public, "Origin": "https://polku.kauppa.example"}
        bad = {**public, "Origin": "https://evil.example"}
        assert client.post(post, headers=good).status_code == 404
        assert client.post(post, headers=bad).status_code == 403


def once_of(html: str) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{16})"', html)
    assert found is not None, html
    return found[1]
