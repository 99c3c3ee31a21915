import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { BreakIcon } from "../app/icons";
import { Dialog } from "../app/Panel";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import type { ReportAnswer, ReportRow, Sheet } from "../api/reports";
import type { Arrow, Home } from "../api/types";
import { interval, numberIn, writer } from "../metrics/cell";
import { behind } from "../metrics/peopleBehind";
import { goalOfArrow, target } from "./goalOfArrow";
import { SecondGoal } from "./panels/SecondGoal";
import { useGoal } from "./panels/useGoal";
import type { JourneyDraft } from "./useJourneyDraft";

interface Props {
  row: ReportRow;
  place: number;
  mend: ReportAnswer;
  leaks: ReportAnswer | undefined;
  data: Home;
  draft: JourneyDraft;
}

const FACTS = ["point", "day", "conversion", "gain", "group", "best"] as const;

/** One arrow: what mending it brings, how sure that is, and who stands behind the numbers. */
export function MendCard({ row, place, mend, leaks, data, draft }: Props) {
  const words = useWords();
  const { t, text } = words;
  const edits = useEdits();
  const [goal, showGoal] = useState(false);
  const sheet = mend.sheets[0]!;
  const arrow = data.arrows.find(({ from }) => from === row.id);
  const leak = leaks?.sheets[0]?.rows.find(({ id }) => id === row.id);
  const name = useArrowName(row, arrow, data);
  const breaks = (mend.details as { first?: { from: string } }).first?.from === row.id;
  return (
    <article className="card mend-card" data-breaks={breaks} aria-label={name}>
      <header className="row">
        <span className="mend-place number" aria-hidden="true">
          {place}
        </span>
        <h3>{name}</h3>
        {breaks && (
          <span className="mark mend-break" data-level="warning">
            <BreakIcon size={14} /> {t("arrow.breaks")}
          </span>
        )}
      </header>
      <Fact sheet={sheet} row={row} name="achievable" currency={mend.currency} large />
      <dl className="mend-facts">
        {FACTS.map((each) => (
          <Fact key={each} sheet={sheet} row={row} name={each} currency={mend.currency} />
        ))}
        {leak && leaks && <Fact sheet={leaks.sheets[0]!} row={leak} name="leak" currency={leaks.currency} />}
      </dl>
      <p className="row small">
        <People answer={mend} row={row} column="entered" />
        {leaks && leak && <People answer={leaks} row={leak} column="lost" />}
      </p>
      <details className="small">
        <summary>{text(mend.sheets.find(({ key }) => key === "sums")?.title)}</summary>
        <p className="number">{writer(words, mend.currency)(row.arithmetic, "text")}</p>
      </details>
      {arrow && edits && (
        <div>
          <Button variant="default" size="sm" onClick={() => showGoal(true)}>
            {t("optimise.take")}
          </Button>
        </div>
      )}
      {goal && arrow && <GoalDialog row={row} arrow={arrow} data={data} draft={draft} name={name} close={() => showGoal(false)} />}
    </article>
  );
}

function useArrowName(row: ReportRow, arrow: Arrow | undefined, data: Home): string {
  const { text } = useWords();
  const name = (key: string) => text(data.stages.find((stage) => stage.key === key)?.name ?? key);
  return arrow ? `${name(arrow.from)} → ${name(arrow.to)}` : name(String(row.id));
}

function Fact({ sheet, row, name, currency, large = false }: { sheet: Sheet; row: ReportRow; name: string; currency: string; large?: boolean }) {
  const words = useWords();
  const column = sheet.columns.find(({ key }) => key === name);
  if (!column) return null;
  const write = writer(words, currency);
  const span = interval(row[`${name}_low`], row[`${name}_high`], column.kind, write);
  const Box = large ? "dl" : "div";
  return (
    <Box className={large ? "mend-gain" : undefined}>
      <dt className="small quiet">{words.text(column.title)}</dt>
      <dd className="number">{write(row[name], column.kind)}</dd>
      {span && <dd className="small quiet number">{span}</dd>}
    </Box>
  );
}

function People({ answer, row, column }: { answer: ReportAnswer; row: ReportRow; column: string }) {
  const { text, counted } = useWords();
  const found = answer.sheets[0]?.columns.find(({ key }) => key === column);
  const count = numberIn(row[column]);
  if (!found || count === null) return null;
  return (
    <Link to="/people" search={behind(answer.report, {}, String(row.id), column)}>
      {text(found.title)}: {counted("unit.people", count)}
    </Link>
  );
}

/** The arrow as the one goal; when another is under way, that is parked first. */
function GoalDialog({ row, arrow, data, draft, name, close }: { row: ReportRow; arrow: Arrow; data: Home; draft: JourneyDraft; name: string; close: () => void }) {
  const { t, percent, days, calendarDay } = useWords();
  const setting = useGoal(draft);
  const goal = goalOfArrow(row, arrow, data.stages, data.window_end);
  const done = () => {
    announce(t("goalPanel.set"));
    close();
  };
  return (
    <Dialog title={t("optimise.take")} close={close}>
      <div className="stack">
        <p>
          <strong>{name}</strong>
        </p>
        <p className="number">
          {t("optimise.goal", { now: percent(arrow.conversion), target: percent(target(row) / 100), days: days(arrow.window_days), date: calendarDay(String(goal.date)) })}
        </p>
        <p className="small quiet">{t("optimise.goalWhat")}</p>
        {setting.second && <SecondGoal of={setting.second.asked} words={setting.second.problem.what} setting={setting} done={done} />}
        {setting.error !== null && <Failure error={setting.error} />}
        {!setting.second && (
          <div>
            <Button loading={setting.pending} onClick={() => setting.set({ goal, park: false }, done)}>
              {t("goalPanel.setIt")}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
