"""`Renderer`: a job → what a channel is handed."""

from __future__ import annotations

import re
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from polku.channels.content import EmailContent, PushContent, SmsContent
from polku.clock import Clock
from polku.delivery.job import Job
from polku.delivery.links import Links
from polku.delivery.render.asking import answers_mjml, offer_mjml
from polku.delivery.render.environment import RenderRefused, compiled, filled
from polku.delivery.render.finish import (
    Address,
    Tracked,
    finish_html,
    finish_text,
    safe_address,
    with_opening,
)
from polku.delivery.render.letter import letter, own_text
from polku.delivery.render.values import LinkValues, Sources, values_of
from polku.delivery.render.words import words
from polku.delivery.verp import mail_word, return_path
from polku.errors import Language, Problem
from polku.settings import Settings
from polku.store.control import Control

Content = EmailContent | SmsContent | PushContent

_LONGEST_SUBJECT = 250
_LONGEST_SMS = 1_600  # characters: what Twilio takes, ten parts
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\]+")
# what holds words, buttons and pictures, and is nothing by itself
_FORM = re.compile(
    r"</?(?:mj-(?:section|column|raw|text|spacer|divider|wrapper|group)|p|br)\b[^>]*>|<!--.*?-->|^-{3,}$",
    re.S | re.M,
)
_NOT_FEEDBACK = re.compile(r"[^\w.-]+")


class Renderer:
    """One for a workspace; methods are safe from any thread.

    Everything it raises is RenderRefused: then the message is not sent.
    """

    def __init__(self, settings: Settings, links: Links, control: Control, clock: Clock) -> None:
        self._sources = Sources(settings, links, control, clock)
        self._email = settings.email
        self._apart = frozenset({settings.company.privacy_url})

    def render(self, channel: str, job: Job) -> Content:
        """The content for a channel: "email", "sms" or "push"."""
        return self._content(channel, job, inert=False)

    def render_test(self, channel: str, job: Job) -> Content:
        """The same as a test: its subject marked, its links without effect, nothing counted."""
        return self._content(channel, job, inert=True)

    def preview(self, job: Job) -> dict[str, dict[str, str]]:
        """Every channel the step has a text for, as its receiver would see it: {"email": {"subject",
        "html", "text", "sender", "preheader"}, "sms": {"text"}, "push": {"title", "body", "url"}}."""
        found: dict[str, dict[str, str]] = {}
        for channel in ("email", "sms", "push"):
            if getattr(job.step, channel, None) is None:
                continue
            content = self._content(channel, job, inert=True, mark=False)
            if isinstance(content, EmailContent):
                found[channel] = {
                    "subject": content.subject,
                    "html": content.html,
                    "text": content.text,
                    "sender": content.sender,
                    "preheader": content.preheader,
                }
            elif isinstance(content, SmsContent):
                found[channel] = {"text": content.text}
            else:
                found[channel] = {
                    "title": content.title,
                    "body": content.body,
                    "url": content.url,
                }
        return found

    def _content(self, channel: str, job: Job, *, inert: bool, mark: bool = True) -> Content:
        written = getattr(job.step, channel, None)
        if written is None:
            params = {"node": job.delivery.node, "channel": channel}
            raise RenderRefused(Problem("render.no-text", job.delivery.node, params))
        values = values_of(self._sources, job, channel, inert=inert)
        test = f"{words(job.receiver.language)['test']} " if inert and mark else ""
        if channel == "email":
            return self._letter(job, written, values, test, inert=inert)
        if channel == "sms":
            return _sms(job, written, values, test)
        return self._push(job, written, values, test)

    def _letter(
        self, job: Job, written: Any, values: dict[str, object], test: str, *, inert: bool
    ) -> EmailContent:
        language, delivery = job.receiver.language, job.delivery
        sender = _sender(written.sender or self._email.sender)
        reply_to = written.reply_to or self._email.reply_to
        subject = _line(filled(written.subject.in_(language), values), "subject")
        values["subject"] = subject
        values["preheader"] = (
            _BREAKS.sub(" ", filled(written.preheader.in_(language), values)).strip()
            if written.preheader
            else ""
        )
        body = written.body.in_(language)
        extra = _extra(job, body, language)
        if not body.strip() and not extra:
            raise RenderRefused(Problem("render.empty", "", {"part": "body"}))
        compiled(body)  # a mistake is told by the line its author wrote
        if not extra and "{%" in body and not _FORM.sub("", filled(body, values)).strip():
            raise RenderRefused(Problem("render.nothing-shown"))
        template = letter(body, language, extra)
        links = self._sources.links
        address: Address = (
            Tracked(links, delivery.id, self._apart)
            if self._email.track_clicks and not inert and links.base_url
            else safe_address
        )
        html = finish_html(_filled(template.html, body, values, html=True), address)
        own = written.text.in_(language) if written.text else ""
        plain = own_text(own, language) if own.strip() else template.text
        text = finish_text(_filled(plain, own or body, values, html=False), address)
        if self._email.track_opens and not inert and links.base_url:
            html = with_opening(html, links, delivery.id)
        from_address = parseaddr(sender)[1]
        links_of = values["links"]
        unsubscribe = links_of.unsubscribe() if isinstance(links_of, LinkValues) else None
        return EmailContent(
            subject=f"{test}{subject}",
            html=html,
            text=text,
            sender=sender,
            reply_to=_sender(reply_to) if reply_to else None,
            return_path=return_path(delivery.id, self._email.bounce_domain, links.key)
            if self._email.bounce_domain and not inert
            else from_address,
            unsubscribe=None if inert else unsubscribe,
            language=language,
            preheader=str(values["preheader"]),
            message_id=""
            if inert
            else f"{mail_word(delivery.id, links.key)}@{from_address.rpartition('@')[2]}",
            feedback=":".join(
                _NOT_FEEDBACK.sub("-", part) or "-"
                for part in (delivery.programme, delivery.intent, delivery.purpose)
            ),
        )

    def _push(self, job: Job, written: Any, values: dict[str, object], test: str) -> PushContent:
        language = job.receiver.language
        title = _line(filled(written.title.in_(language), values), "title")
        body = filled(written.body.in_(language), values).strip()
        where = written.url or _own_link(job) or ""
        url = safe_address(filled(where, values)) or self._sources.links.base_url
        return PushContent(title=f"{test}{title}", body=body, url=url)


