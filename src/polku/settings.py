"""The settings of a workspace: what polku.toml says, and what holds when it says nothing."""

from __future__ import annotations

import difflib
import json
import os
import re
import textwrap
import tomllib
from email.utils import parseaddr
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import core_schema

from polku.errors import DocumentError, Language, Problem

FILE = "polku.toml"

PERSONAL = (
    *("email", "e_mail", "mail", "phone", "mobile", "name", "first_name", "firstName", "firstname"),
    *(
        "last_name",
        "lastName",
        "lastname",
        "full_name",
        "fullName",
        "username",
        "address",
        "street",
    ),
    *("email_address", "customer_email", "user_email", "contact_email", "customer_name"),
    *("user_name", "surname", "phone_number", "customer_phone", "mobile_phone", "mobile_number"),
    *("street_address", "ip_address", "birthday", "birthdate", "birth_date", "date_of_birth"),
    *("ssn", "ip", "sähköposti", "sahkoposti", "sähköpostiosoite", "sposti", "puhelin"),
    *("puhelinnumero", "puh", "gsm", "matkapuhelin", "etunimi", "sukunimi", "nimi", "kokonimi"),
    *("asiakkaan_nimi", "osoite", "katuosoite", "lähiosoite", "postiosoite", "hetu"),
    *("henkilötunnus", "syntymäaika"),
)
"""Properties that tell who a person is, unless polku.toml says otherwise."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(name) from None
    return name


def _letterbox(written: str) -> str:
    """One address, with or without a name before it: what stands here goes into the headers of messages."""
    address = parseaddr(written)[1]
    local, _, domain = address.rpartition("@")
    if written and not (local and domain and written.isprintable() and "," not in address):
        raise ValueError(written)
    return written


Zone = Annotated[str, AfterValidator(_zone)]
Letterbox = Annotated[str, AfterValidator(_letterbox)]
OneLine = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]
Size = Annotated[str, Field(pattern=r"^\d+(\.\d+)? ?([KMGT]i?B)$")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Secret(str):
    """A text that is never shown. "env:NAME" is read from the environment when it is used."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def reveal(self) -> str:
        """The secret itself; "" when the variable of the environment is not set."""
        return os.environ.get(self[4:], "") if self.startswith("env:") else str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(max_length=4000)
        )


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class WorkspaceSettings(_Section):
    """[workspace]: what it is called and how it speaks."""

    name: str = Field(default="Polku", min_length=1, max_length=200, examples=["Kauppa Oy"])
    language: Language = Field(default="fi", examples=["fi"])
    timezone: Zone = Field(default="Europe/Helsinki", examples=["Europe/Helsinki"])


class ImportSettings(_Section):
    """[import]: how files are read."""

    timezone: Zone = Field(default="UTC", examples=["Europe/Helsinki"])


class PrivacySettings(_Section):
    """[privacy]: what never reaches the warehouse."""

    personal_properties: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default=list(PERSONAL), max_length=1000, examples=[["email", "phone", "name"]]
    )


class ServerSettings(_Section):
    """[server]: where `polku serve` listens."""

    host: str = Field(default="127.0.0.1", min_length=1, max_length=255, examples=["127.0.0.1"])
    port: int = Field(default=8321, ge=0, le=65_535, examples=[8321])


class StoreSettings(_Section):
    """[store]: what the data may use."""

    memory_limit: Size = Field(default="1GB", examples=["1GB"])
    threads: int | None = Field(default=None, ge=1, le=1024, examples=[2])
    keep_log_days: int = Field(default=30, ge=7, le=36_500, examples=[30])


class PublicSettings(_Section):
    """[public]: the address that people outside open."""

    url: str | None = Field(
        default=None, pattern=r"^https?://[^\s/]+(/\S*)?$", examples=["https://polku.kauppa.fi"]
    )


class CompanySettings(_Section):
    """[company]: who writes; each message and public page says it."""

    name: OneLine = Field(default="", max_length=200, examples=["Kauppa Oy"])
    address: OneLine = Field(
        default="", max_length=500, examples=["Mannerheimintie 1, 00100 Helsinki"]
    )
    phone: OneLine = Field(default="", max_length=50, examples=["+358 9 1234 567"])
    email: Letterbox = Field(default="", max_length=254, examples=["asiakaspalvelu@kauppa.fi"])
    privacy_url: str = Field(
        default="",
        max_length=1000,
        pattern=r"^(https?://\S+)?$",
        examples=["https://kauppa.fi/tietosuoja"],
    )


