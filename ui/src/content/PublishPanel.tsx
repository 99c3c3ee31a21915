import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { publish, told, type Kind } from "../api/outreach";
import type { OfferRow } from "../api/types";
import { Frozen, heldBack } from "./Frozen";
import type { OutreachDraft } from "./useOutreachDraft";

/** What publishing will do: what stands in the way, what changes, who keeps what they were shown. */
export function PublishPanel<K extends Kind>({ draft, close }: { draft: OutreachDraft<K>; close: () => void }) {
  const { t, text } = useWords();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const { page } = draft;
  const offer = draft.kind === "offer" ? (page as OfferRow) : null;
  const held = offer ? heldBack(offer) : [];
  const stops = page.problems.filter(({ level }) => level === "error");
  const warns = page.problems.filter(({ level }) => level === "warning");
  const same = page.version !== null && !page.draft_differs && page.state === "live";
  const { flush } = draft;
  useEffect(() => void flush(), []); // what is written is what is published
  const sending = useMutation({
    mutationFn: async () => {
      await flush();
      return publish(draft.kind, page.key, note, held.length > 0);
    },
    onSuccess: (row) => {
      told(client, draft.kind, row);
      close();
    },
  });
  return (
    <SidePanel title={t("outreach.publishTitle")} close={close}>
      <div className="stack publish">
        {stops.length > 0 && (
          <section>
            <h3>{t("outreach.stops")}</h3>
            <Problems of={stops} where={false} />
          </section>
        )}
        {offer && offer.changes.length > 0 && (
          <section>
            <h3>{t("outreach.changes", { n: offer.version ?? 0 })}</h3>
            <ul>
              {offer.changes.map((change, index) => (
                <li key={index} dir="auto">{text(change)}</li>
              ))}
            </ul>
          </section>
        )}
        {offer && <Frozen page={offer} />}
        {warns.length > 0 && <Problems of={warns} where={false} />}
        {same ? <p>{t("outreach.same")}</p> : <p className="quiet">{draft.kind === "form" ? t("forms.publishWhat") : t("offers.publishWhat")}</p>}
        <Textarea label={t("outreach.note")} rows={2} maxLength={1000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        {sending.error && <Failure error={sending.error} />}
        <div className="row">
          <Button disabled={stops.length > 0 || same} loading={sending.isPending} onClick={() => sending.mutate()}>
            {held.length > 0 ? t("offers.publishNew", { n: (page.version ?? 0) + 1 }) : t("outreach.publish")}
          </Button>
          <Button variant="default" onClick={close}>
            {t("app.cancel")}
          </Button>
        </div>
      </div>
    </SidePanel>
  );
}
