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
export type Decisions = Shapes["Decisions"];
export type NextStep = Shapes["NextBody"];
export type Home = Shapes["Home"];
export type LiveStage = Shapes["LiveStage"];
export type Live = Shapes["Live"];
export type Lane = Shapes["LaneBody"];
export type PersonRow = Shapes["PersonRow"];
export type LostStage = Shapes["LostStage"];
export type People = Shapes["People"];
/** A message stands in the timeline beside events and changes of stage. */
export type TimelineEntry = Omit<Shapes["TimelineEntry"], "kind"> & {
  kind: "event" | "stage" | "message";
  message?: Omit<Shapes["ProgrammeMessage"], "at"> | null;
};
export type RibbonPart = Shapes["RibbonPart"];
export type Person = Omit<Shapes["Person"], "timeline"> & { timeline: TimelineEntry[] };
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
  | "date"
  | "campaign"
  | "cost"
  | "clicks"
  | "impressions"
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

/** A row of ad costs as it would land. */
export interface SpendRow {
  row: number;
  date: string | null;
  channel: string | null;
  campaign: string | null;
  cost: { minor: number; currency: string | null } | null;
  clicks: number | null;
  impressions: number | null;
}

export type Column = Omit<Shapes["ProposedColumn"], "role"> & { role: ColumnRole };
export type Proposal = Omit<Shapes["Proposal"], "columns" | "sample"> & { columns: Column[]; sample: SampleRow[] | SpendRow[] };

export type ProgrammeState = Shapes["ProgrammeRow"]["state"];
export type ProgrammeRow = Shapes["ProgrammeRow"];
export type ProgrammeList = Shapes["ProgrammeList"];
export type ProgrammeTemplate = Shapes["TemplateBody"];
export type ProgrammePage = Shapes["ProgrammePage"];
export type ProgrammeNode = Shapes["NodeBody"];
export type Differences = Shapes["Differences"];
export type Suggested = Shapes["Suggested"];
export type PublishPlan = Shapes["PublishPlan"];
export type GroupChoice = Shapes["Publish"]["inside"];
export type InsidePeople = Shapes["InsidePeople"];
export type ProgrammeResults = Shapes["ProgrammeResults"];
export type Versions = Shapes["Versions"];
export type VersionPage = Shapes["VersionPage"];
export type VersionBody = Shapes["VersionBody"];
export type DryRun = Shapes["DryRun"];
export type Explanation = Shapes["Explanation"];
export type ProgrammeMessage = Shapes["ProgrammeMessage"];
export type Preview = Shapes["Preview"];
export type TestSent = Shapes["TestSent"];
export type Readiness = Shapes["Readiness"];
export type ReadinessCard = Shapes["Card"];
export type Pressure = Shapes["Pressure"];
export type Messages = Shapes["Messages"];
export type MessageRow = Shapes["MessageRow"];
export type Consent = Shapes["ConsentBody"];
export type StartBody = Shapes["StartBody"];
export type Begin = Shapes["Begin"];
export type Begun = Shapes["Begun"];
export type ChecklistBody = Shapes["ChecklistBody"];
export type ChecklistItem = Shapes["ChecklistItem"];

export type JourneyRow = Shapes["JourneyRow"];
export type JourneyPage = Shapes["JourneyPage"];
export type JourneyChange = Shapes["JourneyChange"];
export type JourneyEffects = Shapes["JourneyEffects"];
export type JourneyVersion = Shapes["JourneyVersion"];
export type JourneyVersions = Shapes["JourneyVersions"];
export type JourneyVersionBody = Shapes["JourneyVersionBody"];
export type JourneyHealth = Shapes["JourneyHealth"];
export type JourneyGoals = Shapes["JourneyGoals"];
export type GoalShown = Shapes["GoalShown"];

export type FormRow = Shapes["FormRow"];
export type OfferRow = Shapes["OfferRow"];
export type OfferVersion = Shapes["OfferVersion"];
export type ShownRow = Shapes["ShownRow"];
export type ShownPage = Shapes["ShownPage"];
export type PagePreview = Shapes["PagePreview"];
export type Ready = Shapes["Ready"];
export type StoredFile = Shapes["StoredFile"];
export type StoredFiles = Shapes["StoredFiles"];

export type Writing = Shapes["Writing"];
export type Variable = Shapes["Variable"];
export type Cases = Shapes["Cases"];
export type InventedPerson = Shapes["InventedPerson"];
export type AsBlocks = Shapes["AsBlocks"];

export type Coverage = Shapes["CoverageBody"];
export type CoverageCell = Shapes["CoverageCell"];
export type Market = Shapes["MarketBody"];
export type MarketLevel = Shapes["MarketLevel"];
export type BuyNow = Shapes["BuyNowBody"];
export type ThreadState = Shapes["ThreadBody"];
export type ThreadFinding = Shapes["ThreadFinding"];
export type PieceReach = Shapes["PieceBody"];
export type JourneyTemplate = Shapes["JourneyTemplate"];
export type FormatBody = Shapes["FormatBody"];
