import { NativeSelect, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useWords } from "../../app/words";
import { readLength, UNITS, writeLength, type Unit } from "../duration";

interface Props {
  label: string;
  value: string;
  change: (value: string | undefined) => void;
  /** A length before something may be negative, and an empty one may be no length at all. */
  signed?: boolean;
  optional?: boolean;
}

/** A number and its unit; what is written another way ("1y") stays in a plain field. */
export function Length({ label, value, change, signed = false, optional = false }: Props) {
  const { t } = useWords();
  const length = readLength(value);
  const [typed, setTyped] = useState(length ? String(length.count) : value);
  useEffect(() => {
    if (length && Number(typed.replace(",", ".")) !== length.count) setTyped(String(length.count));
  }, [value]);
  if (!length && value) return <TextInput label={label} value={value} onChange={(event) => change(event.currentTarget.value || undefined)} />;
  const unit: Unit = length?.unit ?? "d";
  const write = (text: string, next: Unit) => {
    setTyped(text);
    const count = Number(text.replace(",", "."));
    if (text.trim() === "" && optional) change(undefined);
    else if (text.trim() !== "" && Number.isFinite(count) && (signed || count > 0)) change(writeLength({ count, unit: next }));
  };
  return (
    <div className="length">
      <TextInput label={label} inputMode="decimal" value={typed} onChange={(event) => write(event.currentTarget.value, unit)} />
      <NativeSelect
        label={t("length.unit")}
        value={unit}
        onChange={(event) => write(typed, event.currentTarget.value as Unit)}
        data={UNITS.map((each) => ({ value: each, label: t(`length.${each}`) }))}
      />
    </div>
  );
}
