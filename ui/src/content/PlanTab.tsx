import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Hint } from "../app/Hint";
import { useWords } from "../app/words";
import { pieces as piecesOf } from "../api/content";
import type { PieceReach } from "../api/types";
import type { Mapping } from "../draft/json";
import { isMapping, type Json } from "../draft/json";
import type { LocalText } from "../format/text";
import { keyOf, keysIn, parts, topicless } from "./plan";
import { nameOf, useParts, usePlan } from "./usePlan";
import { skip, useSkipped } from "./skipped";

/** The topics by stage, with their pieces: first what is told, only then in what form and where. */
export function PlanTab() {
  const { t } = useWords();
  const { document, draft, edits } = usePlan();
  const { add } = useParts();
  const reach = useQuery(piecesOf(draft.page.key, draft.page.edition)).data ?? [];
  const topics = parts(document, "topics");
  const stages = parts(document, "stages");
  const known = new Set(stages.map(keyOf));
  const loose = topics.filter((topic) => !keysIn(topic.stages).some((key) => known.has(key)));
  return (
    <div className="stack">
      <TopicsFirst />
      {stages.map((stage) => {
        const here = topics.filter((topic) => keysIn(topic.stages).includes(keyOf(stage)));
        return <StageTopics key={keyOf(stage)} name={nameOf(stage)} topics={here} reach={reach} add={edits ? () => add("topics", "topic", { stages: [keyOf(stage)] }) : undefined} />;
      })}
      {loose.length > 0 && <StageTopics name={t("plan.noStage")} topics={loose} reach={reach} />}
    </div>
  );
}

/** While a stage has no topic, formats and channels wait; the reader may go on all the same. */
function TopicsFirst() {
  const { t, text, counted } = useWords();
  const { document, draft } = usePlan();
  const skipped = useSkipped(draft.page.key);
  const [said, say] = useState(false);
  const missing = topicless(document);
  if (missing.length === 0) return said ? <p role="status">{t("plan.allTold")}</p> : null;
  return (
    <section className="card stack topics-first" aria-labelledby="topics-first">
      <h2 id="topics-first">{t("plan.topicsFirst")}</h2>
      <p>
        {counted("plan.withoutTopic", missing.length)} {missing.map((stage) => `”${text(nameOf(stage))}”`).join(", ")}
      </p>
      {skipped ? (
        <p className="small quiet">{t("plan.skipped")}</p>
      ) : (
        <p className="row">
          <span className="small quiet">{t("plan.why")}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              skip(draft.page.key);
              say(true);
            }}
          >
            {t("plan.skip")}
          </Button>
        </p>
      )}
    </section>
  );
}

function StageTopics({ name, topics, reach, add }: { name: LocalText; topics: Mapping[]; reach: PieceReach[]; add?: () => void }) {
  const { t, text, textLang } = useWords();
  return (
    <section className="card stack" aria-label={text(name)}>
      <div className="row spread">
        <h2 lang={textLang(name)} dir="auto">
          {text(name)}
        </h2>
        {add && (
          <Button size="compact-sm" variant="default" onClick={add}>
            {t("plan.addTopic")} <span className="unseen">{text(name)}</span>
          </Button>
        )}
      </div>
      {topics.length === 0 ? <p className="quiet">{t("plan.noTopics")}</p> : <Met topics={topics} reach={reach} />}
      <ul className="plain topics">
        {topics.map((topic) => (
          <Topic key={keyOf(topic)} topic={topic} reach={reach.filter((piece) => piece.topic === keyOf(topic))} />
        ))}
      </ul>
    </section>
  );
}

/** The piece of the stage that most people met. */
function Met({ topics, reach }: { topics: Mapping[]; reach: PieceReach[] }) {
  const { t, text, counted, percent } = useWords();
  const keys = topics.map(keyOf);
  const [most] = reach.filter((piece) => keys.includes(piece.topic) && piece.people).sort((a, b) => b.people! - a.people!);
  const piece = most && piecesIn(topics.find((topic) => keyOf(topic) === most.topic)).find((each) => keyOf(each) === most.key);
  if (!most || !piece) return null;
  return (
    <p className="small quiet">
      {t("plan.most", { name: text(nameOf(piece)) })} {counted("unit.people", most.people!)}, {t("plan.movedOn", { rate: percent(most.rate) })}
    </p>
  );
}

function Topic({ topic, reach }: { topic: Mapping; reach: PieceReach[] }) {
  const { t, text, textLang } = useWords();
  const { document, go } = usePlan();
  const personas = parts(document, "personas").filter((persona) => keysIn(topic.personas).includes(keyOf(persona)));
  const name = nameOf(topic);
  return (
    <li className="topic">
      <button type="button" className="topic-open" onClick={() => go({ open: `topics.${keyOf(topic)}` })}>
        <span className="topic-name" lang={textLang(name)} dir="auto">
          {text(name)}
        </span>
      </button>
      {topic.question !== undefined && (
        <p className="quiet" dir="auto">
          ”{text(topic.question as LocalText)}”
        </p>
      )}
      <p className="marks">
        {typeof topic.kind === "string" && <span className="mark">{t(`planKind.${topic.kind}`)}</span>}
        {personas.length === 0 ? <span className="mark">{t("plan.everybody")}</span> : personas.map((persona) => <span key={keyOf(persona)} className="mark persona-mark" dir="auto">{text(nameOf(persona))}</span>)}
      </p>
      <ul className="plain pieces">
        {piecesIn(topic).map((piece) => (
          <PieceLine key={keyOf(piece)} piece={piece} reach={reach.find((each) => each.key === keyOf(piece))} />
        ))}
        {piecesIn(topic).length === 0 && <li className="small quiet">{t("plan.noPieces")}</li>}
      </ul>
    </li>
  );
}

const piecesIn = (topic: Mapping | undefined): Mapping[] => {
  const value: Json | undefined = topic?.pieces;
  return Array.isArray(value) ? value.filter(isMapping) : [];
};

/** How many met it never stands without how many went on. */
function PieceLine({ piece, reach }: { piece: Mapping; reach?: PieceReach }) {
  const { t, text, counted, percent, number, textLang } = useWords();
  const state = typeof piece.state === "string" ? piece.state : "idea";
  return (
    <li className="piece small">
      <span className="mark" data-state={state}>
        {t(`planState.${state}`)}
      </span>
      <span dir="auto" lang={textLang(nameOf(piece))}>
        {text(nameOf(piece))}
      </span>
      {reach?.bound && reach.people !== null && (
        <Hint text={t("plan.reachWhat", { followed: number(reach.followed) })}>
          <span className="number">
            {counted("unit.people", reach.people)}, {t("plan.movedOn", { rate: percent(reach.rate) })}
          </span>
        </Hint>
      )}
    </li>
  );
}
