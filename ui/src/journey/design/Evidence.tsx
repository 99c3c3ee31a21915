import { useWords } from "../../app/words";
import type { Known, Level } from "./cells";

/** Each level has a shape of its own beside its word: an empty ring, half of one, a book, a gauge. */
const SHAPES: Record<Level, React.ReactNode> = {
  assumption: <circle cx="8" cy="8" r="5.5" strokeDasharray="2.4 2.2" />,
  partly_known: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  researched: <path d="M8 4.2C6.5 3 4.3 2.8 2.5 3v9.5c1.8-.2 4 0 5.5 1.2 1.500-1.200 3.700-1.400 5.500-1.200V3C11.700 2.800 9.500 3 8 4.200zm0 0v9.500" />,
  measured: <path d="M2.500 13.500h11M4.500 11V8.500M8 11V3.500M11.500 11V6" />,
};

export function EvidenceIcon({ level }: { level: Level }) {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" aria-hidden="true" focusable="false">
      {SHAPES[level]}
    </svg>
  );
}

/** What a cell rests on, as an icon and a word; pressing it opens the cell beside the map. */
export function EvidenceChip({ known, open }: { known: Known; open: () => void }) {
  const { t } = useWords();
  return (
    <button type="button" className="evidence" data-level={known.level} tabIndex={-1} onClick={open} title={known.source || undefined}>
      <EvidenceIcon level={known.level} /> {t(`evidence.${known.level}`)}
      {known.status === "open" && <> · {t("evidence.open")}</>}
      {known.status === "confirmed" && <> · {t("evidence.confirmed")}</>}
    </button>
  );
}
