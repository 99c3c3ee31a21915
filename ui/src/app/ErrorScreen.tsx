import { Button } from "@mantine/core";
import { Screen } from "./Screen";
import { useWords } from "./words";

/** A fault of ours: says so, and gives a way on. */
export function ErrorScreen({ error }: { error: unknown }) {
  const { t } = useWords();
  return (
    <Screen title={t("error.title")}>
      <div className="card message" role="alert">
        <p>{t("error.ours")}</p>
        <code className="code">{error instanceof Error ? error.message : String(error)}</code>
        <Button onClick={() => window.location.reload()}>{t("error.reload")}</Button>
      </div>
    </Screen>
  );
}
