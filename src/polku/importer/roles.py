"""What each column is for, by its name (Finnish and English) and by its values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from polku.events.personal import Personal
from polku.importer.amounts import is_number
from polku.importer.times import AmbiguousDate, find_time_format

Role = Literal[
    "person", "time", "event", "revenue", "currency", "channel", "message_id", "anonymous",
    "property", "personal", "ignore",
    "date", "source", "medium", "campaign", "cost", "clicks", "impressions",  # of ad costs
]  # fmt: skip

# The surest names first; letters and digits only, the rest does not count.
_NAMES: dict[Role, tuple[str, ...]] = {
    "person": (
        "caseconceptname", "userid", "customerid", "asiakasid", "asiakasnumero", "asiakasnro",
        "asiakastunnus", "personid", "henkilöid", "contactid", "clientid", "memberid",
        "jäsennumero", "kayttajaid", "käyttäjäid", "käyttäjätunnus", "accountid", "profileid",
        "distinctid", "subscriberid", "customernumber", "customerno", "customer", "asiakas",
        "user", "person", "henkilö", "käyttäjä", "client", "member", "jäsen", "caseid", "case",
        "tapausid", "tapaus", "tilaajaid", "tilaaja",
    ),
    "anonymous": (
        "anonymous","anonymousid", "anonid", "visitorid", "kävijäid", "deviceid", "cookieid"),
    "time": (
        "timetimestamp", "timestamp", "aikaleima", "eventtime", "occurredat", "happenedat",
        "datetime", "tapahtumaaika", "ajankohta", "orderdate", "tilauspäivä", "tilauspvm",
        "tilauspäivämäärä", "ostopäivä", "ostopvm", "date", "päivämäärä", "paivamaara", "pvm",
        "päiväys", "päivä", "aika", "time", "createdat", "created", "luotu", "ts", "when",
    ),
    "event": (
        "conceptname", "eventname", "event", "tapahtuma", "tapahtumannimi", "activity",
        "aktiviteetti", "toiminto", "toimenpide", "action", "eventtype", "tapahtumatyyppi",
    ),
    "revenue": (
        "revenue", "amount", "ordertotal", "grandtotal", "total", "totalprice", "dollarvalue",
        "summa", "loppusumma", "yhteensä", "kokonaissumma", "liikevaihto", "myynti", "tuotto",
        "sum", "sales", "orderamount", "tilaussumma", "hinta", "price", "value", "arvo", "eur",
        "euroa",
    ),
    "currency": ("currency", "valuutta", "currencycode", "valuuttakoodi"),
    "channel": ("channel", "kanava", "casechannel", "marketingchannel", "utmmedium"),
    "message_id": (
        "messageid", "viestiid", "eventid", "tapahtumaid", "eventuuid", "insertid", "rowid",
    ),
}  # fmt: skip

_PERSONAL = frozenset(
    {
        "email", "emailaddress", "mail", "sähköposti", "sahkoposti", "sähköpostiosoite", "nimi",
        "etunimi", "sukunimi", "kokonimi", "asiakkaannimi", "customername", "fullname",
        "firstname", "lastname", "phone", "phonenumber", "mobile", "mobilephone", "puhelin",
        "puhelinnumero", "puh", "gsm", "matkapuhelin", "osoite", "katuosoite", "lähiosoite",
        "postiosoite", "address", "streetaddress", "street", "hetu", "henkilötunnus",
        "syntymäaika", "birthday", "birthdate", "dateofbirth", "ssn", "ip", "ipaddress",
    }
)  # fmt: skip

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")
_PHONE = re.compile(r"(?:\+|00)\d[\d ()-]{6,18}\d|0[45]\d[ -]\d[\d ]{4,9}")
_SOCIAL_ID = re.compile(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]")


@dataclass(frozen=True)
class Guess:
    """A column's proposed role, and how sure that is (0 … 1)."""

    role: Role
    confidence: float


