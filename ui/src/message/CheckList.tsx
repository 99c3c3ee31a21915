import { Button } from "@mantine/core";
import { useWords } from "../app/words";
import type { Problem } from "../api/types";

/** What to mend in the message: a list, with the way to each place. */
export function CheckList({ of: problems, show }: { of: Problem[]; show: (problem: Problem) => void }) {
  const { t, counted } = useWords();
  return (
    <section className="stack" aria-labelledby="letter-checks" style={{ gap: "0.5rem" }}>
      <h3 id="letter-checks">{problems.length ? counted("letter.checks", problems.length) : t("letter.noChecks")}</h3>
      <ul className="plain stack" style={{ gap: "0.5rem" }}>
        {problems.map((problem, index) => {
          const line = typeof problem.params.line === "number" && /email.*body/.test(String(problem.params.path)) ? problem.params.line : null;
          return (
            <li key={index} className={problem.level === "error" ? "problem" : `problem hint-level ${problem.level}-level`}>
              <strong>{t(`level.${problem.level}`)}</strong>
              <span dir="auto">
                {problem.what} {problem.fix}
              </span>
              {line !== null && (
                <span>
                  <Button size="compact-xs" variant="default" onClick={() => show(problem)}>
                    {t("letter.showPlace", { line })}
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
