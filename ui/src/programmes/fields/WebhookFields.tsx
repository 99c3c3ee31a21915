import { TextInput } from "@mantine/core";
import { useWords } from "../../app/words";
import { mapping, string, type FieldsProps } from "./Fields";
import { YamlField } from "./YamlField";

/** A call to another system. */
export function WebhookFields({ value, change }: FieldsProps) {
  const { t } = useWords();
  const webhook = mapping(value);
  return (
    <>
      <TextInput type="url" label={t("webhook.url")} value={string(webhook.url)} onChange={(event) => change(["webhook", "url"], event.currentTarget.value)} />
      <YamlField label={t("webhook.body")} description={t("webhook.like")} value={webhook.body} change={(next) => change(["webhook", "body"], next)} />
    </>
  );
}
