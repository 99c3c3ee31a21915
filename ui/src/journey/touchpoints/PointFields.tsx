import { Button, NativeSelect } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { offerUndo } from "../../app/Toast";
import { useWords } from "../../app/words";
import type { Live } from "../../api/types";
import { isMapping, type Json, type Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { YamlField } from "../../programmes/fields/YamlField";
import { listed, pointsOf, stagesOf } from "../design/cells";
import { brief } from "../design/lines";
import { useMap } from "../design/MapContext";
import { PlainField, TextField } from "../design/PanelField";
import { bound, changed, eventOf, onStage, rebound, suggestions, withoutPoint } from "./points";

interface Props {
  document: Mapping;
  point: Mapping;
  channels: Map<string, LocalText>;
  events: readonly string[];
  free: readonly string[];
  data: Live | undefined;
}

/** One touchpoint: where it belongs, which event tells of it, and where it leads. */
export function PointFields({ document, point, channels, events, free, data }: Props) {
  const { t, text, counted } = useWords();
  const { actions, edits } = useMap();
  const names = useId();
  const key = String(point.key);
  const called = text((point.name ?? key) as LocalText);
  const set = (field: string) => (value: Json | undefined) => actions.edit((now) => changed(now, key, field, value), `point.${key}.${field}`);
  const event = eventOf(point);
  const found = data?.stages.flatMap(({ touchpoints }) => touchpoints).find((each) => each.key === key);
  const missing = event !== "" && events.length > 0 && !events.includes(event);
  const proposed = (event && !missing) || !edits ? [] : suggestions(point, called, free);
  const remove = () => {
    const before = actions.now();
    actions.edit((now) => withoutPoint(now, key));
    actions.show("touchpoints", { open: undefined });
    offerUndo(t("points.removed", { name: called }), () =>
      actions.edit((now) => ({ ...now, touchpoints: [...pointsOf(now).map((each) => pointsOf(before).find((was) => was.key === each.key && was.next === key) ? { ...each, next: key } : each), point] })),
    );
  };
  return (
    <div className="stack">
      <div>
        <Button size="compact-sm" variant="default" onClick={() => actions.show("touchpoints", { open: undefined })}>
          ← {t("points.all")}
        </Button>
      </div>
      {found && found.people_30d !== null && (
        <p>
          <Link to="/people" search={{ touchpoint: key }}>
            {counted("journey.met30d", found.people_30d)}
          </Link>
        </p>
      )}
      <TextField label={t("points.name")} value={point.name ?? key} change={(name) => name !== undefined && set("name")(name)} />
      <fieldset className="choices" disabled={!edits}>
        <legend>{t("points.onStages")}</legend>
        {stagesOf(document).map((stage) => (
          <label key={String(stage.key)}>
            <input type="checkbox" checked={listed(point.stages).includes(String(stage.key))} onChange={(change) => set("stages")(onStage(point, String(stage.key), change.currentTarget.checked))} />
            <span dir="auto">{brief(text((stage.name ?? stage.key) as LocalText))}</span>
          </label>
        ))}
      </fieldset>
      <NativeSelect
        label={t("points.channel")}
        disabled={!edits}
        value={typeof point.channel === "string" ? point.channel : ""}
        onChange={(change) => set("channel")(change.currentTarget.value || undefined)}
        data={[{ value: "", label: t("stage.notSaid") }, ...[...channels].map(([value, label]) => ({ value, label: text(label) }))]}
      />
      <datalist id={names}>
        {events.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <PlainField label={t("points.event")} description={t("points.eventWhat")} value={event} change={(next) => set("event")(bound(point, next ?? ""))} />
      {missing && <p className="small quiet">{t("points.unseenEvent", { event })}</p>}
      {proposed.length > 0 && (
        <div className="row small">
          <span className="quiet">{t("points.proposed")}</span>
          {proposed.map((each) => (
            <Button key={each} size="compact-sm" variant="default" onClick={() => actions.edit((now) => rebound(now, key, each, events))}>
              {each}
            </Button>
          ))}
        </div>
      )}
      {event && (
        <YamlField
          label={t("rule.where")}
          description={t("rule.whereLike")}
          rows={2}
          value={isMapping(point.event) ? point.event.where : undefined}
          change={(where) => set("event")(where === undefined ? event : { event, where })}
        />
      )}
      <label className="row">
        <input type="checkbox" disabled={!edits} checked={point.moment_of_truth === true} onChange={(change) => set("moment_of_truth")(change.currentTarget.checked || undefined)} />
        {t("journey.momentOfTruth")}
      </label>
      <p className="small quiet">{t("question.moments")}</p>
      <NativeSelect
        label={t("points.next")}
        description={point.next === undefined || point.next === null ? t("points.deadEnd") : undefined}
        disabled={!edits}
        value={typeof point.next === "string" ? point.next : ""}
        onChange={(change) => set("next")(change.currentTarget.value || undefined)}
        data={[{ value: "", label: t("points.noNext") }, ...pointsOf(document).filter((each) => each.key !== key).map((each) => ({ value: String(each.key), label: brief(text((each.name ?? each.key) as LocalText)) }))]}
      />
      {edits && (
        <div>
          <Button size="sm" variant="default" onClick={remove}>
            {t("points.remove")}
          </Button>
        </div>
      )}
    </div>
  );
}
