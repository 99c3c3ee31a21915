import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { readAddress } from "../app/address";
import { reportAnswer } from "../api/reports";
import type { LocalText } from "../format/text";
import type { PeopleSearch } from "./peopleSearch";

/** Which number of which report the list was opened from, and the way back to it as it was asked. */
export function ReportOrigin({ search }: { search: PeopleSearch & { report: string } }) {
  const { t, text } = useWords();
  const { report, row, column } = search;
  const asked = readAddress(search.asked ?? "");
  const answer = useQuery(reportAnswer(report, asked)).data;
  const sheet = answer?.sheets.find(({ rows, columns }) => columns.some(({ key }) => key === column) && rows.some(({ id }) => id === row));
  const found = sheet?.rows.find(({ id }) => id === row);
  const named = sheet?.columns.filter(({ kind }) => kind === "text" || kind === "month" || kind === "day") ?? [];
  const name = named
    .slice(0, 2)
    .map(({ key }) => text(found?.[key] as LocalText | null))
    .join(" → ");
  const title = sheet?.columns.find(({ key }) => key === column)?.title ?? answer?.figures.find(({ key }) => key === column)?.title;
  const said = { report: answer ? text(answer.title) : report, column: title ? text(title) : (column ?? "") };
  return (
    <>
      <span>{row ? t("people.ofReportRow", { ...said, row: name || row }) : t("people.ofReport", said)}</span>
      <Link to="/metrics/$report" params={{ report }} search={asked}>
        {t("people.backToReport")}
      </Link>
    </>
  );
}
