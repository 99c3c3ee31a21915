import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { coverage } from "../api/content";
import { RUNNING } from "../api/journeys";

/** How many stages of how many personas have nothing to give: the empty cells of the coverage matrix. */
export function ContentGaps() {
  const { counted } = useWords();
  const found = useQuery(coverage(RUNNING)).data;
  if (!found || found.gaps === 0) return null;
  return (
    <p className="small">
      <Link to="/content" search={{ tab: "coverage" }}>
        {counted("contentGaps.count", found.gaps)}
      </Link>
    </p>
  );
}
