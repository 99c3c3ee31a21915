import { Button, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { shareMap } from "../api/shares";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { ShareList } from "./ShareList";

/** Read-only links of a journey's map: a new one, and those there are. `journey` is its key. */
export function SharePanel({ journey, close }: { journey: string; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [live, setLive] = useState(false);
  const [until, setUntil] = useState("");
  const sharing = useMutation({
    mutationFn: () => shareMap(journey, name.trim(), live, until ? new Date(`${until}T23:59:59`).toISOString() : null),
    onSuccess: async () => {
      setName("");
      announce(t("share.made"));
      await client.invalidateQueries({ queryKey: ["shares"] });
    },
  });
  return (
    <SidePanel title={t("share.title")} close={close}>
      <div className="stack">
        <p>{t("share.what")}</p>
        <form
          className="card stack"
          onSubmit={(event) => {
            event.preventDefault();
            sharing.mutate();
          }}
        >
          <TextInput label={t("share.name")} description={t("share.nameLike")} maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput type="date" label={t("share.expires")} description={t("share.expiresHow")} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
          <Switch label={t("share.live")} checked={live} onChange={(event) => setLive(event.currentTarget.checked)} />
          <p>
            <Button type="submit" loading={sharing.isPending}>
              {t("share.make")}
            </Button>
          </p>
          {sharing.isError && <Failure error={sharing.error} />}
        </form>
        <ShareList journey={journey} />
      </div>
    </SidePanel>
  );
}
