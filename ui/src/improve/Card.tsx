import { Button } from "@mantine/core";
import { Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import type { Improvement } from "../api/improve";
import { nextStep } from "./board";
import type { Go } from "./ImproveScreen";
import { useMoves } from "./useMoves";
import { useStages } from "./useStages";
import { VerifiedLine } from "./VerifiedLine";

/** One improvement: what it is, how it ranks, and its next step. */
export function Card({ item, all, go }: { item: Improvement; all: Improvement[]; go: Go }) {
  const { t, text, number, counted, calendarDay } = useWords();
  const edits = useEdits();
  const stages = useStages(item.journey);
  const { move, promote, voting } = useMoves();
  const stage = stages.find(({ key }) => key === item.stage);
  const parent = all.find(({ id }) => id === item.parent);
  const step = nextStep(item);
  const error = move.error ?? promote.error;
  const open = () => go({ open: String(item.id) });
  return (
    <li className="card improvement" data-state={item.state} id={`improvement-${item.id}`}>
      <button type="button" className="improvement-open" onClick={open} dir="auto">
        {item.title}
      </button>
      <p className="small quiet improvement-facts">
        {item.kind === "friction" && item.friction && <span>{t(`frictionKind.${item.friction}`)}</span>}
        {item.state !== "done" && <span className="mark">{t(`improvementState.${item.state}`)}</span>}
        {stage && <span dir="auto">{text(stage.name)}</span>}
        {item.score !== null && <span>{t("improve.score", { n: number(item.score, 1) })}</span>}
        {item.owner && <span dir="auto">{item.owner}</span>}
        {item.due && <span>{t("improve.dueOn", { day: calendarDay(item.due) })}</span>}
        {item.source === "box" && <span>{t("improve.fromBox")}</span>}
        {item.hidden && <span>{t("improve.hidden")}</span>}
      </p>
      {parent && (
        <p className="small quiet" dir="auto">
          {t(`improveFrom.${parent.kind}`, { title: parent.title })}
        </p>
      )}
      {item.verified && <VerifiedLine item={item} />}
      <div className="row">
        <button type="button" className="vote" aria-pressed={item.voted} onClick={() => voting.mutate(item)} aria-label={`${counted("improve.votes", item.votes)}. ${t("improve.voteFor", { title: item.title })}`}>
          <span aria-hidden="true">{item.voted ? "▲" : "△"}</span> {counted("improve.votes", item.votes)}
        </button>
        {edits && step && (
          <Button
            size="compact-sm"
            variant="default"
            className="improvement-step"
            loading={move.isPending || promote.isPending}
            onClick={() => {
              if ("promote" in step) promote.mutate({ item, kind: step.promote });
              else move.mutate({ item, state: step.state });
            }}
            aria-describedby={`improvement-${item.id}`}
          >
            {"promote" in step ? t(`improvePromote.${step.promote}`) : t(`improveMove.${step.state}`)}
          </Button>
        )}
      </div>
      {error && <Failure error={error} />}
      {move.error && (
        <button type="button" className="link small" onClick={open}>
          {t("improve.openItem")}
        </button>
      )}
    </li>
  );
}
