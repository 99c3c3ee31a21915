from __future__ import annotations

from collections.abc import Iterator

from polku.errors import Language
from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.message import Email
from polku.programmes.steps.send import Send
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import messages


def letters(programme: Programme, known: Known) -> Iterator[Finding]:
    """What a reader, a filter and the law would say of each e-mail, in each language it is written in."""
    told: set[str] = set()
    for placed, message in messages(programme):
        email = message.email
        if email is None or not email.body.in_("fi").strip():
            continue
        for language in _languages(email):
            found = known.check_letter(
                email,
                language,
                purpose=message.purpose or programme.purpose,
                address=known.address,
                extra=not isinstance(message, Send),
            )
            for one in found:
                if one.where == "":  # of the company, not of this message: mended once for all
                    if one.code in told:
                        continue
                    told.add(one.code)
                path = (*placed.body_path, "email", *([one.where] if one.where else []))
                params = {**one.params, "language": language}
                yield Finding(one.code, path, params, one.level, placed.step.key)


def _languages(email: Email) -> list[Language]:
    """The languages that it is written in; one when both say the same."""
    fi, en = email.body.fi, email.body.en
    if fi is not None and en is not None and fi != en:
        return ["fi", "en"]
    return ["fi"] if fi is not None else ["en"]