def _sms(job: Job, written: Any, values: dict[str, object], test: str) -> SmsContent:
    source = written.text.in_(job.receiver.language)
    own = _own_link(job)
    if own and own.strip("{ }") not in source:
        source = f"{source} {own}"
    text = " ".join(filled(source, values).split(" ")).strip()
    if not text:
        raise RenderRefused(Problem("render.empty", "", {"part": "text"}))
    return SmsContent(text=f"{test}{text}"[:_LONGEST_SMS])


def _own_link(job: Job) -> str | None:
    """The page that a survey or an offer is about."""
    if getattr(job.step, "survey_kind", None):
        return "{{ links.survey }}"
    return "{{ offer.url }}" if getattr(job.step, "offer", None) else None


def _extra(job: Job, body: str, language: Language) -> str:
    """What a survey or an offer adds, unless its author put the links in place."""
    kind = getattr(job.step, "survey_kind", None)
    if kind and "links.survey" not in body and "links.answer_" not in body:
        return answers_mjml(kind, language, job.step.question.in_(language))
    if getattr(job.step, "offer", None) and "offer.url" not in body:
        return offer_mjml(language)
    return ""


def _filled(template: str, written: str, values: dict[str, object], *, html: bool) -> str:
    try:
        return filled(template, values, html=html)
    except RenderRefused:
        filled(written, values)  # says the line of what the author wrote, when it is theirs
        raise


def _line(text: str, part: str) -> str:
    line = re.sub(" +", " ", _BREAKS.sub(" ", text)).strip()[:_LONGEST_SUBJECT]
    if not line:
        raise RenderRefused(Problem("render.empty", "", {"part": part}))
    return line


@lru_cache(maxsize=256)
def _sender(written: str) -> str:
    if not written:
        raise RenderRefused(Problem("render.no-sender"))
    if _BREAKS.search(written) or not _ADDRESS.fullmatch(parseaddr(written)[1]):
        raise RenderRefused(Problem("render.bad-sender", "", {"what": written[:80]}))
    return written
