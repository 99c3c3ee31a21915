import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../app/words";
import { isMapping, type Json } from "../../draft/json";
import { spoken, written } from "../../draft/localText";
import { fromLines, toLines } from "./lines";
import { useMap } from "./MapContext";
import { usePaused } from "./usePaused";

interface Props {
  label: string;
  description?: ReactNode;
  /** What the document has: one text. */
  value: Json | undefined;
  change: (value: Json | undefined) => void;
  lines?: number;
}

/** One text of the document beside the map, in the language that is read. */
export function TextField({ label, description, value, change, lines = 1 }: Props) {
  const { t } = useWords();
  const { tongue, home, edits } = useMap();
  const here = written(value, tongue, home);
  const other = isMapping(value) || tongue !== home ? written(value, tongue === "fi" ? "en" : "fi", home) : "";
  const { value: typed, setValue, send } = usePaused(here, (text) => {
    const next = spoken(value, tongue, home, text);
    change(next === "" || (isMapping(next) && Object.keys(next).length === 0) ? undefined : next);
  });
  const shared = {
    label,
    description,
    lang: tongue,
    dir: "auto",
    readOnly: !edits,
    placeholder: other || undefined,
    error: undefined,
    value: typed,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setValue(event.currentTarget.value),
    onBlur: send,
    inputWrapperOrder: ["label", "description", "input", "error"] as ("label" | "description" | "input" | "error")[],
    "aria-description": here === "" && other ? t(tongue === "fi" ? "text.noFinnish" : "text.noEnglish") : undefined,
  };
  return lines > 1 ? <Textarea {...shared} rows={lines} /> : <TextInput {...shared} />;
}

/** Several texts of the document, one on each line. */
export function LinesField({ label, description, value, change }: { label: string; description?: ReactNode; value: readonly Json[]; change: (value: Json[]) => void }) {
  const { tongue, home, edits } = useMap();
  const { value: typed, setValue, send } = usePaused(toLines(value, tongue, home), (text) => change(fromLines(text, value, tongue, home)));
  return (
    <Textarea
      label={label}
      description={description}
      lang={tongue}
      dir="auto"
      readOnly={!edits}
      rows={Math.min(10, Math.max(2, typed.split("\n").length + 1))}
      value={typed}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={send}
    />
  );
}

/** A plain line: a name, a link, a key. */
export function PlainField({ label, description, value, change, type }: { label: string; description?: ReactNode; value: Json | undefined; change: (value: string | undefined) => void; type?: string }) {
  const { edits } = useMap();
  const now = value === undefined || value === null ? "" : String(value);
  const { value: typed, setValue, send } = usePaused(now, (text) => change(text.trim() || undefined));
  return <TextInput label={label} description={description} type={type} dir="auto" readOnly={!edits} value={typed} onChange={(event) => setValue(event.currentTarget.value)} onBlur={send} />;
}

/** A number, or nothing. Text that is no number in its bounds is told so and not taken in. */
export function NumberField({ label, description, value, change, least, most, whole = false }: { label: string; description?: ReactNode; value: Json | undefined; change: (value: number | undefined) => void; least: number; most: number; whole?: boolean }) {
  const { t, number } = useWords();
  const { edits } = useMap();
  const read = (text: string) => Number(text.trim().replace(",", "."));
  const good = (text: string) => text.trim() === "" || (Number.isFinite(read(text)) && read(text) >= least && read(text) <= most && (!whole || Number.isInteger(read(text))));
  const { value: typed, setValue, send } = usePaused(value === undefined || value === null ? "" : String(value), (text) => {
    if (good(text)) change(text.trim() === "" ? undefined : read(text));
  });
  return (
    <TextInput
      label={label}
      description={description}
      inputMode="decimal"
      readOnly={!edits}
      value={typed}
      error={good(typed) ? undefined : t(whole ? "map.badWhole" : "map.badNumber", { least: number(least), most: number(most) })}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={send}
    />
  );
}
