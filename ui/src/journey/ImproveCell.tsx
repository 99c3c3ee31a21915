import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { improvements, type ImprovementKind } from "../api/improve";
import { useMap } from "./design/MapContext";

const KIND: Record<string, ImprovementKind> = { opportunities: "opportunity", ideas: "idea", experiments: "experiment" };

/** What has been taken up on this stage in Improve. */
export function ImproveCell({ stage, lane }: { stage: string; lane: string }) {
  const { t } = useWords();
  const { journey } = useMap();
  const kind = KIND[lane];
  const found = useQuery(improvements({ journey })).data;
  const here = (found?.improvements ?? []).filter((each) => each.stage === stage && each.kind === kind && each.state !== "rejected");
  return (
    <ul className="plain touchpoints">
      {here.map((each) => (
        <li key={each.id}>
          <Link to="/improve" search={{ journey, open: String(each.id) }} className="cell-text" dir="auto">
            {each.title}
          </Link>
          <span className="under">{t(`taken.${each.state}`)}</span>
        </li>
      ))}
      <li className="off-paper">
        <Link to="/improve" search={{ journey, stage, kind }} className="small quiet" aria-label={t("map.addTo")}>
          {here.length === 0 ? t("map.nothingTaken") : t("map.addTo")}
        </Link>
      </li>
    </ul>
  );
}
