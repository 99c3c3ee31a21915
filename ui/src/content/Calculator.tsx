import { TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useWords } from "../app/words";
import type { MarketLevel } from "../api/types";
import { at, isMapping, type Mapping } from "../draft/json";
import { LineField } from "./fields";
import { divided, LEVELS, total, typed, whole, type Level, type Shares } from "./formula";
import { usePlan } from "./usePlan";

const THUMB: Shares = { unaware: 60, aware: 20, exploring: 17, deciding: 3 };
const EXAMPLE = 10_000;
const MOST = 10_000_000_000;

const ownShares = (market: Mapping): Shares => {
  const given = market.shares;
  return Object.fromEntries(LEVELS.map((level) => [level, isMapping(given) && typeof given[level] === "number" ? given[level] : THUMB[level]])) as Shares;
};

/** How many there are and how they are divided; goes to the document only when the shares are the whole. */
export function Calculator({ ofStages, levels }: { ofStages: boolean; levels: MarketLevel[] }) {
  const { t, number } = useWords();
  const { document, draft, edits, search } = usePlan();
  const market = isMapping(document.market) ? document.market : {};
  const fromStages = Object.fromEntries(levels.map((level) => [level.level, level.share])) as Shares;
  const saved = ofStages ? fromStages : ownShares(market);
  const [people, setPeople] = useState(String(at(market, ["people"]) ?? ""));
  const [shares, setShares] = useState<Record<Level, string>>(said(saved, number));
  const mark = JSON.stringify([market.people ?? null, saved]);
  // Undo and what others changed are shown.
  useEffect(() => {
    const [size, of] = JSON.parse(mark) as [number | null, Shares];
    setPeople((old) => (size === null || typed(old) === size ? old : String(size)));
    setShares((old) => (LEVELS.every((level) => typed(old[level]) === of[level]) ? old : said(of, number)));
  }, [mark, number]);
  const size = typed(people);
  const goodSize = Number.isInteger(size) && size >= 1 && size <= MOST;
  const now = Object.fromEntries(LEVELS.map((level) => [level, typed(shares[level])])) as Shares;
  const sum = total(now);
  const good = whole(now);
  const keep = (nextSize: number, next: Shares) => {
    if (!Number.isInteger(nextSize) || nextSize < 1 || nextSize > MOST || (!ofStages && !whole(next))) return;
    draft.set(["market"], { ...market, people: nextSize, ...(ofStages ? {} : { shares: { ...next } }) }, "market");
  };
  const untouched = people === "" && LEVELS.every((level) => now[level] === saved[level]);
  const parts = goodSize && good ? divided(size, now) : null;
  return (
    <div className="stack calculator">
      <TextInput
        className="calculator-people"
        label={t("marketFormula.people")}
        inputMode="numeric"
        readOnly={!edits}
        value={people}
        placeholder={number(EXAMPLE)}
        error={goodSize || untouched ? undefined : t("marketFormula.badPeople")}
        onChange={(event) => {
          setPeople(event.currentTarget.value);
          keep(typed(event.currentTarget.value), now);
        }}
      />
      <div className="calculator-shares">
        {LEVELS.map((level) => (
          <div key={level}>
            <TextInput
              label={`${t(`marketLevel.${level}`)}, %`}
              inputMode="decimal"
              readOnly={!edits || ofStages}
              value={shares[level]}
              error={!good}
              aria-describedby="shares-sum"
              onChange={(event) => {
                const value = event.currentTarget.value;
                setShares((old) => ({ ...old, [level]: value }));
                keep(size, { ...now, [level]: typed(value) });
              }}
            />
            <p className="small number calculator-part">{parts ? number(parts[level]) : "–"}</p>
          </div>
        ))}
      </div>
      <p id="shares-sum" role="status" className={good ? "number" : "number bad"}>
        {good ? t("marketFormula.sum", { sum: number(sum) }) : t("marketFormula.badSum", { sum: Number.isNaN(sum) ? "–" : number(sum), over: Number.isNaN(sum) ? "–" : number(Math.abs(sum - 100)) })}
      </p>
      {ofStages && (
        <p className="small quiet">
          {t("marketFormula.ofStages")}{" "}
          <Link to="/journey" search={{ journey: search.journey, mode: "design" }}>
            {t("marketFormula.toStages")}
          </Link>
        </p>
      )}
      {market.people !== undefined && <LineField label={t("marketFormula.source")} value={market.source} change={(value) => draft.set(["market", "source"], value)} />}
    </div>
  );
}

const said = (shares: Shares, number: (value: number, decimals?: number) => string) =>
  Object.fromEntries(LEVELS.map((level) => [level, number(shares[level], 2)])) as Record<Level, string>;
