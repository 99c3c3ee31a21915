import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../app/words";
import { people } from "../api/queries";

/** Finds a person by name, address or id, and says who was chosen. */
export function PersonPick({ chosen, choose }: { chosen: string | undefined; choose: (person: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({ ...people(asked ? { q: asked } : {}), staleTime: 10_000 });
  const rows = (found.data?.people ?? []).slice(0, 6);
  return (
    <div className="stack" style={{ gap: "0.5rem" }}>
      <TextInput type="search" label={t("pick.label")} placeholder={t("people.searchHint")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      <div className="chips" role="group" aria-label={t("pick.found")}>
        {rows.map(({ person, name, id }) => (
          <button key={person} type="button" className="chip" data-on={person === chosen} aria-pressed={person === chosen} onClick={() => choose(person)}>
            {name ?? id}
          </button>
        ))}
        {rows.length === 0 && !found.isFetching && <span className="quiet small">{t("palette.none")}</span>}
      </div>
    </div>
  );
}
