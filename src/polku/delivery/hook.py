"""The body of a webhook: what the step says, its texts filled in as templates."""

from __future__ import annotations

from typing import Any

from polku.channels.content import WebhookContent
from polku.clock import Clock
from polku.delivery.job import Job
from polku.delivery.links import Links
from polku.errors import Problem
from polku.settings import Settings
from polku.store.control import Control


class HookRenderer:
    """Renders `webhook` steps; a step without a body tells who came to which step, by number."""

    def __init__(self, settings: Settings, links: Links, control: Control, clock: Clock) -> None:
        self._made_of = (settings, links, control, clock)

    def render(self, channel: str, job: Job) -> WebhookContent:
        """Raises RenderRefused when a text of the body is no template."""
        from polku.delivery.render.environment import RenderRefused, filled
        from polku.delivery.render.values import Sources, values_of

        values = values_of(Sources(*self._made_of), job, channel, inert=False)

        def fill(given: Any) -> Any:
            if isinstance(given, str):
                return filled(given, values)
            if isinstance(given, dict):
                return {str(key): fill(value) for key, value in given.items()}
            return [fill(value) for value in given] if isinstance(given, list) else given

        try:
            body = fill(job.step.body)
        except RecursionError:
            raise RenderRefused(Problem("render.too-deep")) from None
        if body is None:
            body = {
                "programme": job.delivery.programme,
                "version": job.delivery.version,
                "node": job.delivery.node,
                "person": str(job.receiver.person),
            }
        return WebhookContent(body=body if isinstance(body, dict) else {"value": body})
