"""The form of a lead magnet, over HTTP: what is taken, what is turned away, and whose it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from polku.forms.origin import TAKEN
from tests.public_site import FORM, PDF, PHONE, PublicSite, public_site, publish, ticket_of

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PublicSite]:
    with public_site(tmp_path / "w") as running:
        yield running


def send(site: PublicSite, ticket: str, **fields: str) -> httpx.Response:
    return site.client.post("/p/form/guide", data={"ticket": ticket, **fields})


def test_a_submission_is_nobodys_until_its_address_is_proven(site: PublicSite) -> None:
    """Form → message → press → consent, file and a person whose id is the address."""
    answer = send(
        site,
        site.ticket(),
        email="Ann@Example.com",
        first_name="Ann",
        consent="yes",
        question="Miksi?",
    )
    assert answer.status_code == 200
    assert "ann@example.com" in answer.text
    submitted = site.events("Form Submitted", least=1)[0]
    assert submitted["id"].startswith("form:")
    assert submitted["properties"] == {
        "form": "guide",
        "interest": "guide",
        "campaign": "spring",
        "double_opt_in": True,
        "consent": True,
        "fields": ["email", "first_name", "question"],
    }
    assert site.events("Consent Given", "Form Confirmed") == []

    path = site.confirmation()
    asked = site.client.get(path)
    assert "data-submit-itself" in asked.text
    assert site.events("Consent Given", "Form Confirmed") == [], "opening the link changes nothing"

    thanks = site.client.post(path)
    assert thanks.status_code == 200
    confirmed = site.events("Form Confirmed", least=1)[0]
    assert confirmed["id"] == "ann@example.com"
    given = site.events("Consent Given", least=1)[0]
    assert given["person"] == confirmed["person"]
    person = int(confirmed["person"])
    row = site.workspace.control.consents.of(person)[0]
    assert (row.purpose, row.channel, row.basis, row.source) == (
        "marketing", "email", "consent", "form:guide",
    )  # fmt: skip
    assert row.text_version
    assert given["properties"]["text_version"] == row.text_version
    traits = site.workspace.control.traits.of(person)
    assert traits["first_name"] == "Ann"
    assert traits["question:guide"] == "Miksi?"
    assert "Miksi" not in str(site.events())
    assert "Ann" not in str([event["properties"] for event in site.events()])

    link = thanks.text.split('href="..')[2].split('"')[0]
    file = site.client.get(f"/p{link}")
    assert file.content == PDF
    assert file.headers["content-disposition"] == 'attachment; filename="opas.pdf"'
    downloaded = site.events("File Downloaded", least=1)[0]
    assert downloaded["id"] == "ann@example.com"


def test_a_known_customer_gets_the_submission_once_the_address_is_proven(site: PublicSite) -> None:
    """The import used customer numbers: the person with the address is that customer, not a new one."""
    customer = site.person("customer-17", email="ann@example.com")
    send(site, site.ticket(), email="ann@example.com", consent="yes")
    site.client.post(site.confirmation())
    confirmed = site.events("Form Confirmed", least=1)[0]
    assert confirmed["id"] == "customer-17"
    assert int(confirmed["person"]) == customer


def test_nobody_becomes_another_by_writing_their_address(site: PublicSite) -> None:
    """Without the press in the mailbox the customer is not touched, and the visitor stays who they were."""
    customer = site.person("customer-17", email="ann@example.com", first_name="Ann")
    send(site, site.ticket(), email="ann@example.com", first_name="Mallory", visitor="browser-1")
    submitted = site.events("Form Submitted", least=1)[0]
    assert submitted["id"] == "browser-1"
    assert int(submitted["person"]) != customer
    assert site.workspace.control.traits.of(customer)["first_name"] == "Ann"
    assert site.workspace.control.consents.of(customer) == []


def test_two_people_at_one_browser_stay_two(site: PublicSite) -> None:
    """The browser's id is the first one's; the second gets an id of the submission's own."""
    for email in ("ann@example.com", "bob@example.com"):
        send(site, site.ticket(), email=email, visitor="browser-1")
        site.client.post(site.confirmation())
        site.events("Form Confirmed", least=1 if email.startswith("ann") else 2)
    people = {event["id"]: event["person"] for event in site.events("Form Confirmed")}
    assert len(set(people.values())) == 2
    assert set(people) == {"ann@example.com", "bob@example.com"}


