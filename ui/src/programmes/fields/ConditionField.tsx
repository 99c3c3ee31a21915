import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Problems } from "../../app/Problems";
import { useWords } from "../../app/words";
import { counting } from "../../api/segments";
import type { Json } from "../../draft/json";
import { YamlField } from "./YamlField";

/** A condition of people as YAML, with what it says in words and how many meet it now. */
export function ConditionField({ label, value, change }: { label: string; value: Json | undefined; change: (value: Json | undefined) => void }) {
  const { t, text, counted } = useWords();
  const [asked] = useDebouncedValue(value, 400);
  const empty = asked === undefined || asked === null || JSON.stringify(asked) === "{}";
  const answer = useQuery({ ...counting(asked ?? null), enabled: !empty });
  const found = empty ? undefined : answer.data;
  return (
    <div className="stack" style={{ gap: "0.4rem" }}>
      <YamlField label={label} description={t("condition.like")} value={value} change={change} rows={4} />
      <div className="small" aria-live="polite">
        {empty && <span className="quiet">{t("condition.empty")}</span>}
        {found && found.problems.length > 0 && <Problems of={found.problems} />}
        {found && found.problems.length === 0 && (
          <span>
            {found.words && <>{text(found.words)} · </>}
            {found.people !== null && <strong>{counted("condition.meet", found.people)}</strong>}
          </span>
        )}
      </div>
    </div>
  );
}
