import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Chart, Sheet } from "../api/reports";
import { useWords } from "../app/words";
import { writer } from "../metrics/cell";
import type { Drawing } from "./engine";
import { isSigned } from "./graph";
import { columnOf, withoutSums, type Paper } from "./paper";
import { picture } from "./pictures";
import { summary, type Summary } from "./summary";
import { useColours } from "./useColours";
import "./charts.css";

interface Props {
  chart: Chart;
  sheet: Sheet;
  currency: string;
}

/** A picture with the sentence that says the same; its table stands below it. */
export function ReportChart({ chart, sheet: whole, currency }: Props) {
  const sheet = useMemo(() => withoutSums(whole, chart.y[0]), [whole, chart]);
  const words = useWords();
  const { t, text, number } = words;
  const colours = useColours();
  const narrow = useMediaQuery("(max-width: 44rem)", window.innerWidth < 704);
  const paper = useMemo<Paper>(
    () => ({ colours, write: writer(words, currency), title: (column) => text(column.title), narrow }),
    [colours, words, currency, text, narrow],
  );
  const drawn = useMemo(() => picture({ chart, sheet }, paper), [chart, sheet, paper]);
  const said = useMemo(() => summary({ chart, sheet }, paper), [chart, sheet, paper]);
  const { place, failed } = useDrawing(drawn.option, said.kind !== "none");
  const sentence = useSentence(said, chart, sheet);
  const tone = chart.kind === "graph" ? columnOf(sheet, chart.y[1] ?? null) : undefined;
  if (said.kind === "none") return null;
  return (
    <figure className="chart">
      <figcaption>
        <h3>{text(chart.title)}</h3>
        <p className="small quiet">
          {sentence}
          {tone && ` ${t(isSigned(sheet.rows, tone) ? "metrics.toneSigned" : "metrics.toneHigh", { what: text(tone.title) })}`}
          {drawn.left > 0 && ` ${t("metrics.chartLeft", { n: number(drawn.left) })}`}
        </p>
      </figcaption>
      {failed ? (
        <p className="small">{t("metrics.chartFailed")}</p>
      ) : (
        <div ref={place} className="chart-place" role="img" aria-label={`${text(chart.title)}. ${sentence}`} style={{ height: drawn.height }} />
      )}
    </figure>
  );
}

function useDrawing(option: object, wanted: boolean) {
  const { ref: sized, width } = useElementSize();
  const element = useRef<HTMLDivElement | null>(null);
  const drawing = useRef<Drawing | null>(null);
  const [failed, fail] = useState(false);
  useEffect(() => {
    let gone = false;
    if (!wanted) return;
    import("./engine")
      .then(({ draw }) => {
        if (!gone && element.current) drawing.current = draw(element.current, option as Record<string, unknown>);
      })
      .catch((error: unknown) => {
        console.error(error);
        fail(true); // the table below still says it all
      });
    return () => {
      gone = true;
      drawing.current?.dispose();
      drawing.current = null;
    };
  }, [option, wanted]);
  useEffect(() => drawing.current?.resize(), [width]);
  const place = useMemo(
    () => (node: HTMLDivElement | null) => {
      element.current = node;
      return sized(node);
    },
    [sized],
  );
  return { place, failed };
}

function useSentence(said: Summary, chart: Chart, sheet: Sheet): string {
  const { t, text, number } = useWords();
  const column = columnOf(sheet, chart.y[0] ?? null);
  const flat = {
    what: text(column?.title),
    count: said.count,
    n: number(said.count),
    most: said.most?.name ?? "",
    mostValue: said.most?.value ?? "",
    least: said.least?.name ?? "",
    leastValue: said.least?.value ?? "",
    last: said.last?.name ?? "",
    lastValue: said.last?.value ?? "",
  };
  return said.kind === "none" ? "" : t(`metrics.summary.${said.kind}`, flat);
}
