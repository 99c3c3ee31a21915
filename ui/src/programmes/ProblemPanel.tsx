import { ToSettings } from "../app/ToSettings";
import { useWords } from "../app/words";
import type { Problem, ProgrammePage } from "../api/types";
import type { LocalText } from "../format/text";
import { find, type ProgrammeDocument } from "./document";

const LEVELS = ["error", "warning", "hint"] as const;

/** What is wrong, the worst first, by step; pressing a step's name opens it. */
export function ProblemPanel({
  page,
  document,
  open,
}: {
  page: ProgrammePage;
  document: ProgrammeDocument | null;
  open: (key: string | null) => void;
}) {
  const { t, text, counted } = useWords();
  const groups = new Map<string | null, Problem[]>();
  for (const problem of page.problems) {
    const node = typeof problem.params.node === "string" ? problem.params.node.split(">")[0]! : null;
    groups.set(node, [...(groups.get(node) ?? []), problem]);
  }
  const worst = (problems: Problem[]) => Math.min(...problems.map(({ level }) => LEVELS.indexOf(level)));
  const sorted = [...groups].sort(([, one], [, other]) => worst(one) - worst(other));
  const name = (key: string | null) => {
    const line = document && key !== null ? find(document, key) : undefined;
    if (!line) return t("problems.whole");
    return line.step.name ? text(line.step.name as LocalText) : `${t(`kind.${line.kind}`)} · ${key}`;
  };
  const count = (level: Problem["level"]) => page.problems.filter((each) => each.level === level).length;
  return (
    <section className="card stack problem-panel" aria-labelledby="problems-heading">
      <h2 id="problems-heading">{t("problems.heading")}</h2>
      {page.problems.length === 0 ? (
        <p className="quiet">{t("problems.none")}</p>
      ) : (
        <p className="marks">
          {count("error") > 0 && <span className="mark" data-level="error">{counted("problems.error", count("error"))}</span>}
          {count("warning") > 0 && <span className="mark" data-level="warning">{counted("problems.warning", count("warning"))}</span>}
          {count("hint") > 0 && <span className="mark" data-level="hint">{counted("problems.hint", count("hint"))}</span>}
        </p>
      )}
      {sorted.map(([key, problems]) => (
        <div key={key ?? ""} className="stack" style={{ gap: "0.4rem" }}>
          <h3>
            <button type="button" className="as-link" onClick={() => open(document && key !== null && find(document, key) ? key : null)}>
              {name(key)}
            </button>
          </h3>
          <ul className="plain stack" style={{ gap: "0.4rem" }}>
            {problems
              .slice()
              .sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level))
              .map((problem, index) => (
                <li key={index} className={problem.level === "error" ? "problem" : "problem hint-level"}>
                  <strong className="small">{t(`level.${problem.level}`)}</strong>
                  <span className="small">
                    {problem.what} {problem.fix}
                  </span>
                  <ToSettings of={[problem]} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
