import { NativeSelect, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Search } from "../app/address";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { reportOptions, type Option, type ReportOptions } from "../api/reports";
import { groupChoices, withCurrent, type Choices } from "./choices";
import { daysOf, PRESETS, presetOf, type Preset } from "./period";
import { changed, filterOf, GROUP_NAMES, GROUPS, limits, one, type GroupName } from "./search";

interface Props {
  search: Search;
  change: (next: Search) => void;
}

/** Whom and when every report is about; it moves along from one report to another. */
export function FilterBar({ search, change }: Props) {
  const { t, text, counted } = useWords();
  const options = useQuery(reportOptions).data;
  const wide = useMediaQuery("(min-width: 56rem)", window.innerWidth >= 896);
  const set = (name: string, value: string | undefined) => change(changed(search, name, value));
  const on = limits(search);
  const people = GROUP_NAMES.filter((name) => (options?.[GROUPS[name]].length ?? 0) > 0 || search[name] !== undefined);
  const fields = (
    <div className="filter-fields">
      <PeriodFields search={search} change={change} />
      <CompareField search={search} options={options} set={(value) => set("compare", value)} />
      {people.map((name) => (
        <GroupField key={name} name={name} value={one(search[name])} offered={options?.[GROUPS[name]] ?? []} set={(value) => set(name, value)} />
      ))}
    </div>
  );
  const summary = on === 0 ? t("filter.everybody") : counted("filter.on", on);
  return (
    <section className="card filter-bar" aria-label={t("filter.label")}>
      {wide ? (
        fields
      ) : (
        <details>
          <summary>
            {t("filter.label")}: {summary}
            {people.flatMap((name) => {
              const value = one(search[name]);
              const title = options?.[GROUPS[name]].find((each) => each.value === value)?.title;
              return value ? [` · ${text(title ?? value)}`] : [];
            })}
          </summary>
          {fields}
        </details>
      )}
      {Object.keys(filterOf(search)).length > 0 && (
        <p className="row small">
          <button type="button" className="as-link" onClick={() => change(Object.fromEntries(Object.entries(search).filter(([name]) => !(name in filterOf(search)))))}>
            {t("filter.clear")}
          </button>
          <span className="quiet">{t("filter.kept")}</span>
        </p>
      )}
    </section>
  );
}

interface GroupProps {
  name: GroupName;
  value: string | undefined;
  offered: Option[];
  set: (value: string | undefined) => void;
}

function GroupField({ name, value, offered, set }: GroupProps) {
  const { t, text } = useWords();
  const choices: Choices = withCurrent([{ value: "", label: t("filter.any") }, ...offered.map((each) => ({ value: each.value, label: text(each.title) }))], value);
  return <NativeSelect label={t(`filter.${name}`)} value={value ?? ""} onChange={(event) => set(event.currentTarget.value || undefined)} data={choices} />;
}

function CompareField({ search, options, set }: { search: Search; options: ReportOptions | undefined; set: (value: string | undefined) => void }) {
  const { t, text } = useWords();
  const value = one(search.compare);
  const names = GROUP_NAMES.map((name) => ({ name, title: t(`filter.${name}`) }));
  const choices = withCurrent(
    [{ value: "", label: t("filter.noCompare") }, { value: "previous", label: t("filter.previous") }, ...groupChoices(options, names, text)],
    value,
  );
  return <NativeSelect label={t("filter.compare")} value={value ?? ""} onChange={(event) => set(event.currentTarget.value || undefined)} data={choices} />;
}

function PeriodFields({ search, change }: Props) {
  const { t } = useWords();
  const days = useQuery(home).data?.days;
  const span = { first: days?.first ?? null, last: days?.last ?? null };
  const [own, setOwn] = useState(false);
  const preset = own ? "own" : presetOf(search, span);
  const choose = (next: Preset) => {
    setOwn(next === "own");
    const { from: _from, to: _to, ...rest } = search;
    change({ ...rest, ...(next === "own" && (_from || _to) ? { from: _from, to: _to } : daysOf(next, span)) });
  };
  const day = (name: "from" | "to") => (
    <TextInput
      type="date"
      label={t(`filter.${name}`)}
      value={one(search[name]) ?? ""}
      max="2999-12-31"
      onChange={(event) => change(changed(search, name, event.currentTarget.value || undefined))}
    />
  );
  return (
    <>
      <NativeSelect
        label={t("filter.period")}
        value={preset}
        onChange={(event) => choose(event.currentTarget.value as Preset)}
        data={PRESETS.map((each) => ({ value: each, label: t(`preset.${each}`) }))}
      />
      {preset === "own" && day("from")}
      {preset === "own" && day("to")}
    </>
  );
}
