import { NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useWords } from "../app/words";

interface Props {
  label: string;
  value: string;
  optional: boolean;
  set: (value: string) => void;
}

const PROPERTY = "property.";

/** What people are told apart by: channel, device, product, or any property by its name. */
export function DimensionField({ label, value, optional, set }: Props) {
  const { t } = useWords();
  const [own, setOwn] = useState(value.startsWith(PROPERTY));
  const [name, setName] = useState(value.startsWith(PROPERTY) ? value.slice(PROPERTY.length) : "");
  useEffect(() => {
    setOwn(value.startsWith(PROPERTY));
    if (value.startsWith(PROPERTY)) setName(value.slice(PROPERTY.length));
  }, [value]);
  const ask = () => name.trim() && set(PROPERTY + name.trim());
  return (
    <>
      <NativeSelect
        label={label}
        value={own ? PROPERTY : value}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setOwn(next === PROPERTY);
          if (next !== PROPERTY) set(next);
        }}
        data={[
          ...(optional ? [{ value: "", label: t("parameter.usual") }] : []),
          ...(["channel", "device", "product"] as const).map((each) => ({ value: each, label: t(`filter.${each}`) })),
          { value: PROPERTY, label: t("parameter.own") },
        ]}
      />
      {own && (
        <TextInput
          label={t("parameter.property")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={ask}
          onKeyDown={(event) => event.key === "Enter" && ask()}
        />
      )}
    </>
  );
}
