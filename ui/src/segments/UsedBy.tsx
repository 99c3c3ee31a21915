import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { Segment } from "../api/segments";

/** What uses a segment, with the way there. */
export function UsedBy({ of: uses }: { of: Segment["used_by"] }) {
  const { t, text } = useWords();
  return (
    <ul className="plain small">
      {uses.map(({ kind, key, name }) => (
        <li key={kind + key}>
          <span className="quiet">{t(`used.${kind}`)}</span>{" "}
          {kind === "programme" ? (
            <Link to="/programmes/$key" params={{ key }}>
              {text(name ?? key)}
            </Link>
          ) : kind === "segment" ? (
            <Link to="/people/segments" search={{ segment: key }}>
              {text(name ?? key)}
            </Link>
          ) : (
            text(name ?? key)
          )}
        </li>
      ))}
    </ul>
  );
}
