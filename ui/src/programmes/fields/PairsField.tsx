import { Button, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useWords } from "../../app/words";
import type { Json } from "../../draft/json";
import { asPairs, fromPairs, type Pair } from "./pairs";
import { YamlField } from "./YamlField";

interface Props {
  label: string;
  description?: string;
  names: string;
  values: string;
  value: Json | undefined;
  change: (value: Json | undefined) => void;
}

/** Names and their values as rows; what holds more than names and plain values is written as YAML. */
export function PairsField({ label, description, names, values, value, change }: Props) {
  const { t } = useWords();
  const [rows, setRows] = useState<Pair[] | null>(() => asPairs(value));
  const mine = useRef(JSON.stringify(value ?? null));
  useEffect(() => {
    if (JSON.stringify(value ?? null) === mine.current) return;
    mine.current = JSON.stringify(value ?? null);
    setRows(asPairs(value));
  }, [value]);
  if (rows === null) return <YamlField label={label} description={description} value={value} change={change} />;
  const write = (next: Pair[]) => {
    setRows(next);
    const made = fromPairs(next);
    mine.current = JSON.stringify(made ?? null);
    change(made);
  };
  return (
    <fieldset className="arm-fields stack" style={{ gap: "0.6rem" }}>
      <legend>{label}</legend>
      {description && <p className="quiet small">{description}</p>}
      {rows.map((row, index) => (
        <div key={index} className="pair pair-row">
          <TextInput label={names} value={row.name} onChange={(event) => write(rows.map((each, at) => (at === index ? { ...row, name: event.currentTarget.value } : each)))} />
          <TextInput label={values} value={row.value} onChange={(event) => write(rows.map((each, at) => (at === index ? { ...row, value: event.currentTarget.value } : each)))} />
          <Button size="compact-sm" variant="default" aria-label={t("pairs.remove", { name: row.name || String(index + 1) })} onClick={() => write(rows.filter((_, at) => at !== index))}>
            ×
          </Button>
        </div>
      ))}
      <div>
        <Button size="compact-sm" variant="default" onClick={() => setRows([...rows, { name: "", value: "" }])}>
          {t("pairs.add")}
        </Button>
      </div>
    </fieldset>
  );
}