def guess_roles(
    sample: Mapping[str, Sequence[str]], unnamed: frozenset[str], personal: Personal
) -> dict[str, Guess]:
    """The proposed role of every column. Each of the mapped roles goes to one column at most."""
    found: dict[str, Guess] = {}
    for role in _NAMES:
        best = _best(role, {c: v for c, v in sample.items() if c not in found}, personal)
        if best is not None:
            found[best[0]] = Guess(role, best[1])
    if not any(g.role in ("person", "anonymous") for g in found.values()):
        addresses = [c for c, v in sample.items() if c not in found and _share(_EMAIL, v) > 0.9]
        if addresses:
            found[addresses[0]] = Guess("person", 0.6)
    if not any(g.role == "time" for g in found.values()):
        times = [c for c, v in sample.items() if c not in found and _is_time(v, by_name=False)]
        if times:
            found[times[0]] = Guess("time", 0.5)
    for column, values in sample.items():
        if column not in found:
            found[column] = _rest(column, values, column in unnamed, personal)
    return {column: found[column] for column in sample}


def is_personal(column: str, values: Sequence[str], personal: Personal) -> bool:
    """Whether a column tells who a person is: by the settings, by its name or by its values."""
    return (
        personal.declares(column)
        or plain(column) in _PERSONAL
        or any(_share(form, values) > 0.6 for form in (_EMAIL, _PHONE, _SOCIAL_ID))
    )


_TRAITS = {
    "sähköposti": "email", "sahkoposti": "email", "sähköpostiosoite": "email", "mail": "email",
    "emailaddress": "email", "email": "email", "nimi": "name", "kokonimi": "name",
    "asiakkaannimi": "name", "fullname": "name", "customername": "name", "name": "name",
    "etunimi": "first_name", "firstname": "first_name", "sukunimi": "last_name",
    "lastname": "last_name", "puhelin": "phone", "puhelinnumero": "phone", "puh": "phone",
    "gsm": "phone", "matkapuhelin": "phone", "phonenumber": "phone", "mobile": "phone",
    "mobilephone": "phone", "phone": "phone",
}  # fmt: skip


def trait_key(column: str) -> str:
    """The trait a personal column is kept as: the usual name for it, so that people search finds it."""
    return _TRAITS.get(plain(column), column)


def plain(name: str) -> str:
    """A column's name without case, spaces and signs."""
    return re.sub(r"[\W_]", "", name.lower())


def _best(
    role: Role, sample: Mapping[str, Sequence[str]], personal: Personal
) -> tuple[str, float] | None:
    names = _NAMES[role]
    ranked: list[tuple[int, str]] = []
    for column, values in sample.items():
        name = plain(column)
        if name not in names or not _fits(role, values):
            continue
        if role not in ("person", "anonymous") and personal.declares(column):
            continue
        ranked.append((names.index(name), column))
    if not ranked:
        return None
    place, column = min(ranked)
    return column, round(0.97 - 0.3 * place / len(names), 2)


def _fits(role: Role, values: Sequence[str]) -> bool:
    filled = [v for v in values if v]
    if role == "time":
        return _is_time(values, by_name=True)
    if role == "revenue":
        return sum(map(is_number, filled)) >= 0.5 * len(filled)
    if role == "currency":
        return sum(bool(re.fullmatch(r"[A-Za-z]{3}|[€$£]", v)) for v in filled) > 0.8 * len(filled)
    if role == "message_id":
        return len(set(filled)) == len(values)
    if role == "event":
        return not filled or not all(map(is_number, filled))
    return True


def _is_time(values: Sequence[str], *, by_name: bool) -> bool:
    try:
        form = find_time_format(values)
    except AmbiguousDate:
        return True
    # a column of long numbers is a time only when its name says so
    return form is not None and (by_name or form.kind != "epoch")


def _share(form: re.Pattern[str], values: Sequence[str]) -> float:
    filled = [v for v in values if v]
    return sum(form.fullmatch(v) is not None for v in filled) / len(filled) if filled else 0.0


def _rest(column: str, values: Sequence[str], unnamed: bool, personal: Personal) -> Guess:
    if is_personal(column, values, personal):
        return Guess("personal", 0.95 if personal.declares(column) else 0.8)
    if unnamed and _counts_up(values):
        return Guess("ignore", 0.9)
    return Guess("property", 0.9)


def _counts_up(values: Sequence[str]) -> bool:
    """Whether the values only number the rows, as a table's index does when written out."""
    first = list(values[:50])
    return first in ([str(i) for i in range(start, start + len(first))] for start in (0, 1))
