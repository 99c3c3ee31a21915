import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { call } from "../api/client";
import { keys } from "../api/queries";
import type { Key } from "../api/types";

/** One key. Revoking cannot be taken back, so the second button says what it does. */
export function KeyRow({ of: key, mayChange }: { of: Key; mayChange: boolean }) {
  const { t, date, dateTime } = useWords();
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoking = useMutation({
    mutationFn: () => call("DELETE", `/api/keys/${key.id}`),
    onSuccess: () => {
      announce(t("keys.revokedSaid", { name: key.name }));
      return client.invalidateQueries({ queryKey: keys.queryKey });
    },
  });
  return (
    <li className="key-row">
      <div>
        <strong>{key.name}</strong> <code className="quiet">{key.prefix}…</code>
        <div className="quiet small">
          {t("keys.created", { date: date(key.created) })} ·{" "}
          {key.last_used ? t("keys.used", { at: dateTime(key.last_used) }) : t("keys.unused")}
        </div>
      </div>
      {key.revoked ? (
        <span className="quiet small">{t("keys.revoked")}</span>
      ) : (
        mayChange &&
        (sure ? (
          <div className="row">
            <Button size="xs" color="red" loading={revoking.isPending} onClick={() => revoking.mutate()}>
              {t("keys.revokeSure")}
            </Button>
            <Button size="xs" variant="default" autoFocus onClick={() => setSure(false)}>
              {t("keys.keep")}
            </Button>
          </div>
        ) : (
          <Button size="xs" variant="default" onClick={() => setSure(true)} aria-label={t("keys.revokeOne", { name: key.name })}>
            {t("keys.revoke")}
          </Button>
        ))
      )}
      {revoking.error && <Failure error={revoking.error} />}
    </li>
  );
}
