import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { programme, save } from "../api/programmes";
import type { ProgrammeList } from "../api/types";
import { keyOf } from "../segments/segmentForm";
import { freeKey } from "./stageList";

/** A programme without a template: a name and a stage, of which people come in. */
export function EmptyStart({ list, stage }: { list: ProgrammeList | undefined; stage: string | null }) {
  const { t, text } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const stages = list?.stages ?? [];
  const bound = chosen ?? stage ?? stages[0]?.key ?? "";
  const making = useMutation({
    mutationFn: async () => {
      const { writeYaml } = await import("../draft/yamlText");
      const key = freeKey(list, keyOf(name) || "programme");
      return save(key, writeYaml({ key, name: name.trim(), stage: bound, entry: { stage: bound }, purpose: "marketing", steps: [] }), 0);
    },
    onSuccess: (page) => {
      client.setQueryData(programme(page.key).queryKey, page);
      void client.invalidateQueries({ queryKey: ["programmes"] });
      void navigate({ to: "/programmes/$key", params: { key: page.key } });
    },
  });
  return (
    <form
      className="template"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && bound) making.mutate();
      }}
    >
      <h3>{t("template.empty")}</h3>
      <p>{t("template.emptyWhat")}</p>
      <div className="row" style={{ alignItems: "end" }}>
        <TextInput label={t("frame.name")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
        <NativeSelect
          label={t("frame.stage")}
          value={bound}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={stages.map(({ key, name: said }) => ({ value: key, label: text(said) }))}
        />
        <Button type="submit" variant="default" disabled={!name.trim() || !bound} loading={making.isPending}>
          {t("template.startEmpty")}
        </Button>
      </div>
      {making.error && <Failure error={making.error} />}
    </form>
  );
}
