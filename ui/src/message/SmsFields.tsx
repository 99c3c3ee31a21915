import { useWords } from "../app/words";
import { segments } from "./segments";

/** How long a text message is and in how many parts it goes; `sent` is the text as one person gets it. */
export function SmsLength({ written, sent }: { written: string; sent: string | undefined }) {
  const { t, counted } = useWords();
  const found = segments(sent ?? written);
  const tags = sent === undefined && /\{[{%]/.test(written);
  return (
    <div className="stack small" style={{ gap: "0.25rem" }} role="status">
      <p>
        {counted("sms.parts", found.parts)} · {counted("sms.length", found.length)} · {counted("sms.left", found.left)}
      </p>
      <p className="quiet">
        {found.coding === "gsm7" ? t("sms.gsm7") : t("sms.ucs2", { letters: found.odd.slice(0, 8).join(" ") })}
        {tags && ` ${t("sms.variables")}`}
      </p>
    </div>
  );
}
