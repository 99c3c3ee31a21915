import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { addImprovement, FRICTIONS, KINDS, type FrictionKind, type ImprovementKind } from "../api/improve";
import type { Go } from "./ImproveScreen";
import type { ImproveSearch } from "./search";
import type { StageName } from "./useStages";

/** A new improvement: its kind, one sentence, and where it belongs. */
export function NewItem({ journey, stages, search, close, go }: { journey: string; stages: StageName[]; search: ImproveSearch; close: () => void; go: Go }) {
  const { t, text } = useWords();
  const client = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<ImprovementKind>(KINDS.find((each) => each === search.kind) ?? "idea");
  const [friction, setFriction] = useState<FrictionKind>("obstacle");
  const [title, setTitle] = useState("");
  const [more, setMore] = useState("");
  const [stage, setStage] = useState(search.stage ?? "");
  useEffect(() => first.current?.focus(), []);
  const adding = useMutation({
    mutationFn: () =>
      addImprovement({ kind, title: title.trim(), text: more.trim(), journey, stage: stage || null, friction: kind === "friction" ? friction : null }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ["improvements"] });
      announce(t("improve.added", { title: made.title }));
      go({ open: String(made.id) });
      close();
    },
  });
  return (
    <form
      className="card stack"
      aria-label={t("improve.new")}
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) adding.mutate();
      }}
    >
      <TextInput ref={first} label={t("improve.title")} value={title} maxLength={300} required onChange={(event) => setTitle(event.currentTarget.value)} />
      <div className="pair">
        <NativeSelect
          label={t("improve.kind")}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as ImprovementKind)}
          data={KINDS.map((each) => ({ value: each, label: t(`improvementKind.${each}`) }))}
        />
        {kind === "friction" && (
          <NativeSelect
            label={t("improve.frictionKind")}
            value={friction}
            onChange={(event) => setFriction(event.currentTarget.value as FrictionKind)}
            data={FRICTIONS.map((each) => ({ value: each, label: t(`frictionKind.${each}`) }))}
          />
        )}
        <NativeSelect
          label={t("improve.stage")}
          value={stage}
          onChange={(event) => setStage(event.currentTarget.value)}
          data={[{ value: "", label: t("improve.noStage") }, ...stages.map((each) => ({ value: each.key, label: text(each.name) }))]}
        />
      </div>
      <Textarea label={t("improve.text")} value={more} maxLength={10_000} rows={3} onChange={(event) => setMore(event.currentTarget.value)} />
      {adding.error && <Failure error={adding.error} />}
      <div className="row">
        <Button type="submit" disabled={!title.trim()} loading={adding.isPending}>
          {t("improve.add")}
        </Button>
        <Button variant="default" onClick={close}>
          {t("app.cancel")}
        </Button>
      </div>
    </form>
  );
}
