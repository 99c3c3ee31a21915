"""The tables of the control database. It alone holds what can name a person.

All moments are INTEGER microseconds since 1970, UTC; JSON is TEXT. Changing a table here takes an
Alembic revision in `migrations/control/versions` (a test compares the two).
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),  # identity_key, session_key
    Column("value", LargeBinary, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("identity", Integer, primary_key=True),  # events.identity.identity_hash
    Column("person", Integer, nullable=False),  # the canonical identity of the group
    Column("kind", Text, nullable=False),  # user or anonymous
    Column("value", Text, nullable=False),  # the id as it came
    Column("folded", Text),  # for search, only where the value is not plain ASCII
    Column("first_seen", Integer, nullable=False),
    # Nearly everyone is their own person: only the others need to be found by person.
    Index("members", "person", sqlite_where=text("person <> identity")),
)

traits = Table(
    "traits",
    metadata,
    Column("identity", Integer, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("at", Integer, nullable=False),
    Column("folded", Text),  # for search: names and addresses only
)

groups = Table(
    "groups",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("traits", Text, nullable=False),  # JSON object
    Column("at", Integer, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("identity", Integer, primary_key=True),
    Column("group_id", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    Index("members_of_group", "group_id"),
)

write_keys = Table(
    "write_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("prefix", Text, nullable=False),  # enough of the key to recognise it
    Column("created", Integer, nullable=False),
    Column("last_used", Integer),
    Column("revoked", Integer),
)

login_tokens = Table(
    "login_tokens",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("role", Text, nullable=False),
    Column("expires", Integer, nullable=False),
    Column("user", Text),  # whose session it opens; null: the owner of this machine
)

imports = Table(
    "imports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("filename", Text, nullable=False),  # as the person named it
    Column("path", Text, nullable=False),  # where the bytes are kept
    Column("bytes", Integer, nullable=False),
    Column("state", Text, nullable=False),  # ready, running, done or failed
    Column("progress", Float, nullable=False),  # 0 … 1
    Column("result", Text),  # JSON, ImportResult
    Column("errors", Text, nullable=False),  # JSON, problems
    Column("created", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),  # code, such as keys.revoke
    Column("details", Text, nullable=False),  # JSON object
)

accept_log = Table(
    "accept_log",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("received_at", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice, even after old rows are cleared
)

# Care programmes and what they send --------------------------------------------------------------

definitions = Table(
    "definitions",
    metadata,
    Column("kind", Text, primary_key=True),  # programme, segment, form, offer, journey
    Column("key", Text, primary_key=True),
    Column("body", Text, nullable=False),  # the draft, YAML as it was written
    Column("edition", Integer, nullable=False),  # grows with each save: an old one is a conflict
    Column("state", Text, nullable=False),  # programme: draft, live, shadow, paused or stopped
    Column("details", Text, nullable=False),  # JSON object: what belongs to the state
    Column("created", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("who", Text, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("version", Integer, primary_key=True),  # from 1; never changed, never used again
    Column("body", Text, nullable=False),
    Column("published", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),  # the message id of the outbox
    Column("seq", Integer, nullable=False),  # its place in the outbox; 0 for what came another way
    Column("person", Integer, nullable=False),
    Column("programme", Text, nullable=False),  # "" for a message of no programme (double opt-in)
    Column("version", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("kind", Text, nullable=False),  # send, survey, offer, task, set or webhook
    Column("intent", Text, nullable=False),  # what it is about; never delivered twice
    Column("purpose", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("wanted", Integer, nullable=False),  # when the programme wanted it
    Column("state", Text, nullable=False),  # ready, held, claimed, sent, refused, failed, uncertain
    Column("reason", Text, nullable=False),  # code of why it is held, refused or failed; else ""
    Column("params", Text, nullable=False),  # JSON object: what the reason's words need
    Column("channel", Text),  # chosen by the policy
    Column("not_before", Integer, nullable=False),
    Column("lease", Integer),  # until then the worker that claimed it has it
    Column("worker", Text),
    Column("attempts", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("sent", Integer),
    Column("reference", Text),  # the channel's own id: Message-ID, SID
    Index("deliveries_waiting", "state", "not_before"),
    Index("deliveries_of_person", "person", "sent"),
    # What a channel takes next: the higher priority first.
    Index("deliveries_ready", "channel", "priority", sqlite_where=text("state = 'ready'")),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),  # outbox: the seq up to which deliveries were taken
    Column("value", Integer, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", Integer, nullable=False),  # under which it was said; follows a merge
    Column("purpose", Text, nullable=False),  # marketing, newsletter, …
    Column("channel", Text, nullable=False),  # email, sms, push, phone, or * for all
    Column("basis", Text, nullable=False),  # consent, customer, legitimate_interest, contract
    Column("given", Integer, nullable=False),  # 1 given, 0 withdrawn or objected
    Column("source", Text, nullable=False),  # where: form:guide, import, preferences, …
    Column("text_version", Text, nullable=False),  # which text the person saw
    Column("at", Integer, nullable=False),
    Column("details", Text, nullable=False),  # JSON object
    Index("consents_of", "identity", "purpose", "channel"),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("address", LargeBinary, primary_key=True),  # keyed hash: outlives an erasure
    Column("reason", Text, nullable=False),  # bounced, complained, unsubscribed, erased, manual
    Column("at", Integer, nullable=False),
)

push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column("endpoint", Text, primary_key=True),
    Column("identity", Integer, nullable=False),
    Column("p256dh", Text, nullable=False),
    Column("auth", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Index("push_of", "identity"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),  # the message id
    Column("person", Integer, nullable=False),
    Column("programme", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("contact", Text, nullable=False),  # call, email or any
    Column("opened", Integer, nullable=False),
    Column("due", Integer),  # the response target, in working hours
    Column("state", Text, nullable=False),  # open, done, cancelled
    Column("answered", Integer),
    Column("outcome", Text),  # code: reached, not_reached, meeting, offer, no_interest, other
    Column("breached", Integer),  # when the alert went
    Column("brief", Text, nullable=False),  # JSON object, as it stood when the task was made
    Index("tasks_open", "state", "due"),
    Index("tasks_of_person", "person"),
)

task_notes = Table(
    "task_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("task", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("notes_of_task", "task"),
)

offers_shown = Table(
    "offers_shown",
    metadata,
    Column("id", Integer, primary_key=True),  # the message id, or hash of (identity, offer)
    Column("identity", Integer, nullable=False),
    Column("offer", Text, nullable=False),
    Column("version", Integer, nullable=False),  # frozen for the person until it expires
    Column("shown", Integer, nullable=False),
    Column("expires", Integer),
    Index("offers_of", "identity", "offer"),
    Index("offers_by_version", "offer", "version", "identity"),
)

acceptances = Table(
    "acceptances",
    metadata,
    Column("shown", Integer, primary_key=True),  # offers_shown.id
    Column("party", Text, primary_key=True),  # key of the acceptor
    Column("name", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),  # 1 accepted, 0 declined
)

referral_codes = Table(
    "referral_codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("identity", Integer, nullable=False, unique=True),
    Column("at", Integer, nullable=False),
)

# The team, and what it says and decides ------------------------------------------------------------

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, unique=True),  # lower case; null: somebody who signs in by link only
    Column("role", Text, nullable=False),  # owner, editor, seller, viewer
    Column("password", Text),  # argon2; null until one is chosen
    Column("created", Integer, nullable=False),
    Column("seen", Integer),
    Column("disabled", Integer),
    Column("epoch", Integer, nullable=False),  # grows when all sessions of the user are ended
)

comments = Table(
    "comments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("about", Text, nullable=False),  # journey:main, programme:welcome
    Column("place", Text, nullable=False),  # stages.lead.questions, steps.send-1; "" the whole
    Column("parent", Integer),  # the comment it answers
    Column("text", Text, nullable=False),
    Column("who", Text, nullable=False),  # users.id
    Column("at", Integer, nullable=False),
    Column("resolved", Integer),
    Column("resolver", Text),
    Column("mentions", Text, nullable=False),  # JSON list of users.id
    Index("comments_about", "about"),
)

improvements = Table(
    "improvements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # idea, friction, opportunity, experiment
    Column("friction", Text, nullable=False),  # bend, detour, obstacle, uphill; "" of other kinds
    Column("state", Text, nullable=False),  # new, planned, doing, done, rejected
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("journey", Text, nullable=False),  # its key
    Column("stage", Text),
    Column("arrow", Text),  # the stage that the arrow from `stage` leads to
    Column("touchpoint", Text),
    Column("persona", Text),
    Column("parent", Integer),  # the idea or opportunity it came from
    Column("customer_value", Integer),  # 1 to 5, each of the three
    Column("business_value", Integer),
    Column("effort", Integer),
    Column("owner", Text, nullable=False),
    Column("due", Integer),
    Column("programme", Text),  # the programme that tries it
    Column("metric", Text),  # JSON: what is to get better, from where
    Column("verified", Text),  # JSON: what was measured when it was done, or the reason without
    Column("source", Text, nullable=False),  # team, box, data
    Column("who", Text, nullable=False),  # users.id; "" from the idea box
    Column("author", Text, nullable=False),  # the name that somebody gave in the idea box, or ""
    Column("hidden", Integer),  # when it was hidden from the idea box
    Column("created", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Index("improvements_of", "journey", "kind", "state"),
)

votes = Table(
    "votes",
    metadata,
    Column("improvement", Integer, primary_key=True),
    Column("voter", LargeBinary, primary_key=True),  # keyed hash of the user or of the browser
    Column("at", Integer, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("journey", Text, nullable=False),
    Column("improvement", Integer),
    Column("review", Integer),
    Index("decisions_of", "journey", "at"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("journey", Text, nullable=False),
    Column("started", Integer, nullable=False),
    Column("ended", Integer),
    Column("who", Text, nullable=False),
    Column("agenda", Text, nullable=False),  # JSON, as it stood when the review began
    Column("minutes", Text, nullable=False),  # JSON: what was said of each part
    Index("reviews_of", "journey", "started"),
)

shares = Table(
    "shares",
    metadata,
    Column("token", Text, primary_key=True),  # kept as it is: its link is shown again
    Column("kind", Text, nullable=False),  # map, ideas, review
    Column("target", Text, nullable=False),  # key of the journey, id of the review
    Column("name", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("created", Integer, nullable=False),
    Column("expires", Integer),
    Column("revoked", Integer),
)

choices = Table(
    "choices",
    metadata,
    Column("name", Text, primary_key=True),  # start, checklist, …: what the team chose once
    Column("value", Text, nullable=False),  # JSON
    Column("at", Integer, nullable=False),
    Column("who", Text, nullable=False),
)

form_openings = Table(
    "form_openings",
    metadata,
    Column("form", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("day", Text, primary_key=True),  # in the workspace's time zone
    Column("times", Integer, nullable=False),
)
