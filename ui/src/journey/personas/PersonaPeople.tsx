import { useQueries } from "@tanstack/react-query";
import { counting } from "../../api/segments";
import { useWords } from "../../app/words";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { stagesOf } from "../design/cells";

/** How the people of a segment stand on the stages now. */
export function PersonaPeople({ document, segment }: { document: Mapping; segment: string }) {
  const { t, text, number } = useWords();
  const stages = stagesOf(document);
  const counts = useQueries({
    queries: stages.map(({ key }) => ({ ...counting({ all: [{ segment }, { stage: [String(key)] }] }), staleTime: 60_000 })),
  }).map(({ data }) => data?.people ?? null);
  const most = Math.max(1, ...counts.map((count) => count ?? 0));
  return (
    <table className="split small">
      <caption className="unseen">{t("persona.split")}</caption>
      <tbody>
        {stages.map((stage, index) => (
          <tr key={String(stage.key)}>
            <th scope="row" dir="auto">
              {text((stage.name ?? stage.key) as LocalText)}
            </th>
            <td aria-hidden="true">
              <span className="split-bar" style={{ width: `${((counts[index] ?? 0) / most) * 100}%` }} />
            </td>
            <td className="number end">{counts[index] === null || counts[index] === undefined ? "–" : number(counts[index])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
