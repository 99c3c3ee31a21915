import { Hint } from "../app/Hint";
import { useWords } from "../app/words";

const FEW = 30;

/** How many cases; when they are few, it says so and why that matters. */
export function SmallN({ n }: { n: number }) {
  const { t, number } = useWords();
  const said = t("metrics.n", { n: number(n) });
  if (n >= FEW) return <span className="number">{said}</span>;
  return (
    <Hint text={t("metrics.smallWhy")}>
      <span className="small-n number">
        {said} · {t("metrics.small")}
      </span>
    </Hint>
  );
}
