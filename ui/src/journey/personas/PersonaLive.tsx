import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Hint } from "../../app/Hint";
import { useWords } from "../../app/words";
import { reportAnswer, type ReportAnswer, type ReportRow } from "../../api/reports";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { numberIn } from "../../metrics/cell";
import { behind } from "../../metrics/peopleBehind";
import { PersonaPeople } from "./PersonaPeople";
import { Split } from "./Split";

/** The persona in figures: all personas of the running journey in one request. A draft's new one has its people only. */
export function PersonaLive({ document, persona, segment }: { document: Mapping; persona: string; segment: string }) {
  const { t } = useWords();
  const answer = useQuery(reportAnswer("personas", {}));
  if (answer.isPending) return <p className="small quiet">{t("app.loading")}</p>;
  const linked = (answer.data?.details as { segments?: Record<string, string> } | undefined)?.segments?.[persona] === segment;
  const row = linked ? answer.data?.sheets[0]?.rows.find(({ id }) => id === persona) : undefined;
  if (!row || !answer.data)
    return (
      <>
        <PersonaPeople document={document} segment={segment} />
        <p className="small quiet">{t("persona.notPublished")}</p>
      </>
    );
  return (
    <>
      <Figures of={answer.data} row={row} />
      <Stages of={answer.data} persona={persona} />
    </>
  );
}

function Figures({ of: answer, row }: { of: ReportAnswer; row: ReportRow }) {
  const { t, text, counted, days, money, number } = useWords();
  const numbers = (key: string) => numberIn(row[key]);
  const few = (n: number | null) => t("persona.tooFew", { n: number(n ?? 0) });
  const sum = (key: string) => money({ minor: Math.round(numbers(key) ?? 0), currency: answer.currency });
  const median = numbers("days");
  const content = row.content as LocalText | null;
  const reached = numbers("reached") ?? 0;
  return (
    <dl className="persona-figures small">
      <Fact
        name="days"
        of={answer}
        value={median === null ? null : days(median)}
        why={few(reached)}
        more={reached > 0 && <Link to="/people" search={behind("personas", {}, String(row.id), "reached")}>{counted("persona.reached", reached)}</Link>}
      />
      <Fact name="content" of={answer} value={content && text(content)} why={few(numbers("moved"))} more={content && counted("persona.moved", numbers("moved") ?? 0)} />
      <Fact name="channel" of={answer} value={typeof row.channel === "string" ? row.channel : null} why={t("persona.noChannel")} />
      <Fact
        name="ltv"
        of={answer}
        value={numbers("ltv") === null ? null : sum("ltv")}
        why={few(numbers("customers"))}
        more={numbers("ltv") !== null && t("figure.interval", { low: sum("ltv_low"), high: sum("ltv_high") })}
      />
    </dl>
  );
}

/** One figure with its definition; "–" says why it is not there. */
function Fact({ name, of: answer, value, why, more }: { name: string; of: ReportAnswer; value: ReactNode; why: string; more?: ReactNode }) {
  const { text } = useWords();
  const title = text(answer.sheets[0]?.columns.find(({ key }) => key === name)?.title);
  return (
    <div>
      <dt className="quiet">{title}</dt>
      <dd>
        <span dir="auto">{value ?? <Hint text={why} label={`${title}: – ${why}`}>–</Hint>}</span>
        {more && <span className="under quiet">{more}</span>}
      </dd>
    </div>
  );
}

function Stages({ of: answer, persona }: { of: ReportAnswer; persona: string }) {
  const { text } = useWords();
  const rows = answer.sheets[1]?.rows.filter(({ id }) => String(id).startsWith(`${persona}>`)) ?? [];
  return (
    <Split
      rows={rows.map((row) => ({
        key: String(row.id),
        name: text(row.stage as LocalText),
        people: numberIn(row.people),
        search: behind("personas", {}, String(row.id), "people"),
      }))}
    />
  );
}
