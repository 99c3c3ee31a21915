import { Button } from "@mantine/core";
import { useWords } from "../app/words";
import type { Problem } from "../api/types";
import { spotOf, type Spot } from "./spot";

/** What to mend in the message: a list, with the way to each place. */
export function CheckList({ of: problems, show }: { of: Problem[]; show: (spot: Spot, as: "blocks" | "source") => void }) {
  const { t, counted } = useWords();
  const way = (label: string, spot: Spot, as: "blocks" | "source") => (
    <Button size="compact-xs" variant="default" onClick={() => show(spot, as)}>
      {label}
    </Button>
  );
  return (
    <section className="stack" aria-labelledby="letter-checks" style={{ gap: "0.5rem" }}>
      <h3 id="letter-checks">{problems.length ? counted("letter.checks", problems.length) : t("letter.noChecks")}</h3>
      <ul className="plain stack" style={{ gap: "0.5rem" }}>
        {problems.map((problem, index) => {
          const spot = spotOf(problem);
          const blocks = spot?.channel === "email" && spot.part === "body" && spot.line !== null;
          return (
            <li key={index} className={problem.level === "error" ? "problem" : `problem hint-level ${problem.level}-level`}>
              <strong>{t(`level.${problem.level}`)}</strong>
              <span dir="auto">
                {problem.what} {problem.fix}
              </span>
              {spot && (
                <span className="row" style={{ gap: "0.5rem" }}>
                  {blocks ? way(t("letter.showBlock"), spot, "blocks") : spot.part !== "body" || spot.channel !== "email" ? way(t("letter.showField"), spot, "blocks") : null}
                  {blocks && way(t("letter.showPlace", { line: spot.line }), spot, "source")}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
