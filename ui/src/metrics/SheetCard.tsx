import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Search } from "../app/address";
import { useWords } from "../app/words";
import { ReportChart } from "../charts/ReportChart";
import type { Chart, ReportAnswer, Sheet } from "../api/reports";
import { csv } from "./csv";
import { saveFile } from "./saveFile";
import { SheetTable } from "./SheetTable";
import { ordered, type Sorting } from "./sorting";

interface Props {
  sheet: Sheet;
  other: Sheet | null;
  charts: Chart[];
  answer: ReportAnswer;
  search: Search;
  sorting: Sorting;
}

/** One table of an answer with its pictures above it. */
export function SheetCard({ sheet, other, charts, answer, search, sorting }: Props) {
  const { t, text, language, counted } = useWords();
  const [pictures, showPictures] = useState(true);
  const heading = `sheet-${sheet.key}`;
  const order = sorting.of(sheet.key);
  // Both the table and its file are in the reader's order; a picture keeps the server's.
  const shown = useMemo(() => ({ ...sheet, rows: ordered(sheet.rows, order, language) }), [sheet, order?.column, order?.down, language]);
  const download = () =>
    saveFile(
      `polku-${answer.report}-${sheet.key}-${answer.as_of.slice(0, 10)}.csv`,
      csv(shown, other, answer.currency, language, { from: t("metrics.low"), to: t("metrics.high"), compared: t("metrics.compared") }),
    );
  return (
    <section className="card stack sheet" aria-labelledby={heading}>
      <div className="row spread">
        <h2 id={heading}>{text(sheet.title)}</h2>
        <div className="row sheet-tools">
          {charts.length > 0 && (
            <Button variant="default" size="compact-sm" aria-expanded={pictures} onClick={() => showPictures(!pictures)}>
              {t(pictures ? "metrics.hideChart" : "metrics.showChart")}
            </Button>
          )}
          <Button variant="default" size="compact-sm" aria-label={t("metrics.csvOf", { sheet: text(sheet.title) })} onClick={download}>
            {t("metrics.csv")}
          </Button>
        </div>
      </div>
      {pictures && charts.map((chart) => <ReportChart key={chart.key} chart={chart} sheet={sheet} currency={answer.currency} />)}
      {sheet.rows.length > 0 ? <SheetTable sheet={shown} other={other} answer={answer} search={search} heading={heading} order={order} sort={(next) => sorting.set(sheet.key, next)} /> : <p className="quiet">{t("metrics.noRows")}</p>}
      {sheet.more > 0 && <p className="small quiet">{counted("metrics.more", sheet.more)}</p>}
    </section>
  );
}
