import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../app/words";
import { suggested } from "../api/programmes";
import { people } from "../api/queries";

/** Finds a person by name, address or id, and says who was chosen. */
export function PersonPick({ programme, chosen, choose }: { programme: string; chosen: string | undefined; choose: (person: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const offered = useQuery(suggested(programme));
  const found = useQuery({ ...people(asked ? { q: asked } : {}), staleTime: 10_000 });
  // Before anything is typed: those who came in last and the cases apart, then those seen last; the known before the anonymous.
  const others = [...(found.data?.people ?? [])].sort((one, other) => Number(!one.name) - Number(!other.name));
  const all: { person: string; id: string; name: string | null; reason?: string }[] = asked ? (found.data?.people ?? []) : [...(offered.data?.people ?? []), ...others];
  const rows = all.filter(({ person }, index) => all.findIndex((each) => each.person === person) === index).slice(0, 8);
  const namesake = (name: string | null) => name !== null && rows.filter((each) => each.name === name).length > 1;
  return (
    <div className="stack" style={{ gap: "0.5rem" }}>
      <TextInput type="search" label={t("pick.label")} placeholder={t("people.searchHint")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      <div className="chips" role="group" aria-label={t("pick.found")}>
        {rows.map(({ person, name, id, reason }) => (
          <button key={person} type="button" className="chip" data-on={person === chosen} aria-pressed={person === chosen} onClick={() => choose(person)}>
            <span dir="auto">{name ?? id}</span>
            {namesake(name) && <span className="quiet small"> {id}</span>}
            {reason && reason !== "seen" && <span className="quiet small"> {t(`pickReason.${reason}`)}</span>}
          </button>
        ))}
        {rows.length === 0 && !found.isFetching && <span className="quiet small">{t("palette.none")}</span>}
      </div>
    </div>
  );
}
