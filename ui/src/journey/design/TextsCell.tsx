import { memo } from "react";
import { useWords } from "../../app/words";
import { isMapping, type Json } from "../../draft/json";
import { written } from "../../draft/localText";
import { brief, shown } from "./lines";
import { useMap } from "./MapContext";

/** The texts of a cell as they are read. */
export const TextsCell = memo(function TextsCell({ texts }: { texts: readonly Json[] }) {
  const { t } = useWords();
  const { tongue, home } = useMap();
  if (texts.length === 0) return <span className="gap">{t("map.gap")}</span>;
  const one = (text: Json) => ({
    lang: isMapping(text) && !written(text, tongue, home) ? (tongue === "fi" ? "en" : "fi") : isMapping(text) || home === tongue ? undefined : home,
    dir: "auto" as const,
    children: brief(shown(text, tongue, home)),
  });
  if (texts.length === 1) return <p className="cell-text" {...one(texts[0]!)} />;
  return (
    <ul className="texts">
      {texts.map((text, index) => (
        <li key={index} className="cell-text" {...one(text)} />
      ))}
    </ul>
  );
});