def test_a_form_sent_twice_is_one_submission(site: PublicSite) -> None:
    """The same page with the same address: one event, one message; a mended address is another."""
    ticket = site.ticket()
    for _ in range(3):
        assert send(site, ticket, email="ann@example.com").status_code == 200
    assert len(site.confirmations()) == 1
    assert send(site, ticket, email="anne@example.com").status_code == 200
    assert len(site.confirmations()) == 2
    site.events("Form Submitted", least=2)
    assert len(site.events("Form Submitted")) == 2


def test_a_press_on_an_old_link_does_not_give_back_a_consent_that_was_withdrawn(
    site: PublicSite,
) -> None:
    """The consent of a submission is given once."""
    send(site, site.ticket(), email="ann@example.com", consent="yes")
    path = site.confirmation()
    thanks = site.client.post(path)
    settings = next(
        part.split('"')[0]
        for part in thanks.text.split('href="..')
        if part.startswith("/preferences")
    )
    person = int(site.events("Form Confirmed", least=1)[0]["person"])
    site.client.post(f"/p{settings}", data={"do": "all-off"})
    assert site.client.post(path).status_code == 200
    held = site.workspace.control.consents.state([person], "marketing", "email")[person]
    assert not held.given


def test_machines_are_told_thanks_and_nothing_comes_of_it(site: PublicSite) -> None:
    """A filled trap, no ticket, a ticket of another page, or faster than anybody writes."""
    ticket = site.ticket()
    assert send(site, ticket, email="a@b.fi", website="http://spam").status_code == 200
    send(site, "", email="a@b.fi")
    send(site, ticket[:-3] + "abc", email="a@b.fi")
    fast = ticket_of(site.client.get("/p/form/guide").text)
    again = send(site, fast, email="a@b.fi")
    assert ticket_of(again.text) == fast, "a fast person need only press once more"
    assert site.events("Form Submitted") == []
    assert site.confirmations() == []


def test_one_recipient_gets_few_confirmations_and_one_address_few_forms(site: PublicSite) -> None:
    """Nobody's mailbox is filled by somebody else: at most four messages a day, twenty posts in ten minutes."""
    codes = []
    ticket = ""
    for number in range(24):
        if number % 5 == 0:
            ticket = site.ticket()
        codes.append(send(site, ticket, email="ann@example.com", visitor=f"v{number}").status_code)
    assert codes.count(200) == 20
    assert codes[-1] == 429
    for number in range(8):
        assert len(site.confirmations()) <= 4, number


def test_what_is_wrong_is_said_at_the_field_and_on_top_and_nothing_is_lost(
    site: PublicSite,
) -> None:
    """422, a summary that leads to the fields, and what was written still there, escaped."""
    answer = send(
        site, site.ticket(), email="ann@", first_name='"><script>alert(1)</script>', phone="abc"
    )
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'href="#phone"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert site.events("Form Submitted") == []


def test_the_language_is_the_forms_then_the_browsers_and_can_be_changed(site: PublicSite) -> None:
    """`?lang=` before all; the consent's version says which text was read."""
    client = site.client
    assert '<html lang="fi">' in client.get("/p/form/guide", headers={"Accept-Language": "fi"}).text
    english = client.get("/p/form/guide?lang=en&ref=abc", headers={"Accept-Language": "fi"}).text
    assert '<html lang="en">' in english
    assert "?ref=abc&amp;lang=fi" in english
    publish(site.workspace, "form", "guide", FORM + "language: en\n")
    assert '<html lang="en">' in client.get("/p/form/guide", headers={"Accept-Language": "fi"}).text


def test_a_form_without_double_opt_in_believes_at_once(site: PublicSite) -> None:
    """The address is the person; a customer with the same address is not touched."""
    customer = site.person("customer-17", email="ann@example.com")
    publish(site.workspace, "form", "guide", FORM + "double_opt_in: false\n")
    answer = send(site, site.ticket(), email="ann@example.com", consent="yes")
    assert "/file/" in answer.text
    confirmed = site.events("Form Confirmed", least=1)[0]
    assert confirmed["id"] == "ann@example.com"
    assert int(confirmed["person"]) != customer
    assert site.confirmations() == []
    assert len(site.events("Consent Given", least=1)) == 1


def test_a_form_is_framed_only_by_the_sites_it_names(site: PublicSite) -> None:
    """`embed` opens the page for those; all other pages refuse every frame."""
    plain = site.client.get("/p/form/guide").headers
    assert "frame-ancestors 'none'" in plain["content-security-policy"]
    assert plain["x-frame-options"] == "DENY"
    publish(site.workspace, "form", "guide", FORM + 'embed: ["https://kauppa.example/sivu"]\n')
    framed = site.client.get("/p/form/guide").headers
    assert "frame-ancestors https://kauppa.example" in framed["content-security-policy"]
    assert "/sivu" not in framed["content-security-policy"]
    assert "x-frame-options" not in framed


