/** The API's shapes by name, from the generated description. `npm run types` renews schema.ts. */

import type { LocalText } from "../format/text";
import type { components } from "./schema";

type Shapes = components["schemas"];

export type Session = Shapes["Session"];
export type Problem = Shapes["ProblemBody"];
export type Goal = Shapes["GoalBody"];
export type HomeStage = Shapes["HomeStage"];
export type Arrow = Shapes["ArrowBody"];
export type Change = Shapes["ChangeBody"];
export type Home = Shapes["Home"];
export type LiveStage = Shapes["LiveStage"];
export type Live = Shapes["Live"];
export type PersonRow = Shapes["PersonRow"];
export type LostStage = Shapes["LostStage"];
export type People = Shapes["People"];
export type TimelineEntry = Shapes["TimelineEntry"];
export type RibbonPart = Shapes["RibbonPart"];
export type Person = Shapes["Person"];
export type EventRow = Shapes["EventRow"];
export type RecentEvents = Shapes["RecentEvents"];
export type Key = Shapes["Key"];
export type NewKey = Shapes["MadeKey"];
export type Source = Shapes["Source"];
export type Uploaded = Shapes["Uploaded"];
export type ImportResult = Shapes["ImportResult"];
export type ImportState = Shapes["ImportState"];
export type Reject = Shapes["RejectRow"];
export type Removed = Shapes["Removed"];

/** Only what the screens read of the document, which the description leaves open. */
export interface JourneyDocument {
  name?: LocalText | null;
  stages?: ({ key: string } & Record<string, unknown>)[];
  channels?: { key: string; name?: LocalText | null }[];
}

export type JourneyAnswer = Omit<Shapes["JourneyBody"], "journey"> & { journey: JourneyDocument };

export type ColumnRole =
  | "person"
  | "anonymous"
  | "time"
  | "event"
  | "revenue"
  | "currency"
  | "channel"
  | "message_id"
  | "property"
  | "personal"
  | "ignore";

export type FieldMap = Record<string, string>;

/** A row as it would land; the description leaves its fields open. */
export interface SampleRow {
  row: number;
  person: string | null;
  time: string | null;
  event: string | null;
  revenue: { minor: number; currency: string | null } | null;
  properties: Record<string, unknown>;
}

export type Column = Omit<Shapes["ProposedColumn"], "role"> & { role: ColumnRole };
export type Proposal = Omit<Shapes["Proposal"], "columns" | "sample"> & { columns: Column[]; sample: SampleRow[] };
