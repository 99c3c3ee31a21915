import { Textarea, TextInput } from "@mantine/core";
import { useWords } from "../app/words";
import type { Json } from "./json";
import { spoken, written, type Tongue } from "./localText";

interface Props {
  label: string;
  description?: string;
  value: Json | undefined;
  tongue: Tongue;
  home: Tongue;
  change: (value: Json | undefined) => void;
  /** More than one: a field of so many lines. */
  lines?: number;
}

/** A text in the language that is being edited; it says when the other language has one and this has not. */
export function Spoken({ label, description, value, tongue, home, change, lines = 1 }: Props) {
  const { t } = useWords();
  const text = written(value, tongue, home);
  const other = written(value, tongue === "fi" ? "en" : "fi", home);
  const missing = text === "" && other !== "" ? t(tongue === "fi" ? "text.noFinnish" : "text.noEnglish") : undefined;
  const shared = {
    label,
    lang: tongue,
    description: [description, missing].filter(Boolean).join(" ") || undefined,
    placeholder: other || undefined,
    value: text,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => change(spoken(value, tongue, home, event.currentTarget.value)),
  };
  return lines > 1 ? <Textarea {...shared} minRows={lines} rows={lines} spellCheck /> : <TextInput {...shared} />;
}
