import { Button, NativeSelect } from "@mantine/core";
import { offerUndo } from "../../app/Toast";
import type { Segment } from "../../api/segments";
import { useWords } from "../../app/words";
import { isMapping, put, type Json, type Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { LEVELS, listed } from "../design/cells";
import { useMap } from "../design/MapContext";
import { LinesField, PlainField, TextField } from "../design/PanelField";
import { PersonaLive } from "./PersonaLive";
import { personasOf } from "./PersonasPanel";

const TEXTS = ["role", "company", "life_situation", "goal", "problem"] as const;
const LISTS = ["needs", "wishes", "pain_points", "values", "triggers", "decision_criteria", "objections", "questions", "alternatives"] as const;
const ROLES = ["decider", "influencer", "user", "approver"] as const;

interface Props {
  document: Mapping;
  persona: Mapping;
  segments: readonly Segment[];
  channels: Map<string, LocalText>;
}

/** Everything the document says of a persona. */
export function PersonaFields({ document, persona, segments, channels }: Props) {
  const { t, text } = useWords();
  const { actions, edits } = useMap();
  const key = String(persona.key);
  const set = (field: string) => (value: Json | undefined) =>
    actions.edit((now) => {
      const index = personasOf(now).findIndex((each) => each.key === key);
      return index < 0 ? now : put(now, ["personas", index, field], value);
    }, `persona.${key}.${field}`);
  const quote = isMapping(persona.quote) ? persona.quote : {};
  const setQuote = (field: string) => (value: Json | undefined) => {
    const next = put(quote, [field], value);
    set("quote")(next.text === undefined ? undefined : next);
  };
  const word = (field: string) => (typeof persona[field] === "string" ? persona[field] : "");
  const linked = segments.find((each) => each.key === persona.segment);
  const remove = () => {
    actions.edit((now) => {
      const left = personasOf(now).filter((each) => each.key !== key);
      return put(now, ["personas"], left.length ? left : undefined);
    });
    actions.show("personas", { open: undefined });
    offerUndo(t("persona.removed", { name: text((persona.name ?? key) as LocalText) }), () => actions.edit((now) => put(now, ["personas"], [...personasOf(now), persona])));
  };
  return (
    <div className="stack">
      <div>
        <Button size="compact-sm" variant="default" onClick={() => actions.show("personas", { open: undefined })}>
          ← {t("persona.all")}
        </Button>
      </div>
      <TextField label={t("persona.name")} value={persona.name ?? key} change={(name) => name !== undefined && set("name")(name)} />
      <PlainField label={t("persona.icon")} description={t("persona.iconWhat")} value={persona.icon} change={(icon) => set("icon")(icon?.slice(0, 500))} />
      <NativeSelect
        label={t("persona.segment")}
        description={t("persona.segmentWhat")}
        disabled={!edits}
        value={word("segment")}
        onChange={(event) => set("segment")(event.currentTarget.value || undefined)}
        data={[{ value: "", label: t("persona.noSegmentYet") }, ...segments.map((each) => ({ value: each.key, label: text(each.name) })), ...(word("segment") && !linked ? [{ value: word("segment"), label: word("segment") }] : [])]}
      />
      {linked && <PersonaLive document={document} persona={key} segment={linked.key} />}
      {TEXTS.map((field) => (
        <TextField key={field} label={t(`persona.${field}`)} value={persona[field]} change={set(field)} lines={2} />
      ))}
      {LISTS.map((field) => (
        <LinesField key={field} label={t(`persona.${field}`)} description={t("map.oneOnLine")} value={listed(persona[field])} change={(texts) => set(field)(texts.length ? texts : undefined)} />
      ))}
      <fieldset className="choices" disabled={!edits}>
        <legend>{t("persona.channels")}</legend>
        {[...channels].map(([channel, name]) => (
          <label key={channel}>
            <input
              type="checkbox"
              checked={listed(persona.channels).includes(channel)}
              onChange={(event) => {
                const left = listed(persona.channels).filter((each) => each !== channel);
                const next = event.currentTarget.checked ? [...left, channel] : left;
                set("channels")(next.length ? next : undefined);
              }}
            />
            <span dir="auto">{text(name)}</span>
          </label>
        ))}
      </fieldset>
      <NativeSelect
        label={t("persona.decision_role")}
        disabled={!edits}
        value={word("decision_role")}
        onChange={(event) => set("decision_role")(event.currentTarget.value || undefined)}
        data={[{ value: "", label: t("stage.notSaid") }, ...ROLES.map((each) => ({ value: each, label: t(`persona.${each}`) }))]}
      />
      <TextField label={t("persona.quote")} value={quote.text} change={setQuote("text")} lines={2} />
      <PlainField label={t("persona.quoteSource")} value={quote.source} change={setQuote("source")} />
      <NativeSelect
        label={t("evidence.how")}
        disabled={!edits}
        value={word("evidence") || "assumption"}
        onChange={(event) => set("evidence")(event.currentTarget.value === "assumption" ? undefined : event.currentTarget.value)}
        data={LEVELS.map((each) => ({ value: each, label: t(`evidence.${each}`) }))}
      />
      <TextField label={t("stage.owner")} value={persona.owner} change={set("owner")} />
      <PlainField label={t("persona.last_reviewed")} type="date" value={persona.last_reviewed} change={set("last_reviewed")} />
      {edits && (
        <div>
          <Button size="sm" variant="default" onClick={remove}>
            {t("persona.remove")}
          </Button>
        </div>
      )}
    </div>
  );
}
