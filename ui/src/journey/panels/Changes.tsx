import { useWords } from "../../app/words";
import type { JourneyChange } from "../../api/types";

const SHOWN = 12;

/** Differences in words; the rest of many at a press. */
export function Changes({ of, none }: { of: JourneyChange[]; none?: string }) {
  const { counted } = useWords();
  if (of.length === 0) return none ? <p className="quiet small">{none}</p> : null;
  const rest = of.length - SHOWN;
  return (
    <div className="small">
      <List of={of.slice(0, SHOWN)} />
      {rest > 0 && (
        <details>
          <summary>{counted("journeyHistory.more", rest)}</summary>
          <List of={of.slice(SHOWN)} />
        </details>
      )}
    </div>
  );
}

function List({ of }: { of: JourneyChange[] }) {
  const { text } = useWords();
  return (
    <ul className="change-list">
      {of.map((change, index) => (
        <li key={index} dir="auto">
          {text(change.words)}
        </li>
      ))}
    </ul>
  );
}
