import { useWords } from "../app/words";
import { at, type Json } from "../draft/json";
import { LineField, NumberField, TextField } from "./fields";
import { usePlan } from "./usePlan";

const LINES = ["phone", "email", "address", "form", "chat"] as const;
const ALL = [...LINES, "hours", "response_minutes", "person", "checked"] as const;

/** How a customer reaches us: a checklist, and the fields that complete it. */
export function ContactCard() {
  const { t, counted } = useWords();
  const { document, draft } = usePlan();
  const value = (key: string): Json | undefined => at(document, ["contact", key]);
  const change = (key: string) => (next: Json | undefined) => draft.set(["contact", key], next);
  const missing = ALL.filter((key) => value(key) === undefined || value(key) === "");
  return (
    <section className="card stack" aria-labelledby="reach-heading">
      <div className="row spread">
        <h2 id="reach-heading">{t("reach.heading")}</h2>
        <p role="status" className="small">
          {missing.length === 0 ? t("reach.whole") : counted("reach.missing", missing.length)}
        </p>
      </div>
      <p className="quiet">{t("reach.what")}</p>
      <ul className="plain marks">
        {ALL.map((key) => (
          <li key={key} className="mark" data-level={missing.includes(key) ? "warning" : undefined}>
            <span aria-hidden="true">{missing.includes(key) ? "– " : "✓ "}</span>
            {t(`reach.${key}`)}
            <span className="unseen">: {t(missing.includes(key) ? "reach.lacking" : "reach.there")}</span>
          </li>
        ))}
      </ul>
      <div className="contact-fields">
        {LINES.map((key) => (
          <LineField key={key} label={t(`reach.${key}`)} value={value(key)} change={change(key)} />
        ))}
        <TextField label={t("reach.hours")} value={value("hours")} change={change("hours")} />
        <NumberField label={t("reach.response_minutes")} whole value={value("response_minutes")} change={change("response_minutes")} />
        <TextField label={t("reach.person")} value={value("person")} change={change("person")} />
        <LineField label={t("reach.checked")} type="date" value={value("checked")} change={change("checked")} />
      </div>
    </section>
  );
}