def test_a_closed_form_takes_nothing_and_its_confirmations_still_work(site: PublicSite) -> None:
    """Who was promised a file gets it."""
    send(site, site.ticket(), email="ann@example.com", consent="yes")
    site.workspace.outreach.close("form", "guide", who="test")
    assert site.client.get("/p/form/guide").status_code == 404
    assert site.client.post(site.confirmation()).status_code == 200


def test_a_friends_link_leads_to_the_form_and_the_friend_is_told_once(site: PublicSite) -> None:
    """Visit, submission, proof: then `Referral Made`; one's own link counts for nothing."""
    friend = site.person("friend", email="friend@example.com")
    code = site.workspace.control.referrals.code_of(friend)
    assert code == site.workspace.control.referrals.code_of(friend)
    landing = site.client.get(f"/p/r/{code}")
    assert landing.status_code == 303
    assert landing.headers["location"] == f"../form/guide?ref={code}"
    assert "httponly" in landing.headers["set-cookie"].lower()
    visited = site.events("Referral Visited", least=1)[0]
    assert visited["properties"] == {"form": "guide", "referrer": str(friend)}
    for email in ("new@example.com", "friend@example.com"):
        send(site, site.ticket(), email=email, ref=code)
        for _ in range(2):
            site.client.post(site.confirmation())
        site.events("Form Confirmed", least=1 if email.startswith("new") else 2)
    made = site.events("Referral Made", least=1)
    assert len(made) == 1
    assert int(made[0]["person"]) == friend


def test_who_asks_not_to_be_followed_gets_no_cookie(site: PublicSite) -> None:
    """Global Privacy Control: the code stays in the address alone."""
    code = site.workspace.control.referrals.code_of(site.person("friend"))
    landing = site.client.get(f"/p/r/{code}", headers={"Sec-GPC": "1"})
    assert landing.status_code == 303
    assert "set-cookie" not in landing.headers


def test_openings_are_counted_without_knowing_whose_and_machines_are_not(site: PublicSite) -> None:
    """A number per version and day; twenty an hour of one address; nothing is set in the browser."""
    phone = {"User-Agent": PHONE}
    answer = site.client.get("/p/form/guide", headers=phone)
    assert "set-cookie" not in answer.headers
    for other in ({"User-Agent": "Googlebot/2.1"}, {**phone, "Purpose": "prefetch"}):
        assert site.client.get("/p/form/guide", headers=other).status_code == 200
    assert site.client.head("/p/form/guide", headers=phone).status_code in (200, 405)
    publish(site.workspace, "form", "guide", FORM + "language: en\n")
    for _ in range(25):
        assert site.client.get("/p/form/guide", headers=phone).status_code == 200
    with site.workspace.control.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT form, version, times FROM form_openings ORDER BY version"
        ).all()
    assert [tuple(each) for each in rows] == [("guide", 1, 1), ("guide", 2, 19)]
    row = site.workspace.outreach.one("form", "guide", language="fi")
    assert (row["opened"], row["submitted_since"], row["confirmed_since"]) == (20, 0, 0)
    today = site.workspace.clock().astimezone(ZoneInfo("Europe/Helsinki")).date()
    assert row["opened_since"] == today.isoformat()


def test_what_the_address_says_of_campaign_and_hook_stays_with_the_submission(
    site: PublicSite,
) -> None:
    """Only what is on the list, short and no address of anybody's; the channel follows from it."""
    page = "/p/form/guide?utm_source=linkedin&utm_medium=paid_social&utm_campaign=kev%C3%A4t&hook=linkedin-2"
    page += f"&utm_term=anna@yritys.fi&utm_content={'x' * 101}&gclid=1&form=other&consent=true"
    ticket = site.ticket(page)
    answer = site.client.post(page, data={"ticket": ticket, "email": "ann@example.com"})
    assert answer.status_code == 200
    event = site.events("Form Submitted", least=1)[0]
    said = event["properties"]
    told = {name: said.get(name) for name in (*TAKEN, "form", "campaign", "consent")}
    assert told == {
        "utm_source": "linkedin",
        "utm_medium": "paid_social",
        "utm_campaign": "kevät",
        "utm_content": None,
        "utm_term": None,
        "hook": "linkedin-2",
        "form": "guide",
        "campaign": "spring",
        "consent": False,
    }
    assert event["channel"] == "paid_social"
    assert "gclid" not in said
    row = site.workspace.outreach.one("form", "guide", language="fi")
    assert (row["opened"], row["submitted"], row["submitted_since"]) == (1, 1, 1)
