import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { Home, HomeStage } from "../api/types";
import { ArrowFigure } from "./ArrowFigure";
import { breaking, strip } from "./strip";

/** Stages left to right (top to bottom on a phone) with the people on them now. */
export function PathStrip({ data }: { data: Home }) {
  const { t, counted } = useWords();
  const { links, exits } = strip(data);
  const broken = breaking(data);
  const names = new Map(data.stages.map(({ key, name }) => [key, name]));
  return (
    <>
      <ol className="plain strip" aria-label={t("home.path")}>
        {links.map(({ stage, arrow }) => (
          <li key={stage.key}>
            <StageCard stage={stage} />
            {arrow && <ArrowFigure arrow={arrow} names={names} breaks={arrow === broken} />}
          </li>
        ))}
      </ol>
      {(exits.length > 0 || data.none > 0) && (
        <div className="row aside-stages">
          {exits.map((stage) => (
            <StageCard key={stage.key} stage={stage} />
          ))}
          {data.none > 0 && (
            <Link to="/people" search={{ stage: "none" }} className="small">
              {counted("home.none", data.none)}
            </Link>
          )}
        </div>
      )}
    </>
  );
}

function StageCard({ stage }: { stage: HomeStage }) {
  const { text, textLang, number, counted } = useWords();
  return (
    <Link
      to="/people"
      search={{ stage: stage.key }}
      className={stage.exit ? "stage-card stage-exit" : "stage-card"}
    >
      <span className="stage-name" lang={textLang(stage.name)}>
        {text(stage.name)}
      </span>
      <span className="stage-people number">
        <span aria-hidden="true">{number(stage.people)}</span>
        <span className="unseen">{counted("unit.people", stage.people)}</span>
      </span>
      <span className="quiet small">{counted("home.new7d", stage.new_7d)}</span>
    </Link>
  );
}
