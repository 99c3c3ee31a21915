import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { useWords } from "../app/words";
import { call } from "../api/client";
import type { NewKey } from "../api/types";
import { curl, snippet } from "./snippetText";

/** What to paste on a web page, with the key that was just made, and a test event. */
export function Snippet({ made }: { made: NewKey | null }) {
  const { t } = useWords();
  const key = made?.write_key ?? t("snippet.yourKey");
  const here = window.location.origin;
  const test = useMutation({
    mutationFn: () =>
      call("POST", "/v1/track", {
        writeKey: made?.write_key,
        anonymousId: crypto.randomUUID(),
        messageId: crypto.randomUUID(),
        event: "Test Event",
        timestamp: new Date().toISOString(),
        properties: { from: "Polku" },
      }),
    onSuccess: () => announce(t("snippet.tested")),
  });
  return (
    <section className="card stack" id="snippet" aria-labelledby="snippet-heading">
      <h2 id="snippet-heading">{t("snippet.heading")}</h2>
      <p className="quiet small">{t(made ? "snippet.withKey" : "snippet.withoutKey")}</p>
      <pre className="code" tabIndex={0} aria-label={t("snippet.heading")}>
        {snippet(here, key)}
      </pre>
      <div className="row">
        <CopyButton text={snippet(here, key)} label={t("snippet.copy")} />
        {made && (
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {t("snippet.test")}
          </Button>
        )}
        {test.isSuccess && <span className="small">{t("snippet.tested")}</span>}
      </div>
      {test.error && <Failure error={test.error} />}
      <details className="small">
        <summary>{t("snippet.server")}</summary>
        <pre className="code" tabIndex={0} aria-label={t("snippet.server")}>
          {curl(here, key)}
        </pre>
      </details>
    </section>
  );
}
