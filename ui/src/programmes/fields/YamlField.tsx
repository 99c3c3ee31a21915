import { Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useWords } from "../../app/words";
import type { Json } from "../../draft/json";
import { readYaml, writeYaml } from "../../draft/yamlText";

interface Props {
  label: string;
  description?: string;
  value: Json | undefined;
  change: (value: Json | undefined) => void;
  rows?: number;
  /** What else is wrong with it, beside what cannot be read. */
  error?: string;
}

const shown = (value: Json | undefined) => (value === undefined || value === null || JSON.stringify(value) === "{}" ? "" : writeYaml(value).trimEnd());

/** Any part of the document as YAML; it is taken in as soon as it reads, and says the line until it does. */
export function YamlField({ label, description, value, change, rows = 5, error }: Props) {
  const { t } = useWords();
  const [text, setText] = useState(() => shown(value));
  const mine = useRef(JSON.stringify(value ?? null));
  const { fault } = readYaml(text);
  useEffect(() => {
    // A change from elsewhere (undo, the source view) is shown; one's own text is left as it was typed.
    if (JSON.stringify(value ?? null) !== mine.current) {
      mine.current = JSON.stringify(value ?? null);
      setText(shown(value));
    }
  }, [value]);
  return (
    <Textarea
      label={label}
      description={description}
      classNames={{ input: "yaml" }}
      rows={Math.max(rows, Math.min(14, text.split("\n").length + 1))}
      spellCheck={false}
      autoCapitalize="off"
      value={text}
      error={fault ? t("yaml.fault", { line: fault.line }) : error}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        const read = readYaml(next);
        if (read.fault) return;
        const empty = read.value === null || read.value === undefined;
        mine.current = JSON.stringify(empty ? null : read.value);
        change(empty ? undefined : read.value);
      }}
    />
  );
}
