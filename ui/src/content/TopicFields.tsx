import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { documents } from "../api/content";
import { freshKey, isMapping, type Json, type Mapping, type Path } from "../draft/json";
import { Choice, LineField, NumberField, Picks, TextField } from "./fields";
import { eventName, keyOf, parts, topicless } from "./plan";
import { useSkipped } from "./skipped";
import { nameOf, usePart, usePlan } from "./usePlan";

const FORMATS = [
  "blog", "article", "video", "tutorial", "guide", "ebook", "webinar", "case", "product", "technical",
  "review", "testimonial", "award", "ugc", "newsletter", "page", "ad", "other",
] as const;
const STATES = ["idea", "draft", "ready", "published"] as const;

/** A topic and its pieces. In what form and where is asked only when each stage has a topic, or the reader goes on. */
export function TopicFields({ id }: { id: string }) {
  const { t } = useWords();
  const { document, edits } = usePlan();
  const { part, set } = usePart("topics", id);
  const topic = part!;
  const pieces = Array.isArray(topic.pieces) ? topic.pieces : [];
  return (
    <>
      <TextField label={t("plan.topicName")} description={t("plan.topicNameWhat")} value={topic.name} change={(value) => set(["name"], value)} focus />
      <TextField label={t("plan.question")} description={t("plan.questionWhat")} value={topic.question} change={(value) => set(["question"], value)} />
      <Choice
        label={t("plan.kind")}
        none={t("plan.notSaid")}
        value={topic.kind}
        change={(value) => set(["kind"], value)}
        choices={[
          { value: "information", label: t("planKind.information") },
          { value: "inspiration", label: t("planKind.inspiration") },
        ]}
      />
      <Picks label={t("plan.stages")} of={parts(document, "stages")} value={topic.stages} change={(value) => set(["stages"], value)} />
      <Picks label={t("plan.personas")} description={t("plan.personasWhat")} of={parts(document, "personas")} value={topic.personas} change={(value) => set(["personas"], value)} />
      <h3>{t("plan.pieces")}</h3>
      {pieces.length === 0 && <p className="quiet small">{t("plan.noPieces")}</p>}
      {pieces.map((piece, at) =>
        isMapping(piece) ? (
          <PieceFields
            key={keyOf(piece)}
            piece={piece}
            set={(path, value) => set(["pieces", at, ...path], value)}
            remove={() => set(["pieces"], withoutAt(pieces, at))}
          />
        ) : null,
      )}
      {edits && (
        <p>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => set(["pieces"], [...pieces, { key: freshKey(pieces.filter(isMapping).map(keyOf), "piece"), state: "idea" }])}
          >
            {t("plan.addPiece")}
          </Button>
        </p>
      )}
    </>
  );
}

function withoutAt(list: Json[], at: number): Json[] | undefined {
  const rest = list.filter((_, index) => index !== at);
  return rest.length ? rest : undefined;
}

function PieceFields({ piece, set, remove }: { piece: Mapping; set: (path: Path, value: Json | undefined) => void; remove: () => void }) {
  const { t, text } = useWords();
  const { document, draft, edits } = usePlan();
  const forms = useQuery(documents("forms")).data ?? [];
  const channels = parts(document, "channels").map((each) => ({ value: keyOf(each), label: text(nameOf(each)) }));
  const skipped = useSkipped(draft.page.key);
  const told = skipped || topicless(document).length === 0;
  // What already has a form or a channel shows it: nothing that stands in the document is hidden.
  const shown = told || piece.format !== undefined || piece.channel !== undefined;
  return (
    <fieldset className="arm-fields stack">
      <legend dir="auto">{text(nameOf(piece))}</legend>
      <TextField label={t("plan.pieceName")} value={piece.name} change={(value) => set(["name"], value)} />
      <div className="pair">
        <Choice label={t("plan.state")} value={piece.state ?? "idea"} change={(value) => set(["state"], value)} choices={STATES.map((each) => ({ value: each, label: t(`planState.${each}`) }))} />
        <LineField label={t("plan.due")} type="date" value={piece.due} change={(value) => set(["due"], value)} />
      </div>
      {shown ? (
        <div className="pair">
          <Choice label={t("plan.format")} none={t("plan.notSaid")} value={piece.format} change={(value) => set(["format"], value)} choices={FORMATS.map((each) => ({ value: each, label: t(`planFormat.${each}`) }))} />
          <Choice label={t("plan.channel")} none={t("plan.notSaid")} value={piece.channel} change={(value) => set(["channel"], value)} choices={channels} />
        </div>
      ) : (
        <p className="small quiet">{t("plan.later")}</p>
      )}
      <LineField label={t("plan.url")} value={piece.url} change={(value) => set(["url"], value)} />
      <Choice label={t("plan.form")} none={t("plan.noForm")} value={piece.form} change={(value) => set(["form"], value)} choices={forms.map((each) => ({ value: each.key, label: text(each.name) }))} />
      <LineField
        label={t("plan.event")}
        description={t("plan.eventWhat")}
        value={eventName(piece)}
        change={(value) => (isMapping(piece.event) && value !== undefined ? set(["event", "event"], value) : set(["event"], value))}
      />
      <div className="pair">
        <TextField label={t("plan.owner")} value={piece.owner} change={(value) => set(["owner"], value)} />
        <NumberField label={t("plan.cost")} value={piece.cost} change={(value) => set(["cost"], value)} />
      </div>
      {edits && (
        <p>
          <Button size="compact-sm" variant="default" onClick={remove}>
            {t("plan.removePiece")} <span className="unseen">{text(nameOf(piece))}</span>
          </Button>
        </p>
      )}
    </fieldset>
  );
}
