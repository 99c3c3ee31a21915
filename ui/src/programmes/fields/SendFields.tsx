import { TextInput } from "@mantine/core";
import { useWords } from "../../app/words";
import { ContentFields } from "./ContentFields";
import { mapping, string, type FieldsProps } from "./Fields";

/** A message: what it is about, under which purpose, and its content by channel. */
export function SendFields(props: FieldsProps) {
  return (
    <>
      <ContentFields kind="send" {...props} />
      <About kind="send" {...props} />
    </>
  );
}

/** Intent and purpose, which most leave to the programme. */
export function About({ kind, value, change }: FieldsProps & { kind: "send" | "survey" | "offer" }) {
  const { t } = useWords();
  const message = mapping(value);
  const field = (name: "intent" | "purpose" | "intent_days") => (
    <TextInput
      label={t(`about.${name}`)}
      description={t(`aboutWhat.${name}`)}
      inputMode={name === "intent_days" ? "numeric" : undefined}
      value={string(message[name])}
      onChange={(event) => {
        const typed = event.currentTarget.value.trim();
        const value = name === "intent_days" ? Math.trunc(Number(typed)) || undefined : typed || undefined;
        change([kind, name], value);
      }}
    />
  );
  return (
    <details>
      <summary>{t("about.heading")}</summary>
      <div className="stack" style={{ paddingTop: "0.75rem" }}>
        {field("intent")}
        {field("intent_days")}
        {field("purpose")}
      </div>
    </details>
  );
}
