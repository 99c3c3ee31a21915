import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { Live } from "../api/types";

/** Moves back to an earlier stage, in words. */
export function ReturnArcs({ data }: { data: Live }) {
  const { t, text, counted } = useWords();
  const name = (key: string) => text(data.stages.find((stage) => stage.key === key)?.name);
  return (
    <section className="card stack" aria-labelledby="arcs-heading" style={{ gap: "0.6rem", alignContent: "start" }}>
      <h2 id="arcs-heading">{t("arcs.heading")}</h2>
      {data.backward.length === 0 ? (
        <p className="quiet">{t("arcs.none")}</p>
      ) : (
        <ul className="plain stack" style={{ gap: "0.4rem" }}>
          {data.backward.map(({ from, to, people_30d }) => (
            <li key={`${from} ${to}`}>
              {t("arcs.move", { from: name(from), to: name(to) })}{" "}
              <Link to="/people" search={{ from, to }}>
                {counted("arcs.people", people_30d)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
