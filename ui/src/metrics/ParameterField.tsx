import { NativeSelect, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Search } from "../app/address";
import { useWords } from "../app/words";
import { reportOptions, type Parameter, type ReportOptions } from "../api/reports";
import { groupChoices, withCurrent, type Choices } from "./choices";
import { DimensionField } from "./DimensionField";
import { TypedField } from "./TypedField";
import { TagsField } from "./TagsField";
import { valueOf, valuesOf } from "./parameters";
import { GROUP_NAMES } from "./search";

const OFFERED: Partial<Record<string, keyof ReportOptions>> = { stage: "stages", event: "events", channel: "channels", programme: "programmes" };

interface Props {
  parameter: Parameter;
  search: Search;
  set: (value: string | string[]) => void;
}

/** One field of the form, by the kind of its value. */
export function ParameterField({ parameter, search, set }: Props) {
  const { t, text } = useWords();
  const { kind, many } = parameter;
  const label = text(parameter.title);
  const choices = useChoices(parameter);
  const value = valueOf(parameter, search);
  if (many) return <TagsField label={label} values={valuesOf(parameter, search)} choices={choices} set={set} />;
  if (kind === "flag") {
    return <Switch className="flag-field" label={label} checked={value === "true"} onChange={(event) => set(String(event.currentTarget.checked))} />;
  }
  if (kind === "dimension") return <DimensionField label={label} value={value} optional={!parameter.required && parameter.default === null} set={set} />;
  if (kind === "date") {
    return <TextInput type="date" label={label} value={value} onChange={(event) => set(event.currentTarget.value)} />;
  }
  if (choices.length > 0) {
    const none = parameter.default === null ? [{ value: "", label: t("parameter.usual") }] : [];
    return <NativeSelect label={label} value={value} onChange={(event) => set(event.currentTarget.value)} data={withCurrent([...none, ...choices], value || undefined)} />;
  }
  return <TypedField label={label} parameter={parameter} value={value} set={set} />;
}

function useChoices(parameter: Parameter): Choices {
  const { t, text } = useWords();
  const { kind, choices } = parameter;
  const list = OFFERED[kind];
  const options = useQuery({ ...reportOptions, enabled: list !== undefined || kind === "group" }).data;
  if (kind === "choice") return choices.map((each) => ({ value: each.value, label: text(each.title) }));
  if (kind === "group") return groupChoices(options, GROUP_NAMES.map((name) => ({ name, title: t(`filter.${name}`) })), text);
  return list ? (options?.[list] ?? []).map((each) => ({ value: each.value, label: text(each.title) })) : [];
}
