"""What the texts of a message ask of Liquid is read from its tags alone."""

from __future__ import annotations

from typing import Any

import pytest

from polku.conditions.person import Meanings
from polku.delivery.membership import Membership
from polku.programmes.mentions import EVERY, asks_history, segments_asked, segments_in
from polku.programmes.steps.send import Send
from polku.programmes.steps.webhook import Webhook
from tests.unit.rendering import NOW, job


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Our segments are {{ person.first_name }}", set()),
        ("{% if person.segments contains 'vip' %}a{% endif %}", {"vip"}),
        ('{% if person.segments contains "vip" or person.segments  contains \'new\' %}', {"vip", "new"}),
        ("{% unless person.segments contains 'vip' %}a{% endunless %}", {"vip"}),
        ("{% assign s = person.segments %}", {EVERY}),
        ("{{ person.segments | join: ', ' }}", {EVERY}),
        ("{% if person.segments contains trait.plan %}", {EVERY}),
        ("{% if person['segments'] contains 'vip' %}", {EVERY}),
        ("{% if person.segments contains 'vip' and person.segments.size > 1 %}", {"vip", EVERY}),
    ],
)  # fmt: skip
def test_segments_are_found_in_tags(text: str, keys: set[str]) -> None:
    assert segments_in(text) == keys


def test_every_text_of_a_step_is_read() -> None:
    asks = "{% if person.segments contains 'KEY' %}"
    message = {
        "email": {"subject": "A", "body": {"fi": asks.replace("KEY", "a"), "en": asks.replace("KEY", "b")}},
        "sms": {"text": asks.replace("KEY", "c")},
        "push": {"title": "A", "body": "history.orders"},
    }  # fmt: skip
    step = Send.model_validate(message)
    assert segments_asked(step) == {"a", "b", "c"}
    assert not asks_history(step)
    hook = {"url": "https://a.example/x", "body": {"n": ["{{ history.orders }}", asks]}}
    assert asks_history(Webhook.model_validate(hook))
    assert segments_asked(Webhook.model_validate(hook)) == {"KEY"}


def test_nothing_is_looked_up_for_messages_that_name_no_segment() -> None:
    """There is no warehouse here, and nobody to say what segments mean."""

    def meanings() -> Meanings:
        raise AssertionError("asked in vain")

    step = Send.model_validate({"email": {"subject": "Our segments", "body": "{{ today }}"}})
    jobs = [job(step)]
    nowhere: Any = None
    assert Membership(nowhere, meanings).known(jobs, NOW) == jobs
