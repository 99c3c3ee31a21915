import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../app/words";
import { writing } from "../api/writing";
import type { Variable } from "../api/types";

const SHOWN = 12;

/** The bar over all fields: a variable goes into the one that was written in last. */
export function VariablePick({ put, offers }: { put: (liquid: string) => void; offers: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  if (open) return <VariableChoice put={put} offers={offers} close={() => setOpen(false)} sticky />;
  return (
    <div className="variable-bar">
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {t("letter.addVariable")}
      </Button>
    </div>
  );
}

interface Props {
  put: (liquid: string) => void;
  offers: boolean;
  close: () => void;
  /** Stays in sight while the fields under it are scrolled. */
  sticky?: boolean;
}

/** Variables by name with an example of each; what some people may not have is put in with a default. */
export function VariableChoice({ put, offers, close, sticky }: Props) {
  const { t } = useWords();
  const found = useQuery(writing);
  const [typed, setTyped] = useState("");
  const [chosen, choose] = useState<Variable | null>(null);
  const [instead, setInstead] = useState("");
  const wanted = typed.trim().toLowerCase();
  const all = (found.data?.variables ?? []).filter(({ name }) => offers || !name.startsWith("offer."));
  const rows = all.filter(({ name }) => name.toLowerCase().includes(wanted) || word(name).toLowerCase().includes(wanted)).slice(0, SHOWN);
  function word(name: string): string {
    return t(`variable.${name.replace(/\./g, "_")}`, { defaultValue: "" });
  }
  const done = (text: string) => {
    put(text);
    choose(null);
    setInstead("");
  };
  return (
    <section
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
      className={sticky ? "variable-bar variable-pick stack" : "variable-pick stack"}
      aria-label={t("letter.addVariable")}
    >
      <div className="row spread">
        <TextInput type="search" size="sm" aria-label={t("letter.findVariable")} placeholder={t("letter.findVariable")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoFocus data-mantine-stop-propagation="true" />
        <Button size="compact-sm" variant="subtle" onClick={close}>
          {t("app.close")}
        </Button>
      </div>
      {chosen ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            done(`{{ ${chosen.name} | default: "${instead.replace(/["{}%]/g, "")}" }}`);
          }}
        >
          <TextInput label={t("letter.instead")} description={t("letter.insteadWhat", { name: word(chosen.name) || chosen.name })} value={instead} onChange={(event) => setInstead(event.currentTarget.value)} required />
          <div className="row">
            <Button type="submit" size="compact-sm" disabled={!instead.trim()}>
              {t("letter.putIn")}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => choose(null)}>
              {t("letter.back")}
            </Button>
          </div>
        </form>
      ) : (
        <ul className="plain variable-list">
          {rows.map((each) => (
            <li key={each.name}>
              <button type="button" onClick={() => (each.own ? choose(each) : done(`{{ ${each.name} }}`))}>
                <span>{word(each.name) || each.name}</span>
                <code>{each.name}</code>
                {each.example && (
                  <span className="quiet small" dir="auto">
                    {each.example}
                  </span>
                )}
              </button>
            </li>
          ))}
          {found.data && rows.length === 0 && <li className="quiet small">{t("letter.noVariable")}</li>}
        </ul>
      )}
    </section>
  );
}
