import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { decide, decisionsOf, type Improvement } from "../api/improve";

/** What has been decided about an improvement, and a new decision. */
export function ItemDecisions({ item, edits }: { item: Improvement; edits: boolean }) {
  const { t, dateTime } = useWords();
  const rows = useQuery(decisionsOf(item.id)).data ?? [];
  return (
    <section className="stack finish" aria-label={t("decisions.heading")}>
      <h3>{t("decisions.heading")}</h3>
      {rows.length === 0 && <p className="quiet small">{t("decisions.noneHere")}</p>}
      <ul className="plain stack" style={{ gap: "0.5rem" }}>
        {rows.map((row) => (
          <li key={row.id} dir="auto">
            {row.text}
            {row.why && <span className="under">{row.why}</span>}
            <span className="under quiet small">
              {dateTime(row.at)} · {row.who}
            </span>
          </li>
        ))}
      </ul>
      {edits && <DecisionForm journey={item.journey} improvement={item.id} />}
    </section>
  );
}

/** What is decided and why. */
export function DecisionForm({ journey, improvement, done }: { journey?: string; improvement?: number; done?: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [why, setWhy] = useState("");
  const deciding = useMutation({
    mutationFn: () => decide({ text: text.trim(), why: why.trim(), ...(journey ? { journey } : {}), ...(improvement ? { improvement } : {}) }),
    onSuccess: async () => {
      setText("");
      setWhy("");
      announce(t("decisions.kept"));
      await client.invalidateQueries({ queryKey: ["decisions"] });
      done?.();
    },
  });
  return (
    <form
      className="stack"
      style={{ gap: "0.6rem" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) deciding.mutate();
      }}
    >
      <TextInput label={t("decisions.what")} value={text} maxLength={2_000} onChange={(event) => setText(event.currentTarget.value)} />
      <Textarea label={t("decisions.why")} value={why} maxLength={4_000} rows={2} onChange={(event) => setWhy(event.currentTarget.value)} />
      {deciding.error && <Failure error={deciding.error} />}
      <div>
        <Button type="submit" variant="default" disabled={!text.trim()} loading={deciding.isPending}>
          {t("decisions.keep")}
        </Button>
      </div>
    </form>
  );
}
