import { useWords } from "../app/words";
import { emotionPart, emotionY } from "./emotionCurve";
import type { Felt } from "./useFeelings";

const PLANE = { width: 160, height: 64 };

/** One stage's part of the emotion curve: what was assumed, under it what was measured, and both in words. */
export function EmotionCell({ felt, index, live }: { felt: readonly Felt[]; index: number; live: boolean }) {
  const { t, number } = useWords();
  const here = felt[index];
  const assumed = here?.assumed ?? null;
  const measured = live ? (here?.measured ?? null) : null;
  const mine = emotionPart(felt.map((each) => each.assumed), index, PLANE);
  const theirs = live ? emotionPart(felt.map((each) => each.measured), index, PLANE) : null;
  if (assumed === null && !live) return <span className="gap">{t("map.gap")}</span>;
  return (
    <>
      <span className="emotion-plane" aria-hidden="true">
        <svg viewBox={`0 0 ${PLANE.width} ${PLANE.height}`} preserveAspectRatio="none" focusable="false">
          <line x1="0" x2={PLANE.width} y1={PLANE.height / 2} y2={PLANE.height / 2} />
          {mine && <path d={mine} vectorEffect="non-scaling-stroke" />}
          {theirs && <path className="felt" d={theirs} vectorEffect="non-scaling-stroke" />}
        </svg>
        {assumed !== null && <span className="emotion-dot" style={{ top: `${(emotionY(assumed, PLANE) / PLANE.height) * 100}%` }} />}
        {measured !== null && <span className="emotion-dot felt" style={{ top: `${(emotionY(measured, PLANE) / PLANE.height) * 100}%` }} />}
      </span>
      <span className="emotion-word small">
        {assumed === null ? t("emotion.notAssumed") : live ? t("emotion.assumedAs", { word: t(`emotion.${assumed}`) }) : t(`emotion.${assumed}`)}
        {live && (
          <span className="under">
            {measured === null
              ? here && here.n > 0
                ? t("figure.tooFew", { n: number(here.n) })
                : t("emotion.notMeasured")
              : t("emotion.measuredAs", { value: number(measured, 1), n: number(here!.n) })}
          </span>
        )}
      </span>
    </>
  );
}
