import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useWords } from "../app/words";
import type { Parameter } from "../api/reports";
import { typedNumber } from "./parameters";

interface Props {
  label: string;
  parameter: Parameter;
  value: string;
  set: (value: string) => void;
}

/** A number or a text; it is asked when the reader leaves the field or presses Enter, not at every letter. */
export function TypedField({ label, parameter, value, set }: Props) {
  const { t, number, language } = useWords();
  const numeric = parameter.kind === "whole" || parameter.kind === "number";
  const shown = numeric && value !== "" ? written(value, language) : value;
  const [typed, setTyped] = useState(shown);
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setTyped(shown);
    setWrong(false);
  }, [shown]);
  const { least, most } = parameter;
  const bounds = () => {
    const ends = { low: number(least, 6), high: number(most, 6) };
    if (least !== null && most !== null) return t("parameter.range", ends);
    if (least !== null) return t("parameter.atLeast", { low: ends.low });
    return most === null ? undefined : t("parameter.atMost", { high: ends.high });
  };
  const ask = () => {
    if (typed === shown) return;
    if (!numeric || typed.trim() === "") return set(typed.trim());
    const found = typedNumber(typed, parameter);
    setWrong(found === null);
    if (found !== null) set(found);
  };
  return (
    <TextInput
      label={label}
      inputMode={numeric ? "decimal" : "text"}
      value={typed}
      placeholder={value === "" ? t("parameter.usual") : undefined}
      error={wrong && (bounds() ?? true)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={ask}
      onKeyDown={(event) => event.key === "Enter" && ask()}
    />
  );
}

function written(value: string, language: string): string {
  return language === "fi" ? value.replace(".", ",") : value;
}
