import { Button } from "@mantine/core";
import { useWords } from "../../app/words";
import type { LiveStage } from "../../api/types";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { placeOfStage, stagesOf } from "../design/cells";
import { brief } from "../design/lines";
import type { JourneySearch } from "../search";
import { StageFields } from "./StageFields";

/** The third zoom: one stage fills the page; the neighbours are a press away. */
export function StagePage({ document, stage, found, go }: { document: Mapping; stage: string; found: LiveStage | undefined; go: (search: Partial<JourneySearch>) => void }) {
  const { t, text } = useWords();
  const stages = stagesOf(document);
  const index = placeOfStage(document, stage);
  const name = (each: Mapping | undefined) => (each ? brief(text((each.name ?? each.key) as LocalText)) : "");
  const to = (each: Mapping | undefined, sign: string) =>
    each && (
      <Button variant="default" size="compact-md" dir="auto" className="neighbour" onClick={() => go({ stage: String(each.key) })}>
        {sign === "←" ? `← ${name(each)}` : `${name(each)} →`}
      </Button>
    );
  return (
    <section className="card stack stage-page" aria-labelledby="stage-heading">
      <div className="row spread">
        <h2 id="stage-heading" dir="auto">
          {name(stages[index]) || stage}
        </h2>
        <Button variant="default" size="compact-md" onClick={() => go({ zoom: undefined })}>
          {t("map.whole")}
        </Button>
      </div>
      <div className="row spread">
        <span>{to(stages[index - 1], "←")}</span>
        <span>{to(stages[index + 1], "→")}</span>
      </div>
      <StageFields key={stage} document={document} stage={stage} found={found} />
    </section>
  );
}
