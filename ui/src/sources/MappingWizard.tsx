import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Answer, Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { call } from "../api/client";
import { imported, proposal } from "../api/queries";
import type { FieldMap, Proposal, SampleRow, SpendRow } from "../api/types";
import { ColumnRoles } from "./ColumnRoles";
import { constantOf, CONSTANTS, withConstant, withRole } from "./mapping";
import { SampleRows } from "./SampleRows";
import { SpendRows } from "./SpendRows";

/** What each column is, with sample rows as they will land. Every change asks the server anew. */
export function MappingWizard({ id }: { id: string }) {
  const [map, setMap] = useState<FieldMap | null>(null);
  const [timezone, setTimezone] = useState<string | null>(null);
  // Typing a constant should not ask at each letter.
  const [asked] = useDebouncedValue(map, 250);
  const answer = useQuery(proposal(id, asked, timezone));
  return (
    <Answer of={answer}>
      {(found) => (
        <Wizard
          id={id}
          found={found}
          map={map ?? found.map}
          setMap={setMap}
          timezone={timezone}
          setTimezone={setTimezone}
          waiting={answer.isFetching || map !== asked}
          failed={answer.error}
        />
      )}
    </Answer>
  );
}

function Wizard(props: {
  id: string;
  found: Proposal;
  map: FieldMap;
  setMap: (map: FieldMap) => void;
  timezone: string | null;
  setTimezone: (zone: string | null) => void;
  waiting: boolean;
  failed: unknown;
}) {
  const { id, found, map, setMap, timezone, setTimezone, waiting, failed } = props;
  const { t, counted, timezone: ours } = useWords();
  const readable = (format: string) => format.replace(/%([dmYHMS])/g, (_, part: string) => t(`import.pattern.${part}`));
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => call("POST", `/api/imports/${id}/run`, { map, timezone }),
    onSettled: () => client.invalidateQueries({ queryKey: imported(id).queryKey }),
  });
  const spend = found.kind === "spend"; // a day of ad costs has no event and no zone
  const blocked = Boolean(failed) || found.problems.some(({ level }) => level === "error");
  return (
    <>
      <p className="quiet small">
        {counted("import.rows", found.rows_estimate)} · {found.format}
        {found.encoding && ` · ${found.encoding}`}
        {found.date_format && ` · ${t("import.dates", { format: readable(found.date_format) })}`}
        {found.decimal && ` · ${t("import.decimal", { mark: found.decimal })}`}
      </p>
      <ColumnRoles columns={found.columns} map={map} change={(column, role) => setMap(withRole(map, column, role))} />
      <fieldset className="constants">
        <legend>{t("import.constants")}</legend>
        {CONSTANTS.filter((field) => !spend || field !== "event").map((field) => {
          const value = constantOf(map, field);
          if (value === null) return null;
          return (
            <TextInput
              key={field}
              label={t(`field.${field}`)}
              placeholder={t(`import.like.${field}`)}
              value={value}
              onChange={(event) => setMap(withConstant(map, field, event.currentTarget.value))}
            />
          );
        })}
        {!spend && <NativeSelect
          label={t("import.timezone")}
          description={t("import.timezoneWhat")}
          value={timezone ?? ""}
          onChange={(event) => setTimezone(event.currentTarget.value || null)}
          data={[
            { value: "", label: t("import.asFound", { zone: found.timezone ?? "UTC" }) },
            ...[...new Set([ours, "UTC", "Europe/Helsinki", "Europe/Stockholm", "Europe/London"])],
          ]}
        />}
      </fieldset>
      {failed ? <Failure error={failed} /> : found.problems.length > 0 && <Problems of={found.problems} />}
      {spend ? <SpendRows rows={found.sample as SpendRow[]} waiting={waiting} /> : <SampleRows rows={found.sample as SampleRow[]} waiting={waiting} />}
      <div className="row">
        <Button disabled={blocked || waiting} loading={run.isPending} onClick={() => run.mutate()}>
          {counted("import.run", found.rows_estimate)}
        </Button>
        {blocked && <span className="small">{t("import.blocked")}</span>}
      </div>
      {run.error && <Failure error={run.error} />}
      <details className="small">
        <summary>{t("import.command")}</summary>
        <div className="stack" style={{ gap: "0.5rem", justifyItems: "start" }}>
          <pre className="code" tabIndex={0}>
            {found.command}
          </pre>
          <CopyButton text={found.command} />
        </div>
      </details>
    </>
  );
}
