import { SegmentedControl, Switch } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../app/words";
import type { Preview } from "../api/types";
import type { Tongue } from "../draft/localText";
import { inLook } from "./look";
import "./message.css";

const WIDTHS = ["desktop", "phone", "text"] as const;

/** An e-mail as it comes: its line in the letterbox, and itself on a computer, on a phone and as plain text. */
export function ShownEmail({ of: email, tongue }: { of: NonNullable<Preview["email"]>; tongue?: Tongue }) {
  const { t } = useWords();
  const [width, setWidth] = useState<(typeof WIDTHS)[number]>(() => (window.matchMedia("(max-width: 48rem)").matches ? "phone" : "desktop"));
  const [dark, setDark] = useState(false);
  return (
    <section className="stack" style={{ gap: "0.5rem" }}>
      <div className="row spread">
        <h3>{t("channel.email")}</h3>
        <div className="row">
          <SegmentedControl
            size="sm"
            aria-label={t("preview.width")}
            value={width}
            onChange={(value) => setWidth(value as typeof width)}
            data={WIDTHS.map((each) => ({ value: each, label: t(`previewWidth.${each}`) }))}
          />
          <Switch size="sm" label={t("letter.dark")} checked={dark} disabled={width === "text"} onChange={(event) => setDark(event.currentTarget.checked)} />
        </div>
      </div>
      <p className="inbox-line" lang={tongue} dir="auto">
        <span className="quiet small">{email.sender}</span>
        <strong>{email.subject}</strong>
        {email.preheader && <span className="quiet">{email.preheader}</span>}
      </p>
      {width === "text" ? (
        <pre className="code mail-text" tabIndex={0} lang={tongue}>
          {email.text}
        </pre>
      ) : (
        <div className="mail-frame" data-width={width} data-dark={dark}>
          {/* No scripts, no forms, no links of its own: what is shown is only looked at. */}
          <iframe title={t("preview.frame", { subject: email.subject })} sandbox="" srcDoc={inLook(email.html, dark)} />
        </div>
      )}
    </section>
  );
}
