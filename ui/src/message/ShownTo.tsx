import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { writing } from "../api/writing";
import { conditionOf, type About, type Condition } from "./condition";
import { ABOUT, begun, ConditionValue } from "./ConditionForm";

/** To whom one block is shown: to everybody, or on a condition that stands around it alone. `tags` is its Liquid. */
export function ShownTo({ tags, change }: { tags: string | null; change: (condition: Condition | null) => void }) {
  const { t } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  const found = useQuery(writing).data;
  const condition = tags === null ? null : conditionOf(tags);
  const about = condition?.about ?? (tags === null ? "everyone" : "own");
  const none = found?.segments.length === 0;
  const options = ["everyone", ...ABOUT.filter((each) => each !== "segment" || !none || about === "segment"), ...(about === "own" ? ["own"] : [])];
  return (
    <>
      <div className="pair">
        <NativeSelect
          label={t("shownTo.label")}
          data-shown=""
          value={about}
          data={options.map((each) => ({ value: each, label: t(`shownTo.${each}`) }))}
          onChange={(event) => {
            const next = event.currentTarget.value;
            if (next !== "own") change(next === "everyone" ? null : begun(next as About, stages, found));
          }}
        />
        {condition && <ConditionValue of={condition} change={change} />}
      </div>
      {about === "own" && (
        <p className="quiet small">
          {t("shownTo.ownWhat")} <code>{tags}</code>
        </p>
      )}
      {none && about === "everyone" && (
        <p className="quiet small">
          {t("shownTo.noSegments")} <Link to="/people/segments">{t("shownTo.makeSegment")}</Link>
        </p>
      )}
    </>
  );
}
