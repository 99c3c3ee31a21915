import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { session } from "../api/queries";
import { isMapping, type Json, type Mapping } from "../draft/json";
import type { Tongue } from "../draft/localText";
import { Spoken } from "../draft/Spoken";
import { AssetField } from "./AssetField";
import { Tick } from "./Tick";
import type { OutreachDraft } from "./useOutreachDraft";

const ASKED = ["first_name", "last_name", "company", "phone", "question"] as const;
const plain = (value: Json | undefined) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const named = (value: Json): Mapping => (isMapping(value) ? value : { field: value });

/** What a form says and asks, what it promises, and what comes after. */
export function FormFields({ draft, tongue }: { draft: OutreachDraft<"form">; tongue: Tongue }) {
  const { t } = useWords();
  const home: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  const { document, set } = draft;
  if (!document) return null;
  const part = (name: string): Mapping => (isMapping(document[name]) ? document[name] : {});
  const spoken = (path: string[], label: string, lines?: number, description?: string) => (
    <Spoken
      label={label}
      description={description}
      value={path.length === 1 ? document[path[0]!] : part(path[0]!)[path[1]!]}
      tongue={tongue}
      home={home}
      lines={lines}
      change={(value) => set(path, value === "" ? undefined : value)}
    />
  );
  const consent = part("consent");
  const next = isMapping(part("thank_you").next) ? (part("thank_you").next as Mapping) : {};
  return (
    <div className="stack">
      {spoken(["name"], t("forms.name"), 1, t("forms.nameWhat"))}
      {spoken(["title"], t("forms.title"))}
      {spoken(["text"], t("forms.text"), 4)}
      <Asked draft={draft} document={document} tongue={tongue} home={home} />
      {spoken(["button"], t("forms.button"))}
      <fieldset className="parts">
        <legend>{t("forms.consent")}</legend>
        <p className="quiet small">{t("forms.consentWhat")}</p>
        <Spoken
          label={t("forms.consentText")}
          value={consent.text}
          tongue={tongue}
          home={home}
          lines={3}
          change={(value) => set(["consent"], value === "" || value === undefined ? undefined : { ...consent, text: value })}
        />
        {consent.text !== undefined && (
          <Tick label={t("forms.consentRequired")} checked={consent.required === true} change={(on) => set(["consent", "required"], on || undefined)} />
        )}
        <Tick
          label={t("forms.doubleOptIn")}
          description={t("forms.doubleOptInWhat")}
          checked={document.double_opt_in !== false}
          change={(on) => set(["double_opt_in"], on)}
        />
      </fieldset>
      <AssetField draft={draft} document={document} tongue={tongue} home={home} />
      <fieldset className="parts">
        <legend>{t("forms.thanks")}</legend>
        {spoken(["thank_you", "title"], t("forms.thanksTitle"))}
        {spoken(["thank_you", "text"], t("forms.thanksText"), 3)}
        <Spoken
          label={t("outreach.nextText")}
          value={next.text}
          tongue={tongue}
          home={home}
          change={(value) => set(["thank_you", "next"], value || next.url ? { ...next, text: value ?? "" } : undefined)}
        />
        <TextInput
          type="url"
          label={t("outreach.nextUrl")}
          placeholder="https://"
          value={plain(next.url)}
          onChange={(event) => {
            const url = event.currentTarget.value.trim();
            set(["thank_you", "next"], url || next.text ? { ...next, url } : undefined);
          }}
        />
      </fieldset>
      <fieldset className="parts">
        <legend>{t("forms.about")}</legend>
        {(["interest", "campaign", "hook"] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`forms.${name}`)}
            description={t(`formAbout.${name}`)}
            value={plain(document[name])}
            onChange={(event) => set([name], event.currentTarget.value || undefined)}
          />
        ))}
        <NativeSelect
          label={t("forms.language")}
          value={plain(document.language)}
          onChange={(event) => set(["language"], event.currentTarget.value || undefined)}
          data={[
            { value: "", label: t("forms.languageOfReader") },
            { value: "fi", label: t("outreach.inFinnish") },
            { value: "en", label: t("outreach.inEnglish") },
          ]}
        />
      </fieldset>
    </div>
  );
}

/** The fields: the e-mail address always first and needed, the others as chosen, in their order. */
function Asked({ draft, document, tongue, home }: { draft: OutreachDraft<"form">; document: Mapping; tongue: Tongue; home: Tongue }) {
  const { t } = useWords();
  const list = Array.isArray(document.fields) ? document.fields : [];
  const set = (next: Json[]) => draft.set(["fields"], next);
  const free = ASKED.filter((name) => !list.some((each) => named(each).field === name));
  const moved = (from: number, to: number) => {
    const next = [...list];
    next.splice(to, 0, ...next.splice(from, 1));
    set(next);
  };
  return (
    <fieldset className="parts">
      <legend>{t("forms.fields")}</legend>
      <p className="quiet small">{t("forms.fieldsWhat")}</p>
      <ol className="plain stack" style={{ gap: "0.6rem" }}>
        {list.map((each, index) => {
          const field = named(each);
          const name = ASKED.find((one) => one === field.field);
          const label = name ? t(`formField.${name}`) : plain(field.field);
          return (
            <li key={plain(field.field) + index} className="asked">
              <div className="row spread">
                <strong>{field.field === "email" ? t("formField.email") : label}</strong>
                <span className="row">
                  <Button size="compact-sm" variant="subtle" disabled={index === 0} aria-label={t("forms.upNamed", { field: label })} onClick={() => moved(index, index - 1)}>
                    ↑
                  </Button>
                  <Button size="compact-sm" variant="subtle" disabled={index === list.length - 1} aria-label={t("forms.downNamed", { field: label })} onClick={() => moved(index, index + 1)}>
                    ↓
                  </Button>
                  <Button size="compact-sm" variant="subtle" aria-label={t("forms.removeNamed", { field: label })} onClick={() => set(list.filter((_, place) => place !== index))}>
                    {t("outreach.remove")}
                  </Button>
                </span>
              </div>
              <Spoken
                label={t("forms.label")}
                value={field.label}
                tongue={tongue}
                home={home}
                change={(value) => {
                  const { label: _, ...rest } = field;
                  set(list.map((one, place) => (place === index ? (value ? { ...rest, label: value } : rest) : one)));
                }}
              />
              <Tick
                label={t("forms.needed")}
                checked={field.required === true || field.field === "email"}
                disabled={field.field === "email"}
                change={(required) => set(list.map((one, place) => (place === index ? { ...field, required } : one)))}
              />
            </li>
          );
        })}
      </ol>
      {free.length > 0 && (
        <div className="row" role="group" aria-label={t("forms.add")}>
          {free.map((name) => (
            <Button key={name} size="compact-sm" variant="default" onClick={() => set([...list, name])}>
              + {t(`formField.${name}`)}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  );
}
