import { NumberInput, TextInput } from "@mantine/core";
import { createContext, useContext } from "react";
import type { SettingsValues } from "../api/settings";
import type { Problem } from "../api/types";
import { useWords } from "../app/words";
import { edited, read, type Edits, type Path, type Value } from "./edits";

interface Form {
  values: SettingsValues;
  edits: Edits;
  problems: Problem[];
  change: (edits: Edits) => void;
}

/** What the fields of one form share. */
export const SettingsForm = createContext<Form>(null as unknown as Form);

export const fieldId = (path: string) => `setting-${path.replace(/[./]/, "-")}`;

/** One setting: what it says now, how to change it, and what is wrong with it. */
export function useSetting(path: Path) {
  const form = useContext(SettingsForm);
  const wrong = form.problems.find(({ where }) => where.replace(".", "/") === path);
  return {
    value: read(form.values, form.edits, path),
    set: (value: Value) => form.change(edited(form.values, form.edits, path, value)),
    shown: { id: fieldId(path), error: wrong ? `${wrong.what} ${wrong.fix}` : undefined },
  };
}

export function TextSetting({ of, label, how, type, empty = "" }: { of: Path; label: string; how?: string; type?: string; empty?: "" | null }) {
  const { value, set, shown } = useSetting(of);
  return (
    <TextInput
      {...shown}
      label={label}
      description={how}
      type={type}
      value={String(value ?? "")}
      onChange={(event) => set(event.currentTarget.value === "" ? empty : event.currentTarget.value)}
    />
  );
}

export function NumberSetting({ of, label, how }: { of: Path; label: string; how?: string }) {
  const { value, set, shown } = useSetting(of);
  return <NumberInput {...shown} label={label} description={how} min={0} max={1000} allowDecimal={false} allowNegative={false} value={Number(value)} onChange={(next) => typeof next === "number" && set(next)} />;
}

/** The days of the week, Monday first. */
export function DaysSetting({ of, label }: { of: Path; label: string }) {
  const { language } = useWords();
  const { value, set } = useSetting(of);
  const chosen = value as string[];
  const name = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  return (
    <fieldset className="days">
      <legend>{label}</legend>
      {DAYS.map((day, index) => (
        <label key={day}>
          <input type="checkbox" checked={chosen.includes(day)} onChange={(event) => set(DAYS.filter((each) => (each === day ? event.target.checked : chosen.includes(each))))} />
          {/* the 1st of January 2024 was a Monday */}
          {name.format(Date.UTC(2024, 0, 1 + index))}
        </label>
      ))}
    </fieldset>
  );
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
