"""The bodies of the settings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from polku.http.shapes.parts import Body

Said = Annotated[str, Field(max_length=10_000)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Part(Body):
    """A section of polku.toml, as far as it can be changed on screen. What is said here polku.toml takes or refuses."""

    model_config = ConfigDict(extra="forbid", strict=True)


class WorkspacePart(Part):
    """What it is called and how it speaks."""

    name: Said
    language: Literal["fi", "en"]
    timezone: Said


class CompanyPart(Part):
    """Who writes."""

    name: Said
    address: Said
    phone: Said
    email: Said
    privacy_url: Said


class PublicPart(Part):
    """Where people outside reach the server."""

    url: Said | None


class EmailPart(Part):
    """The sender."""

    sender: Said
    reply_to: Said


class PolicyPart(Part):
    """When and how often people may be written to."""

    quiet_from: Said
    quiet_to: Said
    most_per_day: int
    most_per_week: int


class HoursPart(Part):
    """When the sales answer."""

    days: Annotated[list[Day], Field(max_length=7)]
    open: Said
    close: Said
    holidays: Said


class SettingsValues(Body):
    """All of them, section by section."""

    workspace: WorkspacePart
    company: CompanyPart
    public: PublicPart
    email: EmailPart
    policy: PolicyPart
    hours: HoursPart


class SettingsBody(Body):
    """`GET /api/settings`. `edition` marks the text of polku.toml; `host` is the mail server, set there alone."""

    edition: str
    values: SettingsValues
    host: str


class TestMail(Body):
    """`POST /api/settings/test`: an own address."""

    address: Said


class SaveSettings(Body):
    """`PUT /api/settings`."""

    edition: Said
    values: SettingsValues
