import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { announce } from "../app/announce";
import { CheckIcon } from "../app/icons";
import { useWords } from "../app/words";
import { figuresChanged } from "../api/queries";
import type { ImportResult as Result } from "../api/types";
import { Rejects } from "./Rejects";

/** What the import did: rows in, seen before, and refused with their reasons. */
export function ImportResult({ id, result }: { id: string; result: Result }) {
  const { t, counted, date, number } = useWords();
  const client = useQueryClient();
  const spend = result.kind === "spend";
  const said = spend
    ? counted("import.spendDone", result.accepted)
    : counted("import.done", result.accepted, { people: counted("unit.people", result.people) });
  useEffect(() => {
    announce(said);
    void figuresChanged(client);
  }, [client, said]);
  return (
    <div className="stack">
      <p className="row import-done">
        <CheckIcon />
        <strong>{said}</strong>
      </p>
      <dl className="figures">
        <Figure name={t("import.read")} value={number(result.rows)} />
        <Figure name={t("import.accepted")} value={number(result.accepted)} />
        <Figure name={t("import.duplicates")} value={number(result.duplicates)} />
        <Figure name={t("import.rejected")} value={number(result.rejected)} />
        <Figure name={t("import.span")} value={`${date(result.first)} – ${date(result.last)}`} />
        <Figure name={t("import.took")} value={counted("unit.seconds", Math.round(result.seconds * 10) / 10)} />
      </dl>
      <p className="row">
        {spend ? (
          <Link to="/metrics/$report" params={{ report: "costs" }} search={{}}>
            {t("import.toCosts")}
          </Link>
        ) : (
          <>
            <Link to="/">{t("import.toHome")}</Link>
            <Link to="/journey">{t("import.toJourney")}</Link>
          </>
        )}
      </p>
      {result.rejected > 0 && <Rejects id={id} count={result.rejected} />}
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}
