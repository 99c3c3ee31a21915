import { NativeSelect, TextInput } from "@mantine/core";
import { useWords } from "../../app/words";
import { mapping, string, type FieldsProps } from "./Fields";
import { Length } from "./Length";
import { Spoken } from "../../draft/Spoken";

const CONTACTS = ["call", "email", "message", "meeting", "none"] as const;

/** Something for a person of ours to do, with a response target in working hours. */
export function TaskFields({ value, tongue, home, change }: FieldsProps) {
  const { t } = useWords();
  const task = mapping(value);
  return (
    <>
      <Spoken label={t("task.title")} value={task.title} tongue={tongue} home={home} change={(next) => change(["task", "title"], next === "" ? undefined : next)} />
      <TextInput label={t("task.owner")} value={string(task.owner)} onChange={(event) => change(["task", "owner"], event.currentTarget.value || undefined)} />
      <NativeSelect
        label={t("task.contact")}
        value={string(task.contact) || "email"}
        onChange={(event) => change(["task", "contact"], event.currentTarget.value)}
        data={CONTACTS.map((each) => ({ value: each, label: t(`contact.${each}`) }))}
      />
      <Length label={t("task.within")} value={string(task.respond_within)} change={(next) => change(["task", "respond_within"], next)} optional />
      <Spoken label={t("task.note")} value={task.note} tongue={tongue} home={home} lines={4} change={(next) => change(["task", "note"], next === "" ? undefined : next)} />
    </>
  );
}
