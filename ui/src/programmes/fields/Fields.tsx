import { useWords } from "../../app/words";
import type { Kind, Line } from "../document";
import type { Json, Mapping, Path } from "../../draft/json";
import type { Tongue } from "../../draft/localText";
import { BranchFields } from "./BranchFields";
import { EndFields } from "./EndFields";
import { OfferFields } from "./OfferFields";
import { SendFields } from "./SendFields";
import { SetFields } from "./SetFields";
import { SplitFields } from "./SplitFields";
import { SurveyFields } from "./SurveyFields";
import { TaskFields } from "./TaskFields";
import { WaitFields } from "./WaitFields";
import { WebhookFields } from "./WebhookFields";

export interface FieldsProps {
  /** What stands under the word of the kind. */
  value: Json | undefined;
  tongue: Tongue;
  home: Tongue;
  /** Changes what stands at a path of the step; undefined takes it away. */
  change: (path: Path, value: Json | undefined) => void;
}

const FIELDS: Record<Kind, (props: FieldsProps) => React.ReactNode> = {
  wait: WaitFields,
  branch: BranchFields,
  split: SplitFields,
  send: SendFields,
  survey: SurveyFields,
  offer: OfferFields,
  task: TaskFields,
  set: SetFields,
  webhook: WebhookFields,
  end: EndFields,
};

export const mapping = (value: Json | undefined): Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
export const string = (value: Json | undefined): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** The fields of the step's kind. */
export function Fields({ line, ...rest }: { line: Line } & Omit<FieldsProps, "value">) {
  const { t } = useWords();
  if (line.kind === "arm") return null;
  const Kind = FIELDS[line.kind];
  return (
    <>
      <p className="quiet small">{t(`kindWhat.${line.kind}`)}</p>
      <Kind value={line.step[line.kind]} {...rest} />
    </>
  );
}
