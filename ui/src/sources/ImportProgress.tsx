import { Progress } from "@mantine/core";
import { useWords } from "../app/words";

export function ImportProgress({ share }: { share: number }) {
  const { t, percent } = useWords();
  return (
    <div className="stack" style={{ gap: "0.5rem" }}>
      <p role="status">{t("import.running")}</p>
      <Progress.Root size="lg">
        <Progress.Section value={share * 100} aria-label={t("import.progress")} aria-valuetext={percent(share, 0)} />
      </Progress.Root>
      <p className="quiet small">
        {percent(share, 0)} · {t("import.mayLeave")}
      </p>
    </div>
  );
}