class FilesSettings(_Section):
    """[files]: what is uploaded for forms and messages."""

    largest_mb: int = Field(default=10, ge=1, le=100, examples=[10])


class EmailSettings(_Section):
    """[email]: the SMTP server and the sender."""

    host: str = Field(default="", max_length=255, examples=["smtp.kauppa.fi"])
    port: int = Field(default=587, ge=1, le=65_535, examples=[587])
    tls: Literal["starttls", "tls", "none"] = Field(default="starttls", examples=["starttls"])
    user: str = Field(default="", max_length=255, examples=["polku"])
    password: Secret = Field(default=Secret(""), examples=["env:POLKU_SMTP_PASSWORD"])
    sender: Letterbox = Field(default="", max_length=320, examples=["Kauppa <posti@kauppa.fi>"])
    reply_to: Letterbox = Field(default="", max_length=320, examples=["asiakaspalvelu@kauppa.fi"])
    bounce_domain: str = Field(default="", max_length=255, examples=["bounce.kauppa.fi"])
    dkim_domain: str = Field(default="", max_length=255, examples=["kauppa.fi"])
    dkim_selector: str = Field(default="polku", max_length=63, examples=["polku"])
    dkim_key: str = Field(default="", max_length=1000, examples=["dkim.pem"])
    track_opens: bool = Field(default=True, examples=[True])
    track_clicks: bool = Field(default=True, examples=[True])
    per_second: float = Field(default=50, gt=0, le=100_000, examples=[50.0])


class SmsSettings(_Section):
    """[sms]: a Twilio-compatible service."""

    url: str = Field(
        default="https://api.twilio.com", max_length=1000, examples=["https://api.twilio.com"]
    )
    account: str = Field(default="", max_length=100, examples=["AC0123"])
    token: Secret = Field(default=Secret(""), examples=["env:POLKU_SMS_TOKEN"])
    sender: str = Field(default="", max_length=50, examples=["+358401234567"])


class PushSettings(_Section):
    """[push]: web push; the keys are made with the workspace."""

    subject: str = Field(default="", max_length=320, examples=["mailto:posti@kauppa.fi"])


class SlackSettings(_Section):
    """[slack]: where tasks and breaches are told."""

    webhook: Secret = Field(default=Secret(""), examples=["env:POLKU_SLACK_WEBHOOK"])


class WebhookSettings(_Section):
    """[webhook]: outgoing webhooks."""

    secret: Secret = Field(default=Secret(""), examples=["env:POLKU_WEBHOOK_SECRET"])
    allow_private: bool = Field(default=False, examples=[False])


class PolicySettings(_Section):
    """[policy]: what holds for every message of every programme."""

    quiet_from: Clock = Field(default="21:00", examples=["21:00"])
    quiet_to: Clock = Field(default="08:00", examples=["08:00"])
    most_per_day: int = Field(default=1, ge=0, le=1000, examples=[1])
    most_per_week: int = Field(default=4, ge=0, le=1000, examples=[4])
    hold_days: int = Field(default=7, ge=0, le=365, examples=[7])
    legitimate_interest: bool = Field(default=False, examples=[False])


class HoursSettings(_Section):
    """[hours]: when the sales answer; response targets run in these."""

    days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(
        default=["mon", "tue", "wed", "thu", "fri"], examples=[["mon", "tue", "wed", "thu", "fri"]]
    )
    open: Clock = Field(default="09:00", examples=["09:00"])
    close: Clock = Field(default="16:00", examples=["16:00"])
    holidays: str = Field(default="FI", pattern=r"^([A-Z]{2})?$", examples=["FI"])


class MoneySettings(_Section):
    """[money]: how revenue becomes margin, and what leads and customers may cost. Amounts are in major units
    of `currency`; events and spend in other currencies are left out of sums, and the report says so."""

    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$", examples=["EUR"])
    vat: float = Field(default=0.0, ge=0, le=100, examples=[25.5])
    margin: float | None = Field(default=None, ge=0, le=1, examples=[0.4])
    team_per_month: float = Field(default=0.0, ge=0, examples=[4500.0])
    lead: str = Field(default="", max_length=200, examples=["lead"])
    customer: str = Field(default="", max_length=200, examples=["customer"])
    lead_price: float | None = Field(default=None, ge=0, examples=[15.0])
    customer_price: float | None = Field(default=None, ge=0, examples=[60.0])
    customer_value: float | None = Field(default=None, ge=0, examples=[200.0])


