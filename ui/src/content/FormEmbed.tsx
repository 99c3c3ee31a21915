import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { CopyButton } from "../app/CopyButton";
import { useWords } from "../app/words";
import { codeOf } from "../api/outreach";
import type { FormRow } from "../api/types";
import type { OutreachDraft } from "./useOutreachDraft";

const escaped = (value: string) => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** Where people meet the form: its address, a code to scan, and a frame on sites that may show it. */
export function FormEmbed({ page, draft, edits }: { page: FormRow; draft: OutreachDraft<"form">; edits: boolean }) {
  const { t, text } = useWords();
  const [site, setSite] = useState("");
  const address = page.address.startsWith("/") ? window.location.origin + page.address : page.address;
  const frame = `<iframe src="${escaped(address)}" title="${escaped(text(page.name))}" style="width:100%;height:640px;border:0"></iframe>`;
  const sites = Array.isArray(draft.document?.embed) ? draft.document.embed.filter((each) => typeof each === "string") : [];
  return (
    <section className="card stack" aria-labelledby="form-embed" style={{ gap: "0.75rem" }}>
      <h2 id="form-embed">{t("embed.heading")}</h2>
      {page.state !== "live" && <p className="quiet">{t("embed.notLive")}</p>}
      <div className="row">
        <a href={address} target="_blank" rel="noreferrer" className="address">
          {address}
        </a>
        <CopyButton text={address} label={t("embed.copyAddress")} />
      </div>
      <div className="row embed-code">
        <img src={codeOf(page.key)} alt={t("embed.code")} width={132} height={132} />
        <a href={codeOf(page.key)} download={`${page.key}.svg`}>
          {t("embed.saveCode")}
        </a>
      </div>
      <h3>{t("embed.onSite")}</h3>
      <p className="quiet small">{t("embed.onSiteWhat")}</p>
      {sites.length > 0 && (
        <ul className="plain">
          {sites.map((each) => (
            <li key={each} className="row">
              <span className="address">{each}</span>
              {edits && (
                <Button size="compact-sm" variant="subtle" aria-label={t("embed.removeSite", { site: each })} onClick={() => draft.set(["embed"], sites.filter((one) => one !== each))}>
                  {t("outreach.remove")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {edits && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (site.trim()) draft.set(["embed"], [...sites.filter((one) => one !== site.trim()), site.trim()]);
            setSite("");
          }}
        >
          <TextInput type="url" aria-label={t("embed.site")} placeholder="https://www.kauppa.fi" value={site} onChange={(event) => setSite(event.currentTarget.value)} />
          <Button size="sm" variant="default" type="submit">
            {t("embed.addSite")}
          </Button>
        </form>
      )}
      {sites.length > 0 && (
        <>
          <pre className="code" tabIndex={0}>{frame}</pre>
          <div>
            <CopyButton text={frame} label={t("embed.copyFrame")} />
          </div>
        </>
      )}
    </section>
  );
}
