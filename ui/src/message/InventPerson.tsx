import { Button, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../app/words";
import { home, session } from "../api/queries";
import { writing } from "../api/writing";
import type { InventedPerson } from "../api/types";
import type { Tongue } from "../draft/localText";
import { begun, CASES, isCase, switched, traitsOf } from "./invented";

interface Props {
  of: InventedPerson | null;
  /** Null: no longer. */
  change: (next: InventedPerson | null) => void;
  /** The language in which the message is being written. */
  tongue: Tongue;
}

/** Makes up somebody to look at the message as. Nothing of them is stored. */
export function InventPerson({ of: person, change, tongue }: Props) {
  const { t, text } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  const usual: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  const segments = useQuery(writing).data?.segments ?? [];
  if (!person) {
    return (
      <div>
        <Button size="compact-sm" variant="default" onClick={() => change(begun(t("invent.example"), tongue, stages[0]?.key ?? null))}>
          {t("invent.start")}
        </Button>
      </div>
    );
  }
  const set = (more: Partial<InventedPerson>) => change({ ...person, ...more });
  const whole = (value: string | number) => Math.max(0, Math.trunc(Number(value)) || 0);
  const chosen = person.segments ?? [];
  const toggle = (key: string) => {
    const next = chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key];
    set({ segments: next.length ? next : null });
  };
  return (
    <section className="invented stack" aria-labelledby="invented-title">
      <div className="row spread">
        <h3 id="invented-title">{t("invent.title")}</h3>
        <Button size="compact-sm" variant="subtle" onClick={() => change(null)}>
          {t("invent.stop")}
        </Button>
      </div>
      <p className="quiet small">{t("invent.what")}</p>
      <div className="chips" role="group" aria-label={t("invent.cases")}>
        {CASES.map((each) => {
          const on = isCase(person, each, usual);
          return (
            <button key={each} type="button" className="chip" data-on={on} aria-pressed={on} onClick={() => change(switched(person, each, usual, t("invent.example")))}>
              {t(`invent.${each}`)}
            </button>
          );
        })}
      </div>
      <details open>
        <summary>{t("invent.facts")}</summary>
        <div className="stack" style={{ paddingTop: "0.5rem" }}>
          <div className="pair">
            <TextInput label={t("invent.name")} value={person.name} maxLength={10_000} onChange={(event) => set({ name: event.currentTarget.value })} />
            <TextInput label={t("invent.email")} value={person.email} maxLength={320} onChange={(event) => set({ email: event.currentTarget.value })} />
            <NativeSelect
              label={t("invent.language")}
              value={person.language ?? usual}
              data={[
                { value: "fi", label: t("step.inFinnish") },
                { value: "en", label: t("step.inEnglish") },
              ]}
              onChange={(event) => set({ language: event.currentTarget.value as Tongue })}
            />
            <NativeSelect
              label={t("invent.stage")}
              value={person.stage ?? ""}
              data={[...stages.map(({ key, name }) => ({ value: key, label: text(name) })), { value: "", label: t("invent.noStage") }]}
              onChange={(event) => set({ stage: event.currentTarget.value || null })}
            />
            <NumberInput label={t("invent.orders")} min={0} max={1000} value={person.orders} onChange={(value) => set({ orders: Math.min(1000, whole(value)) })} />
            {person.orders > 0 && <NumberInput label={t("invent.days")} min={0} max={10_000} value={person.days_since_order} onChange={(value) => set({ days_since_order: Math.min(10_000, whole(value)) })} />}
          </div>
          <Switch size="sm" label={t("invent.consent")} checked={person.consent} onChange={(event) => set({ consent: event.currentTarget.checked })} />
          <Traits change={(traits) => set({ traits })} />
          {segments.length > 0 && (
            <div className="stack" style={{ gap: "0.35rem" }}>
              <span id="invented-segments" className="invented-label">{t("invent.segments")}</span>
              <div className="chips" role="group" aria-labelledby="invented-segments">
                {segments.map(({ key, name }) => (
                  <button key={key} type="button" className="chip" data-on={chosen.includes(key)} aria-pressed={chosen.includes(key)} onClick={() => toggle(key)}>
                    <bdi>{text(name)}</bdi>
                  </button>
                ))}
              </div>
              <span className="quiet small">{t("invent.segmentsWhat")}</span>
            </div>
          )}
        </div>
      </details>
    </section>
  );
}

/** What else is known of them, a row each. */
function Traits({ change }: { change: (traits: InventedPerson["traits"]) => void }) {
  const { t } = useWords();
  const known = (useQuery(writing).data?.variables ?? []).filter(({ name }) => name.startsWith("trait.")).map(({ name }) => name.slice("trait.".length));
  const [rows, setRows] = useState<{ name: string; value: string }[]>([]);
  const put = (next: { name: string; value: string }[]) => {
    setRows(next);
    change(traitsOf(next));
  };
  const edit = (at: number, more: Partial<{ name: string; value: string }>) => put(rows.map((row, index) => (index === at ? { ...row, ...more } : row)));
  return (
    <fieldset className="plain-set stack" style={{ gap: "0.35rem" }}>
      <legend className="invented-label">{t("invent.traits")}</legend>
      <datalist id="invented-traits">
        {known.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {rows.map(({ name, value }, index) => (
        <div key={index} className="row invented-trait">
          <TextInput aria-label={t("invent.trait")} placeholder={t("invent.trait")} list="invented-traits" value={name} maxLength={200} onChange={(event) => edit(index, { name: event.currentTarget.value })} />
          <TextInput aria-label={t("invent.value")} placeholder={t("invent.value")} value={value} onChange={(event) => edit(index, { value: event.currentTarget.value })} />
          <Button size="compact-sm" variant="subtle" aria-label={`${t("invent.removeTrait")}: ${name}`} onClick={() => put(rows.filter((_, at) => at !== index))}>
            ×
          </Button>
        </div>
      ))}
      {rows.length < 50 && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => put([...rows, { name: "", value: "" }])}>
            {t("invent.addTrait")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
