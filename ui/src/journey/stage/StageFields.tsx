import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../app/words";
import type { LiveStage } from "../../api/types";
import { put, type Json, type Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { listed, placeOfStage, pointsAt, stagesOf } from "../design/cells";
import { useMap } from "../design/MapContext";
import { LinesField, NumberField, TextField } from "../design/PanelField";
import { filled } from "./completeness";
import { Rules } from "./Rules";
import { StageActions } from "./StageActions";
import { StageFigures } from "./StageFigures";

const AXES = ["unaware", "aware", "exploring", "deciding", "using", "loyal", "left"] as const;
const EMOTIONS = [2, 1, 0, -1, -2] as const;
/** The first four of the axis have each a question of their own. */
const ROCKET = ["unaware", "aware", "exploring", "deciding"];

interface Props {
  document: Mapping;
  stage: string;
  found: LiveStage | undefined;
}

/** Everything the document says of a stage, under the questions that help to fill it. */
export function StageFields({ document, stage: key, found }: Props) {
  const { t, text, counted } = useWords();
  const { actions, edits } = useMap();
  const index = placeOfStage(document, key);
  const stage = stagesOf(document)[index];
  if (!stage) return <p>{t("map.stageGone")}</p>;
  const next = stagesOf(document)[index + 1];
  const set = (field: string) => (value: Json | undefined) =>
    actions.edit((now) => (placeOfStage(now, key) < 0 ? now : put(now, ["stages", placeOfStage(now, key), field], value)), `${key}.${field}`);
  const lines = (field: string, description?: ReactNode) => (
    <LinesField key={field} label={t(`stage.${field}`)} description={description ?? t("map.oneOnLine")} value={listed(stage[field])} change={(texts) => set(field)(texts.length ? texts : undefined)} />
  );
  const line = (field: string, rows = 2, description?: ReactNode) => <TextField key={field} label={t(`stage.${field}`)} description={description} value={stage[field]} change={set(field)} lines={rows} />;
  const choice = (field: string, options: { value: string; label: string }[], numeric = false) => (
    <NativeSelect
      label={t(`stage.${field}`)}
      disabled={!edits}
      value={stage[field] === undefined || stage[field] === null ? "" : String(stage[field])}
      onChange={(event) => set(field)(event.currentTarget.value === "" ? undefined : numeric ? Number(event.currentTarget.value) : event.currentTarget.value)}
      data={[{ value: "", label: t("stage.notSaid") }, ...options]}
    />
  );
  const { filled: have, total, missing } = filled(stage);
  const axis = String(stage.axis ?? "");
  const moments = pointsAt(document, key).filter(({ moment_of_truth }) => moment_of_truth === true);
  return (
    <div className="stack stage-fields">
      <StageFigures stage={found} />
      <p className="small quiet" role="status">
        {t("stage.complete", { filled: have, total })}
        {missing.length > 0 && ` ${t("stage.missing", { fields: missing.map((field) => t(field === "enter" ? "stage.rules" : `stage.${field}`).toLocaleLowerCase()).join(", ") })}`}
      </p>
      {edits && <StageActions document={document} stage={key} />}
      <Asked question={t("question.stage")}>
        <TextField label={t("map.stageName")} value={stage.name ?? key} change={(name) => name !== undefined && set("name")(name)} />
        {choice("axis", AXES.map((each) => ({ value: each, label: t(`axis.${each}`) })))}
        {lines("tasks")}
        {lines("triggers")}
        {lines("decision_criteria")}
        {lines("objections")}
      </Asked>
      {ROCKET.includes(axis) && (
        <Asked question={t(`question.${axis}`)}>
          <NumberField label={t("stage.market_share_pct")} description={t("stage.market_share_pctWhat")} least={0} most={100} value={stage.market_share_pct} change={set("market_share_pct")} />
        </Asked>
      )}
      <Asked question={t("question.company")}>
        {line("goal")}
        {lines("actions")}
        {lines("places")}
        {lines("proof")}
        {line("owner", 1)}
        <NumberField label={t("stage.reply")} description={t("stage.replyWhat")} least={1} most={1_000_000} whole value={stage.response_target_minutes} change={set("response_target_minutes")} />
      </Asked>
      <Asked question={t("question.learning")}>{lines("learning")}</Asked>
      <Asked question={t("question.time")}>
        <NumberField label={t("stage.expected_days")} description={t("stage.expected_daysWhat")} least={0.01} most={36_500} value={stage.expected_days} change={set("expected_days")} />
        {lines("questions", t("stage.ownVoice"))}
      </Asked>
      <Asked question={t("question.moments")}>
        <p className="small">
          {moments.length === 0 ? (
            <span className="quiet">{t("stage.noMoments")}</span>
          ) : (
            t("stage.moments", { names: moments.map((point) => text((point.name ?? point.key) as LocalText)).join(", ") })
          )}
        </p>
        {line("expectation")}
        {lines("frictions", t("stage.frictionsLike"))}
        <div className="pair">
          {choice("emotion_assumed", EMOTIONS.map((each) => ({ value: String(each), label: t(`emotion.${each}`) })), true)}
          {choice("emotion_target", EMOTIONS.map((each) => ({ value: String(each), label: t(`emotion.${each}`) })), true)}
        </div>
      </Asked>
      <Rules document={document} stage={key} rules={listed(stage.enter)} change={(rules) => set("enter")(rules.length ? rules : undefined)} />
      <Asked question={t("question.change")} arrow={next ? `→ ${text((next.name ?? next.key) as LocalText)}` : undefined}>
        {next && found?.advance && found.advance.value !== null && <p className="small quiet">{counted("stage.advanceN", found.advance.n)}</p>}
        {line("change_in_thinking")}
        {line("change_in_doing")}
      </Asked>
    </div>
  );
}

/** Fields under a question of the method, word for word. */
function Asked({ question, arrow, children }: { question: string; arrow?: string; children: ReactNode }) {
  return (
    <section className="stack asked">
      <h3>
        {question} {arrow && <span className="quiet" dir="auto">{arrow}</span>}
      </h3>
      {children}
    </section>
  );
}
