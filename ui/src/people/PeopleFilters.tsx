import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { SearchIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { HomeStage } from "../api/types";
import type { PeopleSearch } from "./peopleSearch";

const route = getRouteApi("/people");

export function PeopleFilters({ filter, stages }: { filter: PeopleSearch; stages: HomeStage[] }) {
  const { t, text } = useWords();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(filter.q ?? "");
  useEffect(() => setTyped(filter.q ?? ""), [filter.q]);
  const search = useDebouncedCallback(
    (q: string) => void navigate({ search: (old) => ({ ...old, q: q.trim() || undefined }), replace: true }),
    250,
  );
  return (
    <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <TextInput
        type="search"
        label={t("people.search")}
        placeholder={t("people.searchHint")}
        leftSection={<SearchIcon size={18} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <NativeSelect
        label={t("people.stage")}
        value={filter.stage ?? ""}
        onChange={(event) => {
          const stage = event.currentTarget.value || undefined;
          void navigate({ search: (old) => ({ ...old, stage }) });
        }}
        data={[
          { value: "", label: t("people.anyStage") },
          ...stages.map(({ key, name }) => ({ value: key, label: text(name) })),
          { value: "none", label: t("people.noStage") },
        ]}
      />
    </form>
  );
}
