"""The only place that wires things together: a workspace folder with its stores, journey and fold."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from polku import views
from polku.clock import Clock, as_naive_utc, system_clock
from polku.documents import DATA, JOURNEY, journey_text
from polku.errors import DocumentError, NotFound, PolkuError, Problem
from polku.folding import (
    bring_up_to_date,
    bring_within,
    compact_when_it_pays,
    fold_everybody,
    fold_of_moment,
)
from polku.settings import Settings, load_settings
from polku.stages.compile import CompiledStages, compile_stages
from polku.store.accept_log import AcceptLog
from polku.store.control import Control
from polku.store.mover import Mover, offset_of
from polku.store.warehouse import Warehouse
from polku.table import Table, iso

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from polku.care import Care, Workplace
    from polku.care.files import Files
    from polku.care.outreach import Outreach
    from polku.care.records import Records
    from polku.care.tasks import Tasks
    from polku.care.voices import Voices
    from polku.care.world import Worlds
    from polku.conditions.person import Meanings
    from polku.delivery.inbound import Inbound
    from polku.delivery.receipts import Receipts
    from polku.delivery.worker import Worker
    from polku.demo import DemoData
    from polku.engine.programme import World
    from polku.engine.tick import Ticked
    from polku.improve import Improve
    from polku.journey import Loaded
    from polku.reports.reports import Reports
    from polku.segments.segments import Segments
    from polku.store.mover import Moved
    from polku.store.write import Write
    from polku.studio import Studio
    from polku.studio.comments import TeamComments
    from polku.studio.content import Content
    from polku.studio.team import Team


class Workspace:
    """A workspace that this process owns. Open it with `polku.open` or `Workspace.open`."""

    def __init__(
        self,
        directory: Path,
        settings: Settings,
        control: Control,
        warehouse: Warehouse,
        clock: Clock,
    ) -> None:
        self.directory = directory
        self.settings = settings
        self.control = control
        self.warehouse = warehouse
        self.clock = clock
        self._folding = threading.RLock()
        self._publishing = threading.RLock()
        self._looked: datetime | None = None  # when a tick found nothing to do
        self.accept_log: AcceptLog | None = None  # the running server's
        self.settle: Callable[[], None] = self._move_accepted  # until what was accepted is stored
        self.on_outbox: Callable[[], None] = lambda: None  # after a tick that added to the outbox
        self._document: tuple[tuple[int, int], Loaded] | None = None
        self._document_lock = threading.Lock()

    @classmethod
    def open(cls, directory: str | Path, clock: Clock = system_clock) -> Workspace:
        """Open the stores of `directory`.

        Raises NotFound when it is no workspace, DocumentError for polku.toml or journey.yaml,
        StoreLocked when another process owns the warehouse.
        """
        directory = Path(directory)
        if not (directory / JOURNEY).is_file():
            raise NotFound(Problem("store.missing", str(directory), {"path": directory}))
        settings = load_settings(directory)
        data = directory / DATA
        data.mkdir(exist_ok=True)
        data.chmod(0o700)  # uploads and rejects name people too: for the owner's eyes
        warehouse = Warehouse.open(
            data / "warehouse.duckdb",
            memory_limit=settings.store.memory_limit,
            threads=settings.store.threads,
        )
        try:
            control = Control.open(data / "control.db", clock=clock)
        except BaseException:
            warehouse.close()
            raise
        workspace = cls(directory, settings, control, warehouse, clock)
        workspace._move_accepted()
        return workspace

    def _move_accepted(self) -> None:
        """Take in what a server accepted and was stopped before storing: it was acknowledged."""
        log = AcceptLog(self.control.db, moved_to=offset_of(self.warehouse))
        try:
            if log.lag:
                mover = Mover(log, self.warehouse, self.control, clock=self.clock)
                while mover.move():
                    pass
        finally:
            log.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the stores; a write under way is finished first."""
        self.warehouse.close()
        self.control.close()

    # The journey -----------------------------------------------------------------------------

    @property
    def journey(self) -> Loaded:
        """The document as it stands in the folder now; read again only when the file has changed.

        Raises DocumentError when it is not valid or not there.
        """
        from polku.journey import load_journey

        try:
            stat = (self.directory / JOURNEY).stat()
        except FileNotFoundError:
            journey_text(self.directory)  # says what is wrong
            raise
        mark = (stat.st_mtime_ns, stat.st_size)
        with self._document_lock:
            if self._document is None or self._document[0] != mark:
                self._document = (mark, load_journey(journey_text(self.directory)))
            return self._document[1]

    def _compiled(self) -> CompiledStages:
        return compile_stages(self.journey.journey)

    @property
    def version(self) -> str:
        """Changes whenever data, fold or document do: what is computed from them is keyed by it."""
        return f"{self.journey.journey.hash}:{self.warehouse.version}"

    # The fold --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring the stored fold up to this moment: a changed document, new events, timed rules that are due."""
        with self._folding:
            compiled, now = self._compiled(), as_naive_utc(self.clock())
            bring_up_to_date(self.warehouse, compiled, now)

    def beat(self) -> None:
        """What a server does every second: fold and tick, and compact when the tail has grown."""
        self.tick()
        if self.control.tasks.breaching(self.clock()) and self.tasks.alert():
            self.on_outbox()
        self.compact()

    def compact(self) -> None:
        """Move the tail into the clustered base when it has grown so large that questions get slow."""
        compact_when_it_pays(self.warehouse)

    @contextmanager
    def _fold(self, as_of: datetime | None) -> Iterator[tuple[DuckDBPyConnection, views.Fold]]:
        """A reading cursor and the fold of a moment: the stored one for now, else one made for the asker."""
        if as_of is None:
            self.refresh()
            with self.warehouse.read() as con:
                yield con, views.Fold(as_naive_utc(self.clock()))
            return
        with fold_of_moment(self.warehouse, self._compiled(), as_naive_utc(as_of)) as asked:
            yield asked

    # Care programmes -------------------------------------------------------------------------

    @property
    def outreach(self) -> Outreach:
        """What a team does with forms and offers."""
        from polku.care.outreach import Outreach

        return Outreach(self.directory, self.control, self.settings, self.warehouse, self.clock)

    @property
    def files(self) -> Files:
        """What forms promise, and the pictures of messages."""
        from polku.care.files import Files

        return Files(self.directory, self.control, self.settings)

    @cached_property
    def care(self) -> Care:
        """What a team does with care programmes."""
        from polku.care import Care

        return Care(self._workplace)

    @cached_property
    def _workplace(self) -> Workplace:
        from polku.care import Workplace

        return Workplace(
            directory=self.directory,
            control=self.control,
            warehouse=self.warehouse,
            settings=self.settings,
            clock=self.clock,
            journey=lambda: self.journey,
            world=self.world,
            bring=self.tick,
            still=self._folding,
            turn=self._publishing,
        )

    @cached_property
    def reports(self) -> Reports:
        """What is asked of the numbers."""
        from polku.reports.reports import Reports

        return Reports(self._workplace, self.refresh)

    @cached_property
    def studio(self) -> Studio:
        """What a team does with journeys."""
        from polku.studio import Studio

        return Studio(self._workplace, self.reports)

    @cached_property
    def content(self) -> Content:
        """The content plan, the script and the market of journeys, beside the numbers."""
        from polku.studio.content import Content

        return Content(self._workplace, self.reports)

    @cached_property
    def improve(self) -> Improve:
        """What makes the journey better: ideas, experiments, decisions, reviews."""
        from polku.improve import Improve

        return Improve(self._workplace, self.reports, self._running, self._reviewed)

    def _running(self) -> str:
        """The key of the running journey."""
        return self.studio.running()

    def _reviewed(self, journey: str, day: date, who: str) -> None:
        """Writes the day of a review into the journey."""
        self.studio.reviewed(journey, day, who=who)

    @cached_property
    def segments(self) -> Segments:
        """Saved conditions of people."""
        from polku.segments.segments import Segments

        return Segments(
            self.control,
            self.warehouse,
            self.settings,
            self.clock,
            journey=lambda: self.journey,
            refresh=self.refresh,
        )

    @cached_property
    def records(self) -> Records:
        """What is kept of people and messages."""
        from polku.care.records import Records

        return Records(
            self.control,
            self.warehouse,
            self.settings,
            receipts=self._receipts,
            settle=self.settle,
            wake=self.on_outbox,
        )

    @cached_property
    def voices(self) -> Voices:
        """What people say and show of us, and whether we may show it on."""
        from polku.care.voices import Voices

        return Voices(self._workplace, self._receipts, self.settle)

    @property
    def team(self) -> Team:
        """Who works here."""
        from polku.studio.team import Team

        return Team(self.control, self.clock)

    @property
    def comments(self) -> TeamComments:
        """What the team says about places of documents."""
        from polku.studio.comments import TeamComments

        return TeamComments(self.control)

    @property
    def tasks(self) -> Tasks:
        """The tasks of the team."""
        from polku.care.tasks import Tasks

        return Tasks(self.control, self.warehouse, self.settings, self.clock, self._receipts)

    @property
    def _receipts(self) -> Receipts:
        from polku.delivery.receipts import Receipts

        return Receipts(self.control, self.clock, self.accept_log)

    def take_mail(self, raw: bytes) -> Inbound:
        """Mail that came back, as the mail server got it: a bounce, a complaint, a receipt.

        Raises RequestRefused (`mail.not-a-message`).
        """
        from polku.delivery.inbound import InboundMail

        taken = InboundMail(self.control, self._receipts, self.clock).take(raw)
        if self.accept_log is None:
            self.settle()  # nobody else moves what was accepted
        return taken

    def world(self) -> World:
        """What conditions and waits need besides events: the zone, segments and personas."""
        return self._worlds(self.journey.journey)

    @cached_property
    def _worlds(self) -> Worlds:
        from polku.care.world import Worlds

        return Worlds(self.settings, self.control)

    def tick(self) -> Ticked:
        """Bring stages and programmes up to this moment: one transaction for both when a few people moved,
        and none when nothing has happened."""
        from polku.engine import tick as engine

        with self._folding:
            compiled, now = self._compiled(), as_naive_utc(self.clock())
            programmes = self.care.live()
            if not programmes:
                bring_up_to_date(self.warehouse, compiled, now)
                return engine.NOTHING
            done: list[Ticked] = []
            around = self.world()

            def run(tx: Write) -> None:
                done.append(engine.tick(tx, programmes, now, around, looked=self._looked))

            if not bring_up_to_date(self.warehouse, compiled, now, run):
                with self.warehouse.read() as con:
                    idle = engine.idle(con, programmes, now)
                if idle:
                    self._looked = now
                    return engine.NOTHING
                with self.warehouse.write() as tx:
                    run(tx)
            if done[0].messages:
                self.on_outbox()
            return done[0]

    def follow(self, tx: Write, moved: Moved) -> Callable[[], None] | None:
        """What new events set off, in their own transaction: a fold when programmes look at stages, and a
        tick. Events that no programme asks for set off nothing: the next beat folds them.

        None: there are no programmes, or the document is not valid just now.
        """
        from polku.care.asking import asks_anything, asks_fold
        from polku.engine import tick as engine

        try:
            stages, programmes, around = self._compiled(), self.care.live(), self.world()
        except DocumentError:  # the heart says so, and folds when it is mended
            return None
        if not programmes:
            return None
        if not moved.merged and not asks_anything(programmes, stages, moved.events):
            return _nothing
        # Whoever folds now may wait for this very transaction; whoever has just folded lets go in no time.
        if not self._folding.acquire(timeout=_LETS_GO):
            return self._tick_after
        try:
            now = as_naive_utc(self.clock())
            whole = moved.merged or asks_fold(programmes, around)
            if whole and not bring_within(tx, stages, now):
                return self._tick_after
            done = engine.tick(tx, programmes, now, around, looked=self._looked)
            return self.on_outbox if done.messages else _nothing
        finally:
            self._folding.release()

    def _tick_after(self) -> None:
        self.tick()

    def worker(self, accept_log: AcceptLog | None = None, **rest: Any) -> Worker:
        """What carries messages out; `rest` as of `Worker`. Only one at a time may run."""
        from polku.delivery.worker import Worker

        return Worker(
            self.control,
            self.warehouse,
            self.settings,
            self.clock,
            self.directory,
            accept_log=accept_log,
            questions=self._questions,
            meanings=self._meanings,
            **rest,
        )

    def _meanings(self) -> Meanings:
        """What the keys of segments stand for, when a message asks."""
        return self.world().meanings

    def _questions(self, stage: str) -> list[Any]:
        """What the journey says that people ask on a stage."""
        try:
            stages = self.journey.journey.stages
        except PolkuError:  # the document is being mended: a task goes without them
            return []
        return [text.both() for each in stages if each.key == stage for text in each.questions]

    def deliver_once(self, **rest: Any) -> dict[str, int]:
        """Take the outbox, send everything that is due, and take in what came of it. Returns
        state → messages that stand in it now. Not beside a running server: it delivers itself."""
        import asyncio

        asyncio.run(self.worker(**rest).once())
        self._move_accepted()
        states: dict[str, int] = {}
        for (state, _), count in self.control.deliveries.counts().items():
            states[state] = states.get(state, 0) + count
        return states

    # What is asked ---------------------------------------------------------------------------

    def stages(self, as_of: datetime | None = None) -> Table:
        """How many people stand on each stage. Columns: stage (null: on none), people."""
        keys = [stage.key for stage in self.journey.journey.stages]
        with self._fold(as_of) as (con, fold):
            return views.stages(con, fold, keys)

    def transitions(self, as_of: datetime | None = None) -> Table:
        """Every stage change. Columns: person, at, from, to, rule, event."""
        with self._fold(as_of) as (con, fold):
            return views.transitions(con, fold, self.control.identities.labels)

    def events(self, limit: int | None = None) -> Table:
        """The events in order of acceptance, or the newest `limit` of them."""
        with self.warehouse.read() as con:
            ids = self.control.identities
            return views.events(con, ids.labels, ids.anonymous, limit)

    def spend(self) -> Table:
        """The ledger of ad costs. Columns: day, channel, campaign, cost, currency, clicks, impressions, source."""
        with self.warehouse.read() as con:
            return views.spend(con)

    def export_all(self, path: Path, *, people: bool) -> dict[str, int]:
        """The whole workspace as a ZIP; with `people` also people and events. Table → rows."""
        from polku.studio.archive import Rows, write_archive

        rows = Rows(lambda: self.events().arrow, lambda: self.spend().arrow) if people else None
        return write_archive(self.directory, self.control, path, rows)

    def count(self) -> dict[str, int]:
        """{"events": n, "people": n}."""
        counted = self.warehouse.count()
        return {"events": counted.events, "people": counted.people}

    def person(self, id: str, as_of: datetime | None = None) -> Table:
        """One person's timeline, oldest first. Columns: at, kind (event, stage), event, from, to, rule, reason,
        revenue, currency, channel, source, properties. `.meta` has person, stage, since, identities, as_of.

        Raises NotFound when nobody has the id.
        """
        person = self.control.identities.find(id)
        if person is None:
            raise NotFound(Problem("cli.unknown-person", id, {"id": id}))
        with self._fold(as_of) as (con, fold):
            return views.person(con, fold, self._card(person))

    def _card(self, person: int) -> views.Card:
        return views.Card(
            person=person,
            identities=self.control.identities.of(person),
            journey=self.journey.journey,
            zone=ZoneInfo(self.settings.workspace.timezone),
            language=self.settings.workspace.language,
        )

    # Getting data in -------------------------------------------------------------------------

    def propose(
        self,
        path: str | Path,
        map: Mapping[str, str] | None = None,
        timezone: str | None = None,
    ) -> dict[str, Any]:
        """How a file would be read; nothing is written. The shape is in docs/reference/http-api.md."""
        return propose_import(self.settings, Path(path), map=map, timezone=timezone)

    def import_file(
        self,
        path: str | Path,
        *,
        map: Mapping[str, str],
        timezone: str | None = None,
        progress: Callable[[float], None] = lambda _: None,
        name: str | None = None,
    ) -> dict[str, Any]:
        """Import a file's rows, all in one transaction; the next look at the stages folds their people.
        `name` is the source's, when it is not the file's.

        Raises ImportRefused when nothing of it can be imported; then nothing was written.
        """
        from polku import importer

        self.tick()  # what is older than a day now, as it comes in, enrols nobody
        return importer.run(
            Path(path),
            map=map,
            timezone=import_zone(self.settings, timezone),
            warehouse=self.warehouse,
            control=self.control,
            privacy=frozenset(self.settings.privacy.personal_properties),
            rejects_dir=self.directory / DATA / "rejects",
            progress=progress,
            clock=self.clock,
            language=self.settings.workspace.language,
            name=name,
            currency=self.settings.money.currency,
        ).as_dict()

    def create_key(self, name: str) -> dict[str, str]:
        """{"id", "name", "write_key"}; the key itself is given this once."""
        id_, write_key = self.control.keys.create(name)
        return {"id": id_, "name": name, "write_key": write_key}

    def list_keys(self) -> list[dict[str, Any]]:
        """The write keys without the keys themselves."""
        return [
            {
                name: iso(value) if isinstance(value, datetime) else value
                for name, value in asdict(key).items()
            }
            for key in self.control.keys.list()
        ]

    def revoke_key(self, id: str) -> None:
        """Stop a key. Raises NotFound."""
        self.control.keys.revoke(id)

    # The demo --------------------------------------------------------------------------------

    def load_demo(self, data: DemoData) -> None:
        """Write demo data under the source "demo" and fold it."""
        from polku.care import demo_outreach
        from polku.care.demo import cared_events, has_programmes, live_through
        from polku.demo.load import load

        cared = has_programmes(self, data.name)
        caused = cared_events(data, self.control.identity_key) if cared else None
        load(data, self.warehouse, self.control, caused)
        self.refresh()
        if cared:
            live_through(self, data)
        demo_outreach.write(self, data.name, data.end)

    def remove_demo(self) -> dict[str, int]:
        """Take the demo's events, people, traits and spend away; own data stays. {"events", "people"}."""
        from polku.care import demo as care
        from polku.care import demo_outreach
        from polku.demo.load import remove
        from polku.studio import demo as team

        team.remove(self)
        care.remove(self)
        demo_outreach.remove(self)
        removed = remove(self.warehouse, self.control)
        with self._folding:
            fold_everybody(self.warehouse, self._compiled(), as_naive_utc(self.clock()))
        return {"events": removed.events, "people": removed.people}


_LETS_GO = 0.02  # seconds


def _nothing() -> None:
    """After a transaction that leaves nothing to do."""


def import_zone(settings: Settings, asked: str | None) -> str | None:
    """The zone of times that have none: what was asked, what polku.toml says, or None: not said, so UTC,
    and a file that mixes times with and without a zone is refused."""
    said = settings.import_.timezone
    return asked or (None if said == "UTC" else said)


def propose_import(
    settings: Settings,
    path: Path,
    *,
    map: Mapping[str, str] | None,
    timezone: str | None,
) -> dict[str, Any]:
    """What `Workspace.propose` gives, for whoever has only the settings."""
    from polku import importer

    return importer.propose(
        path,
        map=map,
        timezone=import_zone(settings, timezone),
        privacy=frozenset(settings.privacy.personal_properties),
        currency=settings.money.currency,
    ).as_dict()
