import { TextInput } from "@mantine/core";
import { useWords } from "../../app/words";
import { mapping, string, type FieldsProps } from "./Fields";
import { PairsField } from "./PairsField";

/** A call to another system. */
export function WebhookFields({ value, change }: FieldsProps) {
  const { t } = useWords();
  const webhook = mapping(value);
  return (
    <>
      <TextInput type="url" label={t("webhook.url")} description={t("webhook.urlWhat")} value={string(webhook.url)} onChange={(event) => change(["webhook", "url"], event.currentTarget.value)} />
      <PairsField
        label={t("webhook.body")}
        description={t("webhook.what", { example: "{{ person.first_name }}" })}
        names={t("webhook.name")}
        values={t("webhook.value")}
        value={webhook.body}
        change={(next) => change(["webhook", "body"], next)}
      />
    </>
  );
}
