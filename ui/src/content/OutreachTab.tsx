import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useId, useState, type ReactNode } from "react";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { NewOutreach } from "./NewOutreach";
import "../people/people.css";
import "../programmes/programmes.css";
import "./outreach.css";

interface Props<Row> {
  kind: "form" | "offer";
  answer: UseQueryResult<Row[]>;
  words: { heading: string; what: string; begin: string; none: string };
  children: (rows: Row[]) => ReactNode;
}

/** Forms or offers: what they are, a way to begin one, and those that are there. */
export function OutreachTab<Row>({ kind, answer, words, children }: Props<Row>) {
  const edits = useEdits();
  const heading = useId();
  const [beginning, setBeginning] = useState(false);
  return (
    <section className="stack" aria-labelledby={heading}>
      <div className="row spread">
        <div>
          <h2 id={heading}>{words.heading}</h2>
          <p className="quiet">{words.what}</p>
        </div>
        {edits && <Button onClick={() => setBeginning(true)}>{words.begin}</Button>}
      </div>
      <Answer of={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <div className="card message">
              <p>{words.none}</p>
            </div>
          ) : (
            <div className="card people-card scroll">{children(rows)}</div>
          )
        }
      </Answer>
      {beginning && <NewOutreach kind={kind} close={() => setBeginning(false)} />}
    </section>
  );
}
