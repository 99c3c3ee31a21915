import { SegmentedControl } from "@mantine/core";
import { useWords } from "../app/words";
import type { Tongue } from "./localText";

/** Which of the two languages of a document is being written. */
export function TongueControl({ tongue, set }: { tongue: Tongue; set: (tongue: Tongue) => void }) {
  const { t } = useWords();
  return (
    <SegmentedControl
      size="sm"
      aria-label={t("text.language")}
      value={tongue}
      onChange={(value) => set(value as Tongue)}
      data={[
        { value: "fi", label: t("text.inFinnish") },
        { value: "en", label: t("text.inEnglish") },
      ]}
    />
  );
}
