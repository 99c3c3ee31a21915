import { useWords } from "../app/words";
import { emotionPart, emotionY } from "./emotionCurve";
import { Missing, type CellProps } from "./lanes";

const PLANE = { width: 160, height: 64 };

/** One stage's part of the emotion curve, and the same as a word. */
export function EmotionCell({ stage, stages, index }: CellProps) {
  const { t } = useWords();
  const value = stage.emotion_assumed;
  if (value === null) return <Missing why={t("journey.noEmotion")} />;
  const part = emotionPart(stages.map(({ emotion_assumed }) => emotion_assumed), index, PLANE);
  return (
    <>
      <span className="emotion-plane" aria-hidden="true">
        <svg viewBox={`0 0 ${PLANE.width} ${PLANE.height}`} preserveAspectRatio="none" focusable="false">
          <line x1="0" x2={PLANE.width} y1={PLANE.height / 2} y2={PLANE.height / 2} />
          {part && <path d={part} vectorEffect="non-scaling-stroke" />}
        </svg>
        <span className="emotion-dot" style={{ top: `${(emotionY(value, PLANE) / PLANE.height) * 100}%` }} />
      </span>
      <span className="emotion-word small">{t(`emotion.${value}`)}</span>
    </>
  );
}
