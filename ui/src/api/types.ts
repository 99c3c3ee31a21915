/** The shapes of docs/reference/http-api.md. */

import type { Money } from "../format/number";
import type { LocalText } from "../format/text";

export type Role = "viewer" | "seller" | "editor" | "owner";

export interface Session {
  role: Role;
  language: "fi" | "en";
  timezone: string;
  workspace: string;
  version: string;
  demo: boolean;
  as_of: string;
}

export interface Problem {
  code: string;
  where: string;
  level: "error" | "warning" | "hint";
  what: string;
  fix: string;
  params: Record<string, unknown>;
}

export interface Goal {
  sentence: LocalText;
  from_stage: string;
  to_stage: string;
  target: number;
  date: string | null;
  now: number | null;
  low: number | null;
  high: number | null;
  n: number;
  days_left: number | null;
  trend: { month: string; value: number | null; n: number }[];
}

export interface HomeStage {
  key: string;
  name: LocalText;
  axis: string | null;
  people: number;
  new_7d: number;
  exit: boolean;
}

export interface Arrow {
  from: string;
  to: string;
  entered: number;
  advanced: number;
  lost: number;
  open: number;
  conversion: number | null;
  low: number | null;
  high: number | null;
  median_days: number | null;
  p75_days: number | null;
  window_days: number;
  weakest: boolean;
  why: string | null;
}

export interface Change {
  code: string;
  stage: string;
  to: string | null;
  now: number;
  before: number;
  since: string;
  n: number;
}

export interface Home {
  as_of: string;
  people: number;
  events: number;
  days: { first: string | null; last: string | null };
  goal: Goal | null;
  stages: HomeStage[];
  none: number;
  arrows: Arrow[];
  changes: Change[];
}

export interface Touchpoint {
  key: string;
  name: LocalText;
  channel: string | null;
  event: string | null;
  people_30d: number;
  events_30d: number;
  moment_of_truth: boolean;
  next: string | null;
}

export interface LiveStage {
  key: string;
  name: LocalText;
  axis: string | null;
  exit: boolean;
  people: number;
  new_7d: number;
  entered_30d: number;
  advance: { value: number | null; low: number | null; high: number | null; n: number } | null;
  median_days: number | null;
  p75_days: number | null;
  expected_days: number | null;
  emotion_assumed: number | null;
  goal: LocalText | null;
  actions: LocalText[];
  places: LocalText[];
  questions: LocalText[];
  touchpoints: Touchpoint[];
  rules: { rule: string; sentence: LocalText }[];
  lost: number;
  returned_30d: number;
}

export interface Live {
  as_of: string;
  stages: LiveStage[];
  backward: { from: string; to: string; people_30d: number }[];
  unmapped: { event: string; events_30d: number; people_30d: number }[];
}

/** Only what the screens read of the document. */
export interface JourneyDocument {
  name?: LocalText | null;
  stages?: ({ key: string } & Record<string, unknown>)[];
  channels?: { key: string; name?: LocalText | null }[];
}

export interface JourneyAnswer {
  journey: JourneyDocument;
  hash: string;
  problems: Problem[];
  completeness: { filled: number; total: number };
}

export interface PersonRow {
  person: string;
  id: string;
  name: string | null;
  stage: string | null;
  since: string | null;
  days: number | null;
  first: string | null;
  last: string | null;
  events: number;
  lost: { days: number; usual: number } | null;
}

export interface People {
  total: number;
  people: PersonRow[];
  next: string | null;
  as_of: string;
}

export interface TimelineEntry {
  at: string;
  kind: "event" | "stage";
  event?: string | null;
  channel?: string | null;
  source?: string | null;
  revenue?: Money | null;
  properties?: Record<string, unknown> | null;
  from?: string | null;
  to?: string | null;
  rule?: string | null;
  reason?: { rule: string; event: string | null; sentence: LocalText; timed: boolean } | null;
}

export interface RibbonPart {
  stage: string | null;
  from: string;
  to: string | null;
  days: number;
}

export interface Person {
  person: string;
  id: string;
  name: string | null;
  traits: Record<string, unknown>;
  identities: { kind: string; value: string; first_seen: string }[];
  stage: string | null;
  since: string | null;
  days: number | null;
  usual_days: number | null;
  next_due: { at: string; rule: string; to: string } | null;
  ribbon: RibbonPart[];
  timeline: TimelineEntry[];
  timeline_total: number;
  as_of: string;
}

export interface EventRow {
  seq: number;
  received: string;
  ts: string;
  event: string;
  person: string;
  id: string;
  source: string;
  channel: string | null;
  properties: Record<string, unknown> | null;
}

export interface Key {
  id: string | number;
  name: string;
  prefix: string;
  created: string;
  last_used: string | null;
  revoked: string | boolean | null;
}

export interface NewKey {
  id: string | number;
  name: string;
  write_key: string;
}

export interface Source {
  name: string;
  kind: "http" | "import" | "demo";
  events: number;
  people: number;
  last_ts: string | null;
  last_received: string | null;
}

export type ColumnRole =
  | "person"
  | "time"
  | "event"
  | "revenue"
  | "currency"
  | "channel"
  | "message_id"
  | "anonymous"
  | "property"
  | "personal"
  | "ignore";

export type FieldMap = Record<string, string>;

export interface Proposal {
  format: string;
  encoding: string;
  delimiter: string | null;
  decimal: string | null;
  date_format: string | null;
  timezone: string | null;
  columns: { name: string; samples: string[]; role: ColumnRole; confidence: number }[];
  map: FieldMap;
  rows_estimate: number;
  sample: {
    row: number;
    person: string | null;
    time: string | null;
    event: string | null;
    revenue: Money | number | string | null;
    currency: string | null;
    properties: Record<string, unknown> | null;
  }[];
  problems: Problem[];
  command: string;
}

export interface ImportResult {
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  reject_file: string | null;
  people: number;
  first: string | null;
  last: string | null;
  seconds: number;
}

export interface ImportState {
  id: string;
  filename: string;
  state: "ready" | "running" | "done" | "failed";
  progress: number;
  result: ImportResult | null;
  errors: Problem[];
}

export interface Reject {
  row: number;
  line: number | null;
  reason: string;
  content: string;
}
