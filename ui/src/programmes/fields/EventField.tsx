import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { reportOptions } from "../../api/reports";
import { useWords } from "../../app/words";
import type { Json } from "../../draft/json";
import { PairsField } from "./PairsField";

interface Props {
  label: string;
  event: string;
  name: (value: string) => void;
  where?: Json;
  test?: (value: Json | undefined) => void;
}

/** The name of an event, with those that have come to choose from, and the conditions of its properties. */
export function EventField({ label, event, name, where, test }: Props) {
  const { t } = useWords();
  const id = useId();
  const known = useQuery(reportOptions).data?.events ?? [];
  return (
    <>
      <TextInput label={label} value={event} list={id} autoComplete="off" onChange={(changed) => name(changed.currentTarget.value)} />
      <datalist id={id}>
        {known.slice(0, 200).map((each) => (
          <option key={each.value} value={each.value} />
        ))}
      </datalist>
      {test && (
        <PairsField label={t("wait.where")} description={t("wait.whereWhat")} names={t("wait.property")} values={t("wait.test")} value={where} change={test} />
      )}
    </>
  );
}
