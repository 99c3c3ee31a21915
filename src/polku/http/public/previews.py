"""The public pages of drafts, drawn for the team: a page that nothing comes of, whole in one text."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from polku.errors import Language
from polku.forms.model import Form
from polku.http.public.form import form_values
from polku.http.public.offer import offer_values
from polku.http.public.page import HERE, draw, paragraphs, words
from polku.offers.model import Offer
from polku.settings import Settings


def form_page(form: Form, language: Language, settings: Settings) -> str:
    """The page as a visitor meets it, before anything is written into it."""
    return _drawn(
        "form",
        language,
        settings,
        form.title.in_(language),
        action="",
        **form_values(form, language, None, note="", ticket="", ref=""),
    )


def thanks_page(form: Form, language: Language, settings: Settings) -> str:
    """The page that says thank you and gives what was promised."""
    t, said = words(language), form.thank_you
    asset = form.asset
    return _drawn(
        "message",
        language,
        settings,
        said.title.in_(language) if said.title else t["thanks_title"],
        text=paragraphs(said.text.in_(language)) if said.text else [t["thanks_text"]],
        file="#" if asset else "",
        file_label=asset.name.in_(language) if asset and asset.name else t["file_label"],
        next_url="#" if said.next else "",
        next_label=said.next.text.in_(language) if said.next else "",
        quiet="",
        settings="",
    )


def offer_page(
    offer: Offer, version: int, expires: datetime | None, language: Language, settings: Settings
) -> str:
    """The page as the first acceptor meets it. `expires`: of somebody to whom it was shown."""
    from zoneinfo import ZoneInfo

    from babel.dates import format_date

    t, until = words(language), ""
    if expires is not None:
        day = expires.astimezone(ZoneInfo(settings.workspace.timezone))
        written = format_date(day, "medium", locale="fi_FI" if language == "fi" else "en_GB")
        until = t["offer_expires"].replace("{date}", str(written))
    parties = [
        {"name": each.name.in_(language), "state": t["offer_waiting"]} for each in offer.acceptors
    ]
    first = offer.acceptors[0].name.in_(language)
    return _drawn(
        "offer",
        language,
        settings,
        offer.name.in_(language),
        action="",
        note="",
        parties=parties,
        choose=[],
        choose_title="",
        open=True,
        as_party=t["offer_as"].replace("{name}", first) if len(parties) > 1 else "",
        fault="",
        name="",
        expires=until,
        next_url="",
        next_label="",
        frozen=t["offer_frozen"].replace("{version}", str(version)),
        **offer_values(offer, language),
    )


def _drawn(
    template: str, language: Language, workspace: Settings, title: str, **values: object
) -> str:
    page = draw(
        template,
        language,
        workspace.company,
        workspace.workspace.name,
        title=title,
        other_language="#",
        **values,  # type: ignore[arg-type]  # of the template
    )
    html = bytes(page.body).decode("utf-8")
    # the frame it is shown in reads nothing from outside: the style stands in the page, the script is left out
    head, _, rest = html.partition('<link rel="stylesheet"')
    return f"{head}<style>{_style()}</style>{rest[rest.index('</script>') + len('</script>') :]}"


@cache
def _style() -> str:
    return (HERE / "style.css").read_text("utf-8")
