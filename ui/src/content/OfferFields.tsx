import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { session } from "../api/queries";
import { freshKey, isMapping, type Json } from "../draft/json";
import type { Tongue } from "../draft/localText";
import { Spoken } from "../draft/Spoken";
import { Frozen } from "./Frozen";
import type { OutreachDraft } from "./useOutreachDraft";

const plain = (value: Json | undefined) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** What an offer says: what is given, the price, the terms, how long, who must accept, and what then. */
export function OfferFields({ draft, tongue }: { draft: OutreachDraft<"offer">; tongue: Tongue }) {
  const { t, language } = useWords();
  const home: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  const { document, set } = draft;
  if (!document) return null;
  const spoken = (name: string, label: string, lines?: number) => (
    <Spoken label={label} value={document[name]} tongue={tongue} home={home} lines={lines} change={(value) => set([name], value === "" ? undefined : value)} />
  );
  const day = (name: string, label: string, description: string) => (
    <TextInput
      type="date"
      label={label}
      description={description}
      value={plain(document[name])}
      onChange={(event) => set([name], event.currentTarget.value || undefined)}
    />
  );
  const acceptors = Array.isArray(document.acceptors) ? document.acceptors : [];
  const next = isMapping(document.next) ? document.next : {};
  return (
    <div className="stack">
      {spoken("name", t("offers.name"))}
      {spoken("text", t("offers.text"), 4)}
      <div className="pair">
        <TextInput
          label={t("offers.price")}
          inputMode="decimal"
          value={language === "fi" ? plain(document.price).replace(".", ",") : plain(document.price)}
          onChange={(event) => set(["price"], event.currentTarget.value.replace(/[\s\u00a0]/g, "").replace(",", "."))}
        />
        <TextInput label={t("offers.currency")} value={plain(document.currency) || "EUR"} maxLength={3} onChange={(event) => set(["currency"], event.currentTarget.value.toUpperCase())} />
      </div>
      <Frozen page={draft.page} />
      {spoken("terms", t("offers.terms"), 3)}
      <TextInput
        label={t("offers.validDays")}
        description={t("offers.validDaysWhat")}
        inputMode="numeric"
        value={plain(document.valid_days)}
        placeholder="30"
        onChange={(event) => {
          const typed = event.currentTarget.value.trim();
          set(["valid_days"], typed === "" ? undefined : /^\d+$/.test(typed) ? Number(typed) : typed);
        }}
      />
      <div className="pair">
        {day("valid_from", t("offers.validFrom"), t("offers.validFromWhat"))}
        {day("valid_until", t("offers.validUntil"), t("offers.validUntilWhat"))}
      </div>
      <TextInput
        label={t("offers.subject")}
        description={t("offers.subjectWhat")}
        value={plain(document.subject)}
        onChange={(event) => set(["subject"], event.currentTarget.value.trim() || undefined)}
      />
      <fieldset className="parts">
        <legend>{t("offers.acceptors")}</legend>
        <p className="quiet small">{t("offers.acceptorsWhat")}</p>
        {acceptors.map((each, index) => (
          <div key={index} className="part">
            <Spoken
              label={t("offers.acceptor", { n: index + 1 })}
              value={isMapping(each) ? each.name : undefined}
              tongue={tongue}
              home={home}
              change={(value) => set(["acceptors", index, "name"], value)}
            />
            {acceptors.length > 1 && (
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={t("offers.removeAcceptorNamed", { n: index + 1 })}
                onClick={() => set(["acceptors"], acceptors.filter((_, place) => place !== index))}
              >
                {t("outreach.remove")}
              </Button>
            )}
          </div>
        ))}
        <Button
          size="sm"
          variant="default"
          onClick={() => {
            const keys = acceptors.map((each) => (isMapping(each) ? plain(each.key) : ""));
            set(["acceptors"], [...acceptors, { key: freshKey(keys, "acceptor"), name: t("offers.newAcceptor") }]);
          }}
        >
          {t("offers.addAcceptor")}
        </Button>
      </fieldset>
      <fieldset className="parts">
        <legend>{t("offers.next")}</legend>
        <p className="quiet small">{t("offers.nextWhat")}</p>
        <Spoken
          label={t("outreach.nextText")}
          value={next.text}
          tongue={tongue}
          home={home}
          change={(value) => set(["next"], value || next.url ? { ...next, text: value ?? "" } : undefined)}
        />
        <TextInput
          type="url"
          label={t("outreach.nextUrl")}
          value={plain(next.url)}
          placeholder="https://"
          onChange={(event) => {
            const url = event.currentTarget.value.trim();
            set(["next"], url || next.text ? { ...next, url } : undefined);
          }}
        />
      </fieldset>
    </div>
  );
}
