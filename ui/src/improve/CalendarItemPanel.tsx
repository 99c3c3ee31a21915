import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SidePanel } from "../app/Panel";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { programmes } from "../api/programmes";
import type { Json, Mapping } from "../draft/json";
import type { Tongue } from "../draft/localText";
import { Spoken } from "../draft/Spoken";
import type { LocalText } from "../format/text";
import type { JourneyDraft } from "../journey/useJourneyDraft";

interface Named {
  key: string;
  name?: LocalText;
}

/** One item of the year: its name, days, and the places of the journey it belongs to. */
export function CalendarItemPanel({ draft, place, edits, close }: { draft: JourneyDraft; place: number; edits: boolean; close: () => void }) {
  const { t, text, language } = useWords();
  const [tongue, setTongue] = useState<Tongue>(language);
  const list = useQuery(programmes).data;
  const items = draft.document!.calendar as Mapping[];
  const item = items[place]!;
  const home: Tongue = draft.document!.language === "en" ? "en" : "fi";
  const set = (name: string, value: Json | undefined) => draft.set(["calendar", place, name], value, `calendar.${String(item.key)}.${name}`);
  const carers = list ? [...list.stages.flatMap((stage) => stage.programmes), ...list.unbound] : [];
  const remove = () => {
    draft.set(
      ["calendar"],
      items.filter((_, index) => index !== place),
    );
    offerUndo(t("calendar.removed", { name: text(item.name as LocalText) }), () => draft.set(["calendar"], items));
    close();
  };
  return (
    <SidePanel title={t("calendar.item")} close={close}>
      <div className="stack">
        <div className="row" role="group" aria-label={t("app.language")}>
          {(["fi", "en"] as const).map((each) => (
            <Button key={each} size="compact-sm" variant={tongue === each ? "filled" : "default"} aria-pressed={tongue === each} onClick={() => setTongue(each)}>
              {each === "fi" ? "suomi" : "English"}
            </Button>
          ))}
        </div>
        <fieldset className="plain-set stack" disabled={!edits}>
          <Spoken label={t("calendar.name")} value={item.name} tongue={tongue} home={home} change={(value) => set("name", value)} />
          <div className="pair">
            <TextInput type="date" label={t("calendar.from")} value={String(item.from ?? "")} onChange={(event) => event.currentTarget.value && set("from", event.currentTarget.value)} />
            <TextInput type="date" label={t("calendar.to")} value={String(item.to ?? "")} onChange={(event) => set("to", event.currentTarget.value || undefined)} />
          </div>
          <label className="row">
            <input type="checkbox" checked={item.every === "year"} onChange={(event) => set("every", event.currentTarget.checked ? "year" : undefined)} />
            {t("calendar.everyYear")}
          </label>
          <Choices label={t("calendar.stages")} from={(draft.document!.stages as unknown as Named[]) ?? []} value={item.stages} change={(value) => set("stages", value)} />
          <Choices label={t("nav.programmes")} from={carers} value={item.programmes} change={(value) => set("programmes", value)} />
          <Choices label={t("calendar.topics")} from={(draft.document!.topics as unknown as Named[]) ?? []} value={item.topics} change={(value) => set("topics", value)} />
          <Spoken label={t("calendar.note")} value={item.note} tongue={tongue} home={home} change={(value) => set("note", value)} lines={3} />
        </fieldset>
        {edits && (
          <div>
            <Button variant="default" onClick={remove}>
              {t("calendar.remove")}
            </Button>
          </div>
        )}
      </div>
    </SidePanel>
  );
}

function Choices({ label, from, value, change }: { label: string; from: Named[]; value: Json | undefined; change: (value: Json | undefined) => void }) {
  const { text } = useWords();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  if (from.length === 0) return null;
  const turn = (key: string) => {
    const next = chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key];
    change(next.length > 0 ? next : undefined);
  };
  return (
    <fieldset className="days">
      <legend>{label}</legend>
      {from.map(({ key, name }) => (
        <label key={key}>
          <input type="checkbox" checked={chosen.includes(key)} onChange={() => turn(key)} />
          {text(name ?? key)}
        </label>
      ))}
    </fieldset>
  );
}
