import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { Json } from "./json";
import type { Tongue } from "./localText";
import { linesOf, withLines } from "./spokenLines";

interface Props {
  label: string;
  description?: string;
  placeholder?: string;
  value: Json | undefined;
  tongue: Tongue;
  home: Tongue;
  lines?: number;
  change: (value: Json[]) => void;
}

/** A list of texts, one on each line. What is being written stays as written until the field is left: an empty last
 * line is where the next one comes. */
export function SpokenLines({ label, description, placeholder, value, tongue, home, lines = 3, change }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Textarea
      label={label}
      description={description}
      placeholder={placeholder}
      lang={tongue}
      dir="auto"
      rows={lines}
      value={typed ?? linesOf(value, tongue, home)}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        change(withLines(value, tongue, home, event.currentTarget.value));
      }}
      onBlur={() => setTyped(null)}
      spellCheck
    />
  );
}
