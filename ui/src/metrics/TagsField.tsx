import { NativeSelect, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { useWords } from "../app/words";
import type { Choice, Choices } from "./choices";

interface Props {
  label: string;
  values: string[];
  choices: Choices;
  set: (values: string[]) => void;
}

/** A list: each value as a tag that can be removed, and a field that adds one. */
export function TagsField({ label, values, choices, set }: Props) {
  const { t } = useWords();
  const heading = useId();
  const [typed, setTyped] = useState("");
  const flat = choices.flatMap((each): Choice[] => ("items" in each ? each.items : [each]));
  const name = (value: string) => flat.find((each) => each.value === value)?.label ?? value;
  const add = (value: string) => {
    setTyped("");
    if (value.trim() && !values.includes(value.trim())) set([...values, value.trim()]);
  };
  const left = choices
    .map((each) => ("items" in each ? { ...each, items: each.items.filter(({ value }) => !values.includes(value)) } : each))
    .filter((each) => ("items" in each ? each.items.length > 0 : !values.includes(each.value)));
  return (
    <div className="tags" role="group" aria-labelledby={heading}>
      <span id={heading} className="tags-label">
        {label}
      </span>
      {values.length > 0 && (
        <ul className="plain view-list">
          {values.map((value) => (
            <li key={value} className="view-chip">
              <span>{name(value)}</span>
              <button type="button" aria-label={t("parameter.remove", { value: name(value) })} onClick={() => set(values.filter((each) => each !== value))}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {choices.length > 0 ? (
        <NativeSelect aria-label={t("parameter.addTo", { name: label })} value="" onChange={(event) => add(event.currentTarget.value)} data={[{ value: "", label: `${t("parameter.add")}…` }, ...left]} />
      ) : (
        <TextInput
          aria-label={t("parameter.addTo", { name: label })}
          placeholder={`${t("parameter.add")}…`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => add(typed)}
          onKeyDown={(event) => event.key === "Enter" && add(typed)}
        />
      )}
    </div>
  );
}
