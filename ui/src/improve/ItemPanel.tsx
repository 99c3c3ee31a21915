import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { changeImprovement, FRICTIONS, type FrictionKind, type Improvement, type ImprovementFields } from "../api/improve";
import { programmes } from "../api/programmes";
import type { Go } from "./ImproveScreen";
import { ItemDecisions } from "./ItemDecisions";
import { ItemSteps } from "./ItemSteps";
import { MetricPart } from "./MetricPart";
import { useStages } from "./useStages";
import { VerifiedLine } from "./VerifiedLine";

/** One improvement: what it is, its value, its metric, its way on and the decisions about it. */
export function ItemPanel({ item, items, close, go }: { item: Improvement; items: Improvement[]; close: () => void; go: Go }) {
  const { t, dateTime } = useWords();
  const edits = useEdits();
  const parent = items.find(({ id }) => id === item.parent);
  const who = item.author || item.who;
  return (
    <SidePanel title={t(`improvementKind.${item.kind}`)} close={close}>
      <div className="stack">
        <p className="small quiet">
          <span className="mark">{t(`improvementState.${item.state}`)}</span>{" "}
          {who ? t("improve.madeBy", { who, at: dateTime(item.created) }) : t("improve.made", { at: dateTime(item.created) })}
        </p>
        {parent && (
          <button type="button" className="link" onClick={() => go({ open: String(parent.id) })} dir="auto">
            {t(`improveFrom.${parent.kind}`, { title: parent.title })}
          </button>
        )}
        {item.verified && <VerifiedLine item={item} />}
        {edits ? <Fields item={item} /> : <Read item={item} />}
        <MetricPart item={item} edits={edits} />
        {edits && <ItemSteps item={item} go={go} />}
        <ItemDecisions item={item} edits={edits} />
      </div>
    </SidePanel>
  );
}

function Read({ item }: { item: Improvement }) {
  return (
    <div className="stack" dir="auto">
      <h3>{item.title}</h3>
      {item.text && <p className="improvement-text">{item.text}</p>}
    </div>
  );
}

type Written = Pick<ImprovementFields, "title" | "text" | "friction" | "stage" | "customer_value" | "business_value" | "effort" | "owner" | "due" | "programme">;

const written = ({ title, text, friction, stage, customer_value, business_value, effort, owner, due, programme }: Improvement): Written => ({
  title,
  text,
  friction,
  stage,
  customer_value,
  business_value,
  effort,
  owner,
  due,
  programme,
});

const GRADES = ["1", "2", "3", "4", "5"];

function Fields({ item }: { item: Improvement }) {
  const { t, text, number } = useWords();
  const client = useQueryClient();
  const stages = useStages(item.journey);
  const list = useQuery(programmes).data;
  const [draft, setDraft] = useState(() => written(item));
  const set = (change: Partial<Written>) => setDraft((old) => ({ ...old, ...change }));
  const changed = JSON.stringify(draft) !== JSON.stringify(written(item));
  const saving = useMutation({
    mutationFn: () => changeImprovement(item, draft),
    onSuccess: async (after) => {
      setDraft(written(after));
      await client.invalidateQueries({ queryKey: ["improvements"] });
      announce(t("improve.saved"));
    },
  });
  const all = list ? [...list.stages.flatMap((stage) => stage.programmes), ...list.unbound] : [];
  const grade = (name: "customer_value" | "business_value" | "effort", empty: string, description?: string) => (
    <NativeSelect
      label={t(`improveGrade.${name}`)}
      description={description}
      value={draft[name] === null ? "" : String(draft[name])}
      onChange={(event) => set({ [name]: event.currentTarget.value ? Number(event.currentTarget.value) : null })}
      data={[{ value: "", label: empty }, ...GRADES]}
    />
  );
  const measured = item.measured;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <TextInput label={t("improve.title")} value={draft.title} maxLength={300} required onChange={(event) => set({ title: event.currentTarget.value })} />
      <Textarea label={t("improve.text")} value={draft.text} maxLength={10_000} rows={4} onChange={(event) => set({ text: event.currentTarget.value })} />
      <div className="pair">
        <NativeSelect
          label={t("improve.stage")}
          value={draft.stage ?? ""}
          onChange={(event) => set({ stage: event.currentTarget.value || null })}
          data={[{ value: "", label: t("improve.noStage") }, ...stages.map(({ key, name }) => ({ value: key, label: text(name) }))]}
        />
        {item.kind === "friction" && (
          <NativeSelect
            label={t("improve.frictionKind")}
            value={draft.friction ?? ""}
            onChange={(event) => set({ friction: (event.currentTarget.value || null) as FrictionKind | null })}
            data={[{ value: "", label: "–" }, ...FRICTIONS.map((each) => ({ value: each, label: t(`frictionKind.${each}`) }))]}
          />
        )}
      </div>
      <fieldset className="arm-fields stack">
        <legend>{t("improve.value")}</legend>
        <p className="small quiet">{t("improve.formula")}</p>
        {grade(
          "customer_value",
          measured ? t("improve.fromData", { n: measured.value }) : "–",
          draft.customer_value === null && measured
            ? t("improve.measured", { lost: number(measured.lost), entered: number(measured.entered) })
            : draft.customer_value !== null
              ? t("improve.assumed")
              : t("improve.notMeasured"),
        )}
        <div className="pair">
          {grade("business_value", "–")}
          {grade("effort", "–")}
        </div>
        <p className="small">{item.score === null ? t("improve.noScore") : t("improve.score", { n: number(item.score, 1) })}</p>
      </fieldset>
      <div className="pair">
        <TextInput label={t("improve.owner")} value={draft.owner} maxLength={200} onChange={(event) => set({ owner: event.currentTarget.value })} />
        <TextInput type="date" label={t("improve.due")} value={draft.due ?? ""} onChange={(event) => set({ due: event.currentTarget.value || null })} />
      </div>
      {item.kind !== "idea" && (
        <NativeSelect
          label={t("improve.programme")}
          value={draft.programme ?? ""}
          onChange={(event) => set({ programme: event.currentTarget.value || null })}
          data={[{ value: "", label: "–" }, ...all.map(({ key, name }) => ({ value: key, label: text(name) }))]}
        />
      )}
      {saving.error && <Failure error={saving.error} />}
      <div>
        <Button type="submit" disabled={!changed || !draft.title.trim()} loading={saving.isPending}>
          {t("improve.save")}
        </Button>
      </div>
    </form>
  );
}
