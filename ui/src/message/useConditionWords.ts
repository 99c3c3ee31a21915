import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { writing } from "../api/writing";
import { conditionOf, markOf, type Condition } from "./condition";

/** Says a condition block in words; what the form cannot say as it is written. */
export function useConditionWords(): (tags: string) => string {
  const { t, text, counted } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  const segments = useQuery(writing).data?.segments ?? [];
  const named = (list: readonly { key: string; name: Parameters<typeof text>[0] }[], key: string) => {
    const found = list.find((each) => each.key === key);
    return found ? text(found.name) : key;
  };
  const said = ({ about, value, name }: Condition): string => {
    switch (about) {
      case "segment":
        return t("conditionSays.segment", { name: named(segments, value) });
      case "stage":
        return t("conditionSays.stage", { name: named(stages, value) });
      case "orders":
        return counted("conditionSays.orders", Number(value));
      case "silence":
        return counted("conditionSays.silence", Number(value));
      case "language":
        return t("conditionSays.language", { name: value === "fi" ? t("step.inFinnish") : value === "en" ? t("step.inEnglish") : value });
      case "trait":
        return t("conditionSays.trait", { name: name ?? "", value });
      case "known":
        return t("conditionSays.known", { name: t(`variable.${value.replace(/\./g, "_")}`, { defaultValue: value }) });
    }
  };
  return (tags) => {
    const condition = conditionOf(tags);
    if (condition) return said(condition);
    const mark = markOf(tags);
    return mark === "end" ? t("conditionSays.end") : mark === "else" && /\belse\b/.test(tags) ? t("conditionSays.else") : tags;
  };
}
