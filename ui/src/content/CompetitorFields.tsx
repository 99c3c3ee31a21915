import { useWords } from "../app/words";
import { LineField, LinesField, NumberField, TextField } from "./fields";
import { usePart } from "./usePlan";

/** Somebody the customer compares with. */
export function CompetitorFields({ id }: { id: string }) {
  const { t } = useWords();
  const { part, set } = usePart("competitors", id);
  const rival = part!;
  return (
    <>
      <TextField label={t("rivals.name")} value={rival.name} change={(value) => set(["name"], value)} focus />
      <LineField label={t("plan.url")} value={rival.url} change={(value) => set(["url"], value)} />
      <NumberField label={t("rivals.price")} value={rival.price} change={(value) => set(["price"], value)} />
      <LinesField label={t("rivals.strengths")} description={t("rivals.oneOnLine")} value={rival.strengths} change={(value) => set(["strengths"], value)} />
      <LinesField label={t("rivals.weaknesses")} description={t("rivals.oneOnLine")} value={rival.weaknesses} change={(value) => set(["weaknesses"], value)} />
      <TextField label={t("rivals.difference")} description={t("rivals.differenceWhat")} value={rival.difference} change={(value) => set(["difference"], value)} lines={3} />
      <LineField label={t("rivals.checked")} type="date" value={rival.checked} change={(value) => set(["checked"], value)} />
    </>
  );
}
