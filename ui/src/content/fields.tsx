import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useWords } from "../app/words";
import { isMapping, type Json, type Mapping } from "../draft/json";
import { spoken, written } from "../draft/localText";
import { linesOf, withLines } from "../draft/spokenLines";
import { usePaused } from "../journey/design/usePaused";
import { keyOf, keysIn } from "./plan";
import { nameOf, usePlan } from "./usePlan";

interface Of {
  label: string;
  description?: string;
  value: Json | undefined;
  change: (value: Json | undefined) => void;
}

const ORDER = ["label", "description", "input", "error"] as ("label" | "description" | "input" | "error")[];

/** One text, in the language that is read; emptied, it is as if it were not there. */
export function TextField({ label, description, value, change, lines = 1, focus = false }: Of & { lines?: number; focus?: boolean }) {
  const { t } = useWords();
  const { tongue, home, edits } = usePlan();
  const other = written(value, tongue === "fi" ? "en" : "fi", home);
  const here = written(value, tongue, home);
  const { value: typed, setValue, send } = usePaused(here, (text) => {
    const next = spoken(value, tongue, home, text.trim() === "" ? "" : text);
    change(next === "" || (isMapping(next) && Object.keys(next).length === 0) ? undefined : next);
  });
  const missing = here === "" && other !== "" ? t(tongue === "fi" ? "text.noFinnish" : "text.noEnglish") : undefined;
  const shared = {
    label,
    description: [description, missing].filter(Boolean).join(" ") || undefined,
    inputWrapperOrder: ORDER,
    lang: tongue,
    dir: "auto",
    readOnly: !edits,
    placeholder: other || undefined,
    "data-autofocus": focus || undefined,
    value: typed,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setValue(event.currentTarget.value),
    onBlur: send,
  };
  return lines > 1 ? <Textarea {...shared} rows={lines} spellCheck /> : <TextInput {...shared} />;
}

/** Several texts, one on each line. */
export function LinesField({ label, description, value, change }: Of) {
  const { tongue, home, edits } = usePlan();
  const { value: typed, setValue, send } = usePaused(linesOf(value, tongue, home), (text) => {
    const next = withLines(value, tongue, home, text);
    change(next.length ? next : undefined);
  });
  return (
    <Textarea
      label={label}
      description={description}
      inputWrapperOrder={ORDER}
      lang={tongue}
      dir="auto"
      rows={3}
      readOnly={!edits}
      value={typed}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={send}
      spellCheck
    />
  );
}

/** A plain line: an address, a name, a day. */
export function LineField({ label, description, value, change, type }: Of & { type?: string }) {
  const { edits } = usePlan();
  const { value: typed, setValue, send } = usePaused(value === undefined || value === null ? "" : String(value), (text) => change(text.trim() || undefined));
  return (
    <TextInput
      label={label}
      description={description}
      inputWrapperOrder={ORDER}
      type={type}
      dir="auto"
      maxLength={500}
      readOnly={!edits}
      value={typed}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={send}
    />
  );
}

/** A number that is not negative, or nothing. What is no number is told so and not taken in. */
export function NumberField({ label, description, value, change, whole = false }: Of & { whole?: boolean }) {
  const { t } = useWords();
  const { edits } = usePlan();
  const read = (text: string) => Number(text.replace(/\s/g, "").replace(",", "."));
  const good = (text: string) => text.trim() === "" || (Number.isFinite(read(text)) && read(text) >= (whole ? 1 : 0) && (!whole || Number.isInteger(read(text))));
  const { value: typed, setValue, send } = usePaused(value === undefined || value === null ? "" : String(value), (text) => {
    if (good(text)) change(text.trim() === "" ? undefined : read(text));
  });
  return (
    <TextInput
      label={label}
      description={description}
      inputWrapperOrder={ORDER}
      inputMode="decimal"
      readOnly={!edits}
      value={typed}
      error={good(typed) ? undefined : t(whole ? "plan.badWhole" : "plan.badNumber")}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={send}
    />
  );
}

/** One of some choices, or none. A value that is not among them stays and is shown by its key. */
export function Choice({ label, description, value, change, choices, none }: Of & { choices: { value: string; label: string }[]; none?: string }) {
  const { edits } = usePlan();
  const now = typeof value === "string" ? value : "";
  const known = now === "" || choices.some((each) => each.value === now);
  return (
    <NativeSelect
      label={label}
      description={description}
      inputWrapperOrder={ORDER}
      disabled={!edits}
      value={now}
      onChange={(event) => change(event.currentTarget.value || undefined)}
      data={[...(none === undefined ? [] : [{ value: "", label: none }]), ...(known ? [] : [{ value: now, label: now }]), ...choices]}
    />
  );
}

/** Some of the parts of the document: stages, personas, proof. */
export function Picks({ label, description, value, change, of }: Of & { of: Mapping[] }) {
  const { text } = useWords();
  const { edits } = usePlan();
  const chosen = keysIn(value);
  if (of.length === 0) return null;
  return (
    <fieldset className="days" disabled={!edits}>
      <legend>{label}</legend>
      {description && <p className="small quiet picks-what">{description}</p>}
      {of.map((part) => {
        const key = keyOf(part);
        return (
          <label key={key}>
            <input
              type="checkbox"
              checked={chosen.includes(key)}
              onChange={(event) => {
                // In the order of the document, so that the text does not change by the order of pressing.
                const next = of.map(keyOf).filter((each) => (each === key ? event.currentTarget.checked : chosen.includes(each)));
                change(next.length ? next : undefined);
              }}
            />
            <span dir="auto">{text(nameOf(part))}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
