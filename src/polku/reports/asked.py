"""What is asked of a report: the filter that all share, and the report's own parameters."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from polku.conditions.properties import is_property


def _a_property(name: str) -> str:
    if not is_property(name.removeprefix("property.")):
        raise PydanticCustomError(
            "condition.bad-property", "not a name of a property: {name}", {"name": name}
        )
    return name


Key = Annotated[str, Field(min_length=1, max_length=200)]
StageKey = Annotated[Key, Field(json_schema_extra={"format": "stage"})]
EventName = Annotated[Key, Field(json_schema_extra={"format": "event"})]
ChannelName = Annotated[Key, Field(json_schema_extra={"format": "channel"})]
ProgrammeKey = Annotated[Key, Field(json_schema_extra={"format": "programme"})]
PropertyName = Annotated[Key, AfterValidator(_a_property)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
"""The years in which events can be; a page asks of the year 2 while somebody is typing 2026."""
Group = Annotated[
    str,
    Field(
        pattern=r"^(segment|persona|channel|device|product|property\..{1,200}):.{1,200}$",
        json_schema_extra={"format": "group"},
    ),
]
"""A group of people by one value: "segment:loyal", "device:mobile", "property.country:FI"."""
Dimension = Annotated[
    str,
    Field(
        pattern=r"^(channel|device|product|property\..{1,200})$",
        json_schema_extra={"format": "dimension"},
    ),
    AfterValidator(_a_property),
]
"""What people are told apart by; see `polku.analytics.person_groups`."""


class Asked(BaseModel):
    """The filter of every report; a report with parameters of its own adds them in a subclass.

    The answer is about people who belong to all that is named, and a cohort of whom entered (or events that
    happened) between `from` and `to`, both days in the workspace's zone and included.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    segment: Key | None = Field(default=None, description="People of this segment")
    persona: Key | None = Field(default=None, description="People of this persona's segment")
    channel: ChannelName | None = Field(default=None, description="People who came by this channel")
    device: Key | None = Field(default=None, description="People whose first known device this is")
    product: Key | None = Field(
        default=None, description="People whose first known product this is"
    )
    from_: Day | None = Field(default=None, alias="from", description="First day of the period")
    to: Day | None = Field(default=None, description="Last day of the period")
    compare: Annotated[str, Field(max_length=500)] | None = Field(
        default=None,
        description='"previous": the period before; or another group, such as "device:mobile"',
    )

    def written(self) -> dict[str, Any]:
        """What was asked, without what is as usual: ready for JSON and an address."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


FILTER = frozenset(Asked.model_fields)
