import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { pressure } from "../api/programmes";
import { useMessageName } from "../programmes/useMessageName";

/** The next message that is planned for the person within 14 days, with what holds it. */
export function NextMessage({ person }: { person: string }) {
  const { t, calendarDay } = useWords();
  const days = useQuery(pressure(person)).data?.person?.days ?? [];
  const next = days.flatMap(({ date, messages }) => messages.map((message) => ({ date, ...message }))).find(({ state }) => state !== "sent" && state !== "refused");
  const named = useMessageName(next?.programme, next?.node, next?.intent ?? "");
  if (!next) return null;
  return (
    <p className="small">
      {t("person.nextMessage", { date: calendarDay(next.date) })}{" "}
      <Link to="/programmes/$key" params={{ key: next.programme }}>
        {named.programme}
      </Link>{" "}
      · {named.message}
      {next.reason && <span className="under quiet">{next.reason.what}</span>}
    </p>
  );
}
