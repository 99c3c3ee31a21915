"""The message that asks to confirm a form: built in, for it must never be forgotten."""

from __future__ import annotations

from typing import Any

from polku.errors import Language
from polku.forms.model import Form

_WORDS = {
    "fi": (
        "Vahvista sähköpostiosoitteesi: {name}",
        "Paina linkkiä, niin pääset eteenpäin.",
        "Hei!\n\nKiitos, että täytit lomakkeen: {name}. Vahvista vielä, että osoite on sinun.\n\n"
        "[Vahvistan osoitteeni]({{{{ links.confirm }}}})\n\n"
        "Linkki toimii {days} päivää. Jos et täyttänyt lomaketta, voit jättää tämän viestin huomiotta: "
        "emme lähetä sinulle muuta.",
    ),
    "en": (
        "Please confirm your e-mail address: {name}",
        "Press the link to go on.",
        "Hello!\n\nThank you for filling in the form: {name}. Please confirm that the address is yours.\n\n"
        "[I confirm my address]({{{{ links.confirm }}}})\n\n"
        "The link works for {days} days. If you did not fill in the form, you may pass over this message: "
        "we will send you nothing else.",
    ),
}


def confirmation(form: Form, language: Language) -> dict[str, Any]:
    """What stands under `send` in a programme: the e-mail with `{{ links.confirm }}`, in one language."""
    subject, preheader, body = _WORDS[language]
    # a name with signs of Liquid or Markdown stays a name
    name = "".join(c for c in form.name.in_(language) if c not in "{}[]<>`*\n")
    values = {"name": name, "days": form.confirm_days}
    return {
        "email": {
            "subject": subject.format(**values),
            "preheader": preheader,
            "body": body.format(**values),
        }
    }
