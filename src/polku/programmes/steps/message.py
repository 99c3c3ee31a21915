"""What steps that speak to people share: content by channel, purpose, intent. No step of its own."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from polku.journey.part import Key, Line, Part, Whole
from polku.journey.text import Text
from polku.programmes.choice import BLANK, LONG_BLANK, Address, LongText
from polku.programmes.steps.base import Frame

ChannelName = Literal["email", "push", "sms"]
CHANNELS: tuple[ChannelName, ...] = ("email", "push", "sms")
"""The order of preference when a step says none."""

Intent = Annotated[str, Field(pattern=r"^[\w.-]{1,130}$")]


class Email(Part):
    """An e-mail. `body` is Markdown, or MJML; subject, preheader, body and text may have Liquid."""

    subject: Text = BLANK
    preheader: Text | None = None
    body: LongText = LONG_BLANK
    text: LongText | None = Field(
        default=None, description="The plain text version; else it is made from the body"
    )
    sender: Line | None = Field(default=None, description='"Name <address>"; else of the settings')
    reply_to: Line | None = None


class Sms(Part):
    """A text message."""

    text: Text = BLANK


class Push(Part):
    """A web push notification."""

    title: Text = BLANK
    body: Text = BLANK
    url: Address | None = None


class Message(Part):
    """One message in as many channels as it has content for."""

    intent: Intent | None = Field(default=None, description="What it is about; else its own")
    intent_days: Whole | None = Field(
        default=None, description="The same intent reaches a person once in so many days"
    )
    purpose: Key | None = Field(default=None, description="Else the programme's")
    channels: tuple[ChannelName, ...] = Field(default=(), description="Order of preference")
    email: Email | None = None
    sms: Sms | None = None
    push: Push | None = None

    @property
    def ways(self) -> tuple[ChannelName, ...]:
        """The channels to try, the first one first: those that have content."""
        return tuple(
            name for name in self.channels or CHANNELS if getattr(self, name, None) is not None
        )


M = TypeVar("M", bound=Message)


def settled(message: M, key: str, frame: Frame) -> M:
    """The message with all that it left unsaid: intent, purpose, channels."""
    return message.model_copy(
        update={
            "intent": message.intent or f"{frame.programme}.{key}",
            "purpose": message.purpose or frame.purpose,
            "channels": message.ways,
        }
    )
