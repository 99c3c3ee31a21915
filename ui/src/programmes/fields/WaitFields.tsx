import { NativeSelect, TextInput } from "@mantine/core";
import { useWords } from "../../app/words";
import type { Json, Mapping } from "../../draft/json";
import { EventField } from "./EventField";
import { mapping, string, type FieldsProps } from "./Fields";
import { Length } from "./Length";

const FORMS = ["after", "event", "window", "date"] as const;
type Form = (typeof FORMS)[number];
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const WEEK: Json = ["mon", "tue", "wed", "thu", "fri"];

const formOf = (value: Json | undefined): Form => FORMS.find((form) => form in mapping(value)) ?? "after";

const STARTS: Record<Form, Json> = {
  after: "1d",
  event: { event: "", at_most: "3d", then: [], else: [] },
  window: { window: { days: WEEK, from: "09:00", to: "16:00" } },
  date: { date: "" },
};

/** A length, an event with a time-out, a window of the week, or a date of the person's own. */
export function WaitFields({ value, change }: FieldsProps) {
  const { t } = useWords();
  const form = formOf(value);
  const wait = mapping(value);
  const set = (next: Mapping) => change(["wait"], next);
  return (
    <>
      <NativeSelect
        label={t("wait.until")}
        value={form}
        onChange={(event) => change(["wait"], STARTS[event.currentTarget.value as Form])}
        data={FORMS.map((each) => ({ value: each, label: t(`wait.${each}`) }))}
      />
      {form === "after" && <Length label={t("wait.length")} value={string(value)} change={(next) => next && change(["wait"], next)} />}
      {form === "event" && (
        <>
          <EventField
            label={t("wait.eventName")}
            event={string(wait.event)}
            name={(event) => change(["wait", "event"], event)}
            where={wait.where}
            test={(next) => change(["wait", "where"], next)}
          />
          <Length label={t("wait.atMost")} value={string(wait.at_most)} change={(next) => next && change(["wait", "at_most"], next)} />
        </>
      )}
      {form === "window" && <WindowFields window={mapping(wait.window)} change={(window) => set({ ...wait, window })} />}
      {form === "date" && (
        <>
          <TextInput label={t("wait.trait")} description={t("wait.traitWhat")} value={string(wait.date)} onChange={(event) => change(["wait", "date"], event.currentTarget.value)} />
          <Length label={t("wait.offset")} value={string(wait.offset)} change={(next) => change(["wait", "offset"], next)} signed optional />
        </>
      )}
    </>
  );
}

function WindowFields({ window, change }: { window: Mapping; change: (window: Mapping) => void }) {
  const { t } = useWords();
  const days = Array.isArray(window.days) ? window.days : (WEEK as Json[]);
  return (
    <>
      <fieldset className="days">
        <legend>{t("wait.days")}</legend>
        {DAYS.map((day) => (
          <label key={day}>
            <input
              type="checkbox"
              checked={days.includes(day)}
              onChange={(event) => change({ ...window, days: DAYS.filter((each) => (each === day ? event.target.checked : days.includes(each))) })}
            />
            {t(`weekday.${day}`)}
          </label>
        ))}
      </fieldset>
      <div className="pair">
        <TextInput type="time" label={t("wait.from")} value={string(window.from)} onChange={(event) => change({ ...window, from: event.currentTarget.value })} />
        <TextInput type="time" label={t("wait.to")} value={string(window.to)} onChange={(event) => change({ ...window, to: event.currentTarget.value })} />
      </div>
    </>
  );
}
