import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../app/Answer";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { testSend } from "../api/programmes";
import { writing } from "../api/writing";
import type { Tongue } from "../draft/localText";
import type { Whom } from "../message/invented";
import type { Draft } from "./useDraft";

const MOST = 5;

/** Sends the message to one's own addresses with the chosen person's data; nothing is counted. */
export function TestSendForm({ draft, whom, node, language }: { draft: Draft; whom: Whom; node: string; language?: Tongue }) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const addresses = typed.split(/[\s,;]+/).filter(Boolean);
  const own = useQuery(writing).data;
  const toggle = (address: string) => setTyped((addresses.includes(address) ? addresses.filter((each) => each !== address) : [...addresses, address]).join(", "));
  const sending = useMutation({
    mutationFn: async () => {
      await draft.flush();
      return testSend(draft.page.key, { ...whom, node, addresses, language });
    },
  });
  return (
    <form
      className="stack test-send"
      onSubmit={(event) => {
        event.preventDefault();
        if (addresses.length > 0 && addresses.length <= MOST) sending.mutate();
      }}
    >
      <h3>{t("test.title")}</h3>
      {own && own.addresses.length > 0 && (
        <div className="chips" role="group" aria-label={t("letter.own")}>
          {own.addresses.slice(0, 8).map((each) => (
            <button key={each} type="button" className="chip" data-on={addresses.includes(each)} aria-pressed={addresses.includes(each)} onClick={() => toggle(each)}>
              {each}
            </button>
          ))}
        </div>
      )}
      <TextInput
        label={t("test.addresses")}
        description={t("test.what")}
        value={typed}
        autoComplete="email"
        error={addresses.length > MOST ? t("test.tooMany") : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {own && (
        <p className="quiet small">{own.domains.length > 0 ? t("letter.ownDomain", { domains: own.domains.join(", ") }) : own.addresses.length === 0 ? t("letter.ownNone") : null}</p>
      )}
      <div className="row">
        <Button type="submit" variant="default" disabled={addresses.length === 0 || addresses.length > MOST} loading={sending.isPending}>
          {t("test.send")}
        </Button>
        <span role="status" className="small">
          {sending.data && sending.data.sent.length > 0 && t("test.sent", { addresses: sending.data.sent.join(", ") })}
        </span>
      </div>
      {sending.data && sending.data.failed.length > 0 && <Problems of={sending.data.failed} />}
      {sending.error && <Failure error={sending.error} />}
    </form>
  );
}
