"""What all public pages share: the workspace's stores, the addresses, the way events go in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from polku.delivery.links import Links
from polku.delivery.policy.facts import is_zone
from polku.delivery.receipts import Receipts
from polku.delivery.wants import Wants
from polku.errors import Language
from polku.http.guard import LOOPBACK, host_name
from polku.http.public.limits import Limits
from polku.http.public.tickets import Tickets

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.store.accept_log import AcceptLog


@dataclass(frozen=True)
class Somebody:
    """Whose page it is. `person` 0: a preview, of which nothing comes."""

    person: int
    language: Language | None = None
    zone: str = "Europe/Helsinki"
    email: str | None = None
    phone: str | None = None


class Site:
    """One for each application; all methods are safe from any thread. `wake` tells the delivery that
    something waits."""

    def __init__(
        self,
        workspace: Workspace,
        log: AcceptLog | None,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.workspace = workspace
        self.control = workspace.control
        self.settings = workspace.settings
        self.receipts = Receipts(workspace.control, workspace.clock, log)
        self.tickets = Tickets(workspace.control.link_key)
        self.limits = Limits()
        self.wants = Wants(workspace.control)
        self.wake = wake
        self._links = Links("", workspace.control.link_key)

    @property
    def links(self) -> Links:
        """The links that begin with the public address as it is set now."""
        base, links = (self.settings.public.url or "").rstrip("/"), self._links
        if links.base_url != base:
            self._links = links = Links(base, self.control.link_key)
        return links

    def now(self) -> datetime:
        """The present moment, aware."""
        return self.workspace.clock()

    def links_from(self, host: str, scheme: str) -> Links | None:
        """The links for messages. Without a public address in polku.toml only a visitor on this very
        machine gives one: a Host from elsewhere could lead people anywhere."""
        if self.links.base_url:
            return self.links
        if host_name(host) not in LOOPBACK:
            return None
        return Links(f"{scheme}://{host}", self.control.link_key)

    def person_of(self, identity: int) -> int:
        """The person that an identity belongs to now; 0 when there is none (any more)."""
        with self.control.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT person FROM identities WHERE identity = ?", (identity,)
            ).scalar()
        return 0 if found is None else int(found)

    def somebody(self, identity: int) -> Somebody:
        """The person a link was made for, with the traits that pages need."""
        person = self.person_of(identity) if identity else 0
        if not person:
            return Somebody(0, zone=self.settings.workspace.timezone)
        traits = self.control.traits.of(person)
        said = str(traits.get("language") or traits.get("locale") or "")[:2].lower()
        language: Language | None = "fi" if said == "fi" else "en" if said == "en" else None
        email = traits.get("email") or self._address_as_id(person)
        phone = traits.get("phone")
        zone = traits.get("timezone")
        return Somebody(
            person,
            language,
            zone if isinstance(zone, str) and is_zone(zone) else self.settings.workspace.timezone,
            email if isinstance(email, str) else None,
            phone if isinstance(phone, str) else None,
        )

    def _address_as_id(self, person: int) -> str | None:
        for identity in self.control.identities.of(person):
            if identity.kind == "user" and "@" in identity.value:
                return identity.value
        return None

    def stage_of(self, person: int) -> str | None:
        """The stage the person stands on; None on none."""
        with self.workspace.warehouse.read() as cursor:
            row = cursor.execute(
                """SELECT n.name FROM people p JOIN names n ON n.kind = 'stage' AND n.code = p.stage
                WHERE p.person = ?""",
                [person],
            ).fetchone()
        return None if row is None else str(row[0])
