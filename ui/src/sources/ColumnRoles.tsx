import { NativeSelect } from "@mantine/core";
import { useWords } from "../app/words";
import type { Column, ColumnRole, FieldMap } from "../api/types";
import { isSpend, rolesUnder, SHARED, SINGLE, SPEND } from "./mapping";

/** Each column of the file with samples, and the choice of what it is. */
export function ColumnRoles({
  columns,
  map,
  change,
}: {
  columns: Column[];
  map: FieldMap;
  change: (column: string, role: ColumnRole) => void;
}) {
  const { t, percent } = useWords();
  const roles = rolesUnder(map, columns);
  const single = isSpend(map) ? SPEND : SINGLE;
  const choices: readonly ColumnRole[] = [...single, ...(isSpend(map) ? (["ignore"] as const) : SHARED)];
  return (
    <div className="scroll" role="group" aria-label={t("import.columns")} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.meaning")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, samples, role, confidence }) => {
            const own = roles[name] ?? "property";
            return (
              <tr key={name}>
                <th scope="row">
                  {name || t("import.unnamed")}
                  <span className="samples quiet small">{samples.slice(0, 3).join(" · ")}</span>
                </th>
                <td>
                  <NativeSelect
                    aria-label={t("import.meaningOf", { column: name })}
                    value={own}
                    onChange={(event) => change(name, event.currentTarget.value as ColumnRole)}
                    data={choices.map((value) => ({ value, label: t(`field.${value}`) }))}
                  />
                  {own === role && confidence < 0.75 && single.includes(role) && (
                    <span className="quiet small">{t("import.unsure", { sure: percent(confidence, 0) })}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
