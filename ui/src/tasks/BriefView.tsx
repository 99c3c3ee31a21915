import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import type { Brief } from "../api/tasks";

const LISTS = ["read", "questions", "objections", "answers"] as const;

/** What a seller should know before the first word; what is not known is said, not left out. */
export function BriefView({ brief }: { brief: Brief }) {
  const { t, text, date } = useWords();
  const consent = ({ purpose, channel, given }: Record<string, unknown>) =>
    `${purpose === "*" ? t("consents.all") : String(purpose)} · ${channel === "*" ? t("channel.all") : t(`channel.${String(channel)}`)}: ${t(given ? "consents.given" : "consents.withdrawn")}`;
  const stage = useQuery(home).data?.stages.find(({ key }) => key === brief.stage);
  return (
    <section className="stack brief">
      <h3>{t("brief.heading")}</h3>
      <dl className="facts-list">
        <div>
          <dt>{t("people.stage")}</dt>
          <dd>
            {brief.stage === null ? t("people.noStage") : text(stage?.name ?? brief.stage)}
            {brief.since && <span className="quiet small"> · {t("brief.since", { date: date(brief.since) })}</span>}
          </dd>
        </div>
        {LISTS.map((name) => (
          <div key={name}>
            <dt>{t(`brief.${name}`)}</dt>
            <dd>
              <Items of={brief[name]} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t("brief.offer")}</dt>
          <dd>{brief.offer ? <Items of={[brief.offer.name ?? brief.offer.offer, t("programme.version", { n: String(brief.offer.version) })]} /> : "–"}</dd>
        </div>
        <div>
          <dt>{t("brief.consents")}</dt>
          <dd>
            <Items of={brief.consents.map(consent)} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Items({ of: items }: { of: unknown[] }) {
  const said = useSaid();
  if (items.length === 0) return <>–</>;
  if (items.length === 1) return <>{said(items[0])}</>;
  return (
    <ul>
      {items.map((item, index) => (
        <li key={index}>{said(item)}</li>
      ))}
    </ul>
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT/;

/** A fact as a line: texts as they are, moments as dates, the rest part by part. */
function useSaid(): (item: unknown) => string {
  const { t, text, dateTime } = useWords();
  const said = (item: unknown): string => {
    if (item === null || item === undefined) return "–";
    if (typeof item === "boolean") return t(item ? "answer.yes" : "answer.no");
    if (typeof item === "string") return MOMENT.test(item) ? dateTime(item) : item;
    if (typeof item !== "object") return String(item);
    if (Array.isArray(item)) return item.map(said).join(", ");
    const whole = item as Record<string, unknown>;
    if (typeof whole.fi === "string" || typeof whole.en === "string") return text(whole as { fi?: string; en?: string });
    return Object.values(whole)
      .filter((part) => part !== null && part !== "")
      .map(said)
      .join(" · ");
  };
  return said;
}