class Settings(BaseModel):
    """All settings, section by section. `[import]` is `import_` here. A workspace has one, and everybody who holds it
    sees at once when polku.toml was changed on screen; a section itself never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    workspace: WorkspaceSettings = WorkspaceSettings()
    import_: ImportSettings = Field(default=ImportSettings(), alias="import")
    privacy: PrivacySettings = PrivacySettings()
    server: ServerSettings = ServerSettings()
    store: StoreSettings = StoreSettings()
    public: PublicSettings = PublicSettings()
    company: CompanySettings = CompanySettings()
    files: FilesSettings = FilesSettings()
    email: EmailSettings = EmailSettings()
    sms: SmsSettings = SmsSettings()
    push: PushSettings = PushSettings()
    slack: SlackSettings = SlackSettings()
    webhook: WebhookSettings = WebhookSettings()
    policy: PolicySettings = PolicySettings()
    hours: HoursSettings = HoursSettings()
    money: MoneySettings = MoneySettings()

    def become(self, other: Settings) -> None:
        """Says from now on what `other` says. Whoever keeps a section, or what was made of one, asks again."""
        self.__dict__.update(other.__dict__)


def load_settings(directory: Path) -> Settings:
    """The settings of the workspace in `directory`; the defaults when it has no polku.toml.

    Raises DocumentError with all problems.
    """
    try:
        text = (directory / FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        raise DocumentError(Problem("settings.not-utf8", FILE, {"byte": error.start})) from None
    return parse_settings(text)


def parse_settings(text: str, *, where: str = FILE) -> Settings:
    """The settings that a text in TOML gives. Raises DocumentError with all problems."""
    try:
        value = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        said = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(found[1]) if (found := re.search(r"at line (\d+)", str(error))) else 1
        raise DocumentError(
            Problem("settings.syntax", f"{where}:{line}", {"said": said, "line": line})
        ) from None
    try:
        return Settings.model_validate(value)
    except ValidationError as error:
        found_at = _lines(text)
        raise DocumentError(
            [_problem(item, where, found_at) for item in error.errors(include_url=False)]
        ) from None


def settings_text(name: str, language: Language) -> str:
    """A polku.toml for a new workspace, with a comment in `language` on each setting."""
    file = resources.files("polku") / "messages" / f"settings-{language}.txt"
    listed = textwrap.fill(json.dumps(PERSONAL, ensure_ascii=False)[1:-1], 90)
    personal = "[\n" + textwrap.indent(listed, "#   ") + "\n# ]"
    text = file.read_text("utf-8").replace("{personal}", personal)
    return text.replace('"{name}"', json.dumps(name, ensure_ascii=False))


@cache
def known_settings() -> dict[str, dict[str, Any]]:
    """Section → key → its default, as polku.toml would write them."""
    return {
        field.alias or section: {
            key: part.get_default() for key, part in _section(field.alias or section).items()
        }
        for section, field in Settings.model_fields.items()
    }


def _section(name: str) -> dict[str, Any]:
    for section, field in Settings.model_fields.items():
        if (field.alias or section) == name and field.annotation is not None:
            return dict(field.annotation.model_fields)
    return {}


def _problem(item: Any, where: str, found_at: dict[str, int]) -> Problem:
    path = [part for part in item["loc"] if isinstance(part, str)]
    key = ".".join(path)
    line = found_at.get(key, found_at.get(path[0], 0))
    place = f"{where}:{line} {key}" if line else f"{where} {key}"
    if item["type"] == "extra_forbidden":
        known = list(known_settings() if len(path) == 1 else _section(path[0]))
        near = difflib.get_close_matches(path[-1], known, 1, cutoff=0.6)
        code = "settings.unknown-section" if len(path) == 1 else "settings.unknown-key"
        listed = ", ".join([*near, *(one for one in known if one not in near)])
        return Problem(code, place, {"key": path[-1], "known": listed, "line": line})
    given = json.dumps(item["input"], ensure_ascii=False, default=str)[:80]
    if len(path) == 1:
        return Problem("settings.not-section", place, {"key": key, "given": given, "line": line})
    example = json.dumps(_section(path[0])[path[1]].examples[0], ensure_ascii=False)
    params = {"key": path[-1], "given": given, "example": example, "line": line}
    return Problem("settings.bad-value", place, params)


def _lines(text: str) -> dict[str, int]:
    """The line of each section and of each key, when they are written one on a line."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            section = header[1]
            found.setdefault(section, number)
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            found.setdefault(f"{section}.{key[1]}".strip("."), number)
    return found
