import { Button, NativeSelect } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { KINDS, type Improvement, type Improvements } from "../api/improve";
import { COLUMNS, columnOf, passes, ranked } from "./board";
import { Card } from "./Card";
import { Frictions } from "./Frictions";
import type { Go } from "./ImproveScreen";
import { NewItem } from "./NewItem";
import type { ImproveSearch } from "./search";
import { useStages } from "./useStages";

/** Ideas → opportunities → experiments → done, frictions beside. */
export function BoardTab({ found, search, go }: { found: UseQueryResult<Improvements>; search: ImproveSearch; go: Go }) {
  const { t, text, counted } = useWords();
  const stages = useStages(search.journey);
  const edits = useEdits();
  const [adding, setAdding] = useState(false);
  return (
    <Answer of={found}>
      {(page) => {
        const shown = page.improvements.filter((item) => passes(item, search));
        const rejected = shown.filter(({ state }) => state === "rejected");
        return (
          <div className="stack">
            <div className="row spread board-tools">
              <div className="row">
                <NativeSelect
                  aria-label={t("improve.stage")}
                  value={search.stage ?? ""}
                  onChange={(event) => go({ stage: event.currentTarget.value || undefined })}
                  data={[{ value: "", label: t("improve.allStages") }, ...stages.map(({ key, name }) => ({ value: key, label: text(name) }))]}
                />
                <NativeSelect
                  aria-label={t("improve.kind")}
                  value={search.kind ?? ""}
                  onChange={(event) => go({ kind: event.currentTarget.value || undefined })}
                  data={[{ value: "", label: t("improve.allKinds") }, ...KINDS.map((kind) => ({ value: kind, label: t(`improvementKind.${kind}`) }))]}
                />
              </div>
              <p className="small" data-full={page.doing >= page.limit}>
                {t("improve.wip", { doing: page.doing, limit: page.limit })}
              </p>
              {edits && !adding && (
                <Button onClick={() => setAdding(true)}>{t("improve.new")}</Button>
              )}
            </div>
            {adding && <NewItem journey={page.journey} stages={stages} search={search} close={() => setAdding(false)} go={go} />}
            {page.improvements.length === 0 && <p className="card">{t("improve.emptyBoard")}</p>}
            {page.improvements.length > 0 && shown.length === 0 && (
              <p className="card row">
                {t("improve.noneFit")}
                <button type="button" className="link" onClick={() => go({ stage: undefined, kind: undefined })}>
                  {t("improve.clear")}
                </button>
              </p>
            )}
            <div className="board">
              {COLUMNS.map((column) => (
                <Column key={column} name={column} items={ranked(shown.filter((item) => columnOf(item) === column))} all={page.improvements} go={go} />
              ))}
            </div>
            <Frictions items={ranked(shown.filter((item) => columnOf(item) === "frictions"))} all={page.improvements} go={go} />
            {rejected.length > 0 && (
              <details>
                <summary>{counted("improve.rejected", rejected.length)}</summary>
                <ul className="plain cards">
                  {rejected.map((item) => (
                    <Card key={item.id} item={item} all={page.improvements} go={go} />
                  ))}
                </ul>
              </details>
            )}
          </div>
        );
      }}
    </Answer>
  );
}

function Column({ name, items, all, go }: { name: (typeof COLUMNS)[number]; items: Improvement[]; all: Improvement[]; go: Go }) {
  const { t, number } = useWords();
  return (
    <section className="board-column" aria-labelledby={`column-${name}`}>
      <h2 id={`column-${name}`}>
        {t(`boardColumn.${name}`)} <span className="quiet number">{number(items.length)}</span>
      </h2>
      {items.length === 0 && <p className="quiet small">{t(`boardNone.${name}`)}</p>}
      <ul className="plain cards">
        {items.map((item) => (
          <Card key={item.id} item={item} all={all} go={go} />
        ))}
      </ul>
    </section>
  );
}
