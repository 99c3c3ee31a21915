import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import type { Improvement, NewMetric } from "../api/improve";
import { reportAnswer, reportMenu, type ReportAnswer } from "../api/reports";
import type { LocalText } from "../format/text";

const SEPARATOR = "\n"; // stands in no key

/** Chooses a number with an interval from any report, and the day from which people are followed. */
export function MetricForm({ item, busy, choose, cancel }: { item: Improvement; busy: boolean; choose: (metric: NewMetric) => void; cancel: () => void }) {
  const { t, text } = useWords();
  const old = item.metric;
  const [report, setReport] = useState(old?.report ?? (item.programme ? "experiments" : "conversion"));
  const [number, setNumber] = useState(old ? old.row + SEPARATOR + old.column : "");
  const [better, setBetter] = useState<"up" | "down">(old?.better ?? "up");
  const [since, setSince] = useState(old?.since ?? "");
  const menu = useQuery(reportMenu).data ?? [];
  const answer = useQuery(reportAnswer(report, {}));
  const choices = answer.data ? numbers(answer.data, text) : [];
  const usual = choices.find(({ value }) => item.stage !== null && value === item.stage + SEPARATOR + "conversion")?.value;
  const chosen = choices.some(({ value }) => value === number) ? number : (usual ?? choices[0]?.value ?? "");
  return (
    <form
      className="stack"
      style={{ gap: "0.6rem" }}
      onSubmit={(event) => {
        event.preventDefault();
        const [row = "", column = ""] = chosen.split(SEPARATOR);
        const asked = old?.report === report ? old.asked : {};
        choose({ report, row, column, asked, better, ...(since ? { since } : {}) });
      }}
    >
      <NativeSelect
        label={t("metric.report")}
        value={report}
        onChange={(event) => setReport(event.currentTarget.value)}
        data={menu.map((each) => ({ value: each.key, label: text(each.title) }))}
      />
      {answer.error && <Failure error={answer.error} />}
      {answer.data && choices.length === 0 ? (
        <p className="small">{t("metric.noNumbers")}</p>
      ) : (
        <NativeSelect label={t("metric.number")} value={chosen} onChange={(event) => setNumber(event.currentTarget.value)} data={choices} disabled={!answer.data} />
      )}
      <div className="pair">
        <NativeSelect
          label={t("metric.better")}
          value={better}
          onChange={(event) => setBetter(event.currentTarget.value as "up" | "down")}
          data={[
            { value: "up", label: t("metric.up") },
            { value: "down", label: t("metric.down") },
          ]}
        />
        <TextInput type="date" label={t("metric.since")} description={t("metric.sinceWhat")} value={since} onChange={(event) => setSince(event.currentTarget.value)} />
      </div>
      <div className="row">
        <Button type="submit" size="compact-sm" disabled={!chosen} loading={busy}>
          {t("metric.use")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={cancel}>
          {t("app.cancel")}
        </Button>
      </div>
    </form>
  );
}

/** Every number of an answer that has an interval, by what its row and column are called. */
function numbers(answer: ReportAnswer, text: (value: LocalText) => string): { value: string; label: string }[] {
  const figures = answer.figures
    .filter(({ low }) => low !== null)
    .map(({ key, title }) => ({ value: SEPARATOR + key, label: text(title as LocalText) }));
  const cells = answer.sheets.flatMap((sheet) => {
    const names = sheet.columns.filter(({ kind }) => kind === "text").slice(0, 2);
    const columns = sheet.columns.filter(({ interval }) => interval);
    return sheet.rows.flatMap((row) => {
      const name = names.map(({ key }) => row[key]).filter(Boolean).map((value) => text(value as LocalText)).join(" → ");
      return columns
        .filter(({ key }) => typeof row[key] === "number")
        .map(({ key, title }) => ({ value: String(row.id) + SEPARATOR + key, label: [name, text(title as LocalText)].filter(Boolean).join(": ") }));
    });
  });
  return [...figures, ...cells];
}
