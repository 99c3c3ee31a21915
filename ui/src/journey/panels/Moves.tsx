import { Link } from "@tanstack/react-router";
import { useWords } from "../../app/words";
import type { JourneyEffects } from "../../api/types";

const SHOWN = 8;

/** Who stands where now, and where the draft's rules would put them. */
export function Moves({ effects }: { effects: JourneyEffects }) {
  const { t, text, counted, number } = useWords();
  const names = new Map(effects.stages.map(({ key, name }) => [key, name ? text(name) : t("journeyPublish.nowhere")]));
  const name = (key: string | null) => names.get(key) ?? key ?? t("journeyPublish.nowhere");
  return (
    <section className="stack" style={{ gap: "0.5rem" }}>
      <h3>{t("journeyPublish.people")}</h3>
      <p>
        {effects.same_rules
          ? t("journeyPublish.sameRules")
          : effects.moving === 0
            ? t("journeyPublish.nobodyMoves")
            : counted("journeyPublish.moving", effects.moving)}
      </p>
      {effects.moves.length > 0 && (
        <ul className="plain stack" style={{ gap: "0.5rem" }}>
          {effects.moves.slice(0, SHOWN).map((move) => (
            <li key={`${move.from}>${move.to}`} dir="auto">
              <strong>{counted("unit.people", move.people)}</strong>: {name(move.from)} → {name(move.to)}
              <span className="small quiet">
                {" "}
                {t("journeyPublish.examples")}{" "}
                {move.examples.map(({ person, id, name: called }, index) => (
                  <span key={person}>
                    {index > 0 && ", "}
                    <Link to="/people/$person" params={{ person }}>
                      {called ?? id}
                    </Link>
                  </span>
                ))}
              </span>
            </li>
          ))}
          {effects.moves.length > SHOWN && <li className="small quiet">{counted("journeyPublish.moreMoves", effects.moves.length - SHOWN)}</li>}
        </ul>
      )}
      {!effects.same_rules && effects.stages.length > 0 && (
        <table className="moves small">
          <thead>
            <tr>
              <th scope="col">{t("journeyPublish.stage")}</th>
              <th scope="col" className="number">
                {t("journeyPublish.now")}
              </th>
              <th scope="col" className="number">
                {t("journeyPublish.then")}
              </th>
            </tr>
          </thead>
          <tbody>
            {effects.stages.map((stage) => (
              <tr key={stage.key ?? ""} data-gone={stage.gone}>
                <th scope="row" dir="auto">
                  {name(stage.key)}
                  {stage.gone && <span className="unseen"> {t("journeyPublish.gone")}</span>}
                  {stage.new && <span className="quiet"> {t("journeyPublish.new")}</span>}
                </th>
                <td className="number">{number(stage.now)}</td>
                <td className="number">{number(stage.then)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
