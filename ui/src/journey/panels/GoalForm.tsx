import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { announce } from "../../app/announce";
import { Failure } from "../../app/Answer";
import { offerUndo } from "../../app/Toast";
import { useWords } from "../../app/words";
import type { JourneyGoals } from "../../api/types";
import type { Mapping } from "../../draft/json";
import { faults, fieldsOf, goalOf, type GoalFields } from "./goalForm";
import { SecondGoal } from "./SecondGoal";
import type { Setting } from "./useGoal";

interface Props {
  goals: JourneyGoals;
  setting: Setting;
  edits: boolean;
}

/** The active goal as a form; a second one is refused with the offer to park the first. */
export function GoalForm({ goals, setting, edits }: Props) {
  const { t, text, language } = useWords();
  const now = (goals.goal?.written ?? null) as Mapping | null;
  const [fields, change] = useState<GoalFields>(() => fieldsOf(now, language));
  const [tried, tryNow] = useState(false);
  const wrong = faults(fields);
  const field = (name: keyof GoalFields) => ({
    value: fields[name],
    readOnly: !edits,
    error: tried && wrong[name] ? t(`goalPanel.wrong.${name}`) : undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) => change({ ...fields, [name]: event.currentTarget.value }),
  });
  const stages = [{ value: "", label: t("goalPanel.choose") }, ...goals.stages.map(({ key, name }) => ({ value: key, label: text(name) }))];
  const called = (key: string) => stages.find(({ value }) => value === key)?.label ?? key;
  const save = () => {
    tryNow(true);
    if (Object.keys(wrong).length > 0) return;
    const goal = goalOf(fields, now, `${called(fields.from)} → ${called(fields.to)}`, language);
    setting.set({ goal, park: false }, () => announce(t("goalPanel.set")));
  };
  const away = (park: boolean) => {
    const said = t(park ? "goalPanel.parkedNow" : "goalPanel.removed");
    setting.set({ goal: null, park }, () => offerUndo(said, () => setting.set({ goal: now, park: false })));
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h3>{t(now ? "goalPanel.now" : "goalPanel.none")}</h3>
      <div className="pair">
        <NativeSelect label={t("goalPanel.from")} data={stages} disabled={!edits} {...field("from")} />
        <NativeSelect label={t("goalPanel.to")} data={stages} disabled={!edits} {...field("to")} />
      </div>
      <div className="pair">
        <TextInput label={t("goalPanel.target")} inputMode="decimal" {...field("target")} />
        <TextInput label={t("goalPanel.days")} inputMode="decimal" placeholder="90" {...field("days")} />
      </div>
      <TextInput label={t("goalPanel.name")} description={t("goalPanel.nameWhat")} lang={language} dir="auto" {...field("name")} />
      <div className="pair">
        <TextInput label={t("goalPanel.date")} type="date" {...field("date")} />
        <TextInput label={t("goalPanel.owner")} dir="auto" {...field("owner")} />
      </div>
      {setting.second && <SecondGoal of={setting.second.asked} words={setting.second.problem.what} setting={setting} done={() => announce(t("goalPanel.set"))} />}
      {setting.error !== null && <Failure error={setting.error} />}
      {edits && (
        <div className="row">
          <Button type="submit" loading={setting.pending}>
            {t(now ? "goalPanel.save" : "goalPanel.setIt")}
          </Button>
          {now && (
            <>
              <Button variant="default" onClick={() => away(true)}>
                {t("goalPanel.park")}
              </Button>
              <Button variant="subtle" onClick={() => away(false)}>
                {t("goalPanel.remove")}
              </Button>
            </>
          )}
        </div>
      )}
    </form>
  );
}
