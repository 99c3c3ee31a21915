import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { decisions, decisionsFile, type Decision } from "../api/improve";
import { DecisionForm } from "./ItemDecisions";

/** The decision log: what, why, who and when. */
export function DecisionsTab({ journey }: { journey?: string }) {
  const { t } = useWords();
  const [q, setQ] = useState("");
  const [adding, setAdding] = useState(false);
  const found = useQuery(decisions(journey, q));
  const edits = useEdits();
  return (
    <div className="stack">
      <div className="row spread board-tools">
        <TextInput label={t("decisions.search")} type="search" value={q} maxLength={200} onChange={(event) => setQ(event.currentTarget.value)} />
        <div className="row">
          {edits && !adding && <Button onClick={() => setAdding(true)}>{t("decisions.new")}</Button>}
          <Button component="a" variant="default" href={decisionsFile(journey, q)} download>
            {t("decisions.file")}
          </Button>
        </div>
      </div>
      {adding && (
        <div className="card">
          <DecisionForm journey={journey} done={() => setAdding(false)} />
        </div>
      )}
      <Answer of={found}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="card">{q ? t("decisions.noHits") : t("decisions.empty")}</p>
          ) : (
            <ol className="plain stack" style={{ gap: "0.6rem" }}>
              {rows.map((row) => (
                <Row key={row.id} row={row} journey={journey} />
              ))}
            </ol>
          )
        }
      </Answer>
    </div>
  );
}

function Row({ row, journey }: { row: Decision; journey?: string }) {
  const { t, dateTime } = useWords();
  return (
    <li className="card decision">
      <p dir="auto">
        <strong>{row.text}</strong>
      </p>
      {row.why && <p dir="auto">{row.why}</p>}
      <p className="row small quiet">
        <span>
          {dateTime(row.at)} · {row.who}
        </span>
        {row.improvement !== null && (
          <Link to="/improve" search={{ journey, open: String(row.improvement) }} dir="auto">
            {row.title ?? t("decisions.improvement")}
          </Link>
        )}
        {row.review !== null && (
          <Link to="/improve" search={{ journey, tab: "review", open: String(row.review) }}>
            {t("decisions.review")}
          </Link>
        )}
      </p>
    </li>
  );
}
