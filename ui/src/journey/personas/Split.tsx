import { Link } from "@tanstack/react-router";
import { useWords } from "../../app/words";
import type { PeopleSearch } from "../../people/peopleSearch";

interface Row {
  key: string;
  name: string;
  people: number | null;
  /** The people behind the number. */
  search?: PeopleSearch;
}

/** People by stage, as numbers with bars beside them. */
export function Split({ rows }: { rows: Row[] }) {
  const { t, number } = useWords();
  const most = Math.max(1, ...rows.map(({ people }) => people ?? 0));
  return (
    <table className="split small">
      <caption className="unseen">{t("persona.split")}</caption>
      <tbody>
        {rows.map(({ key, name, people, search }) => (
          <tr key={key}>
            <th scope="row" dir="auto">
              {name}
            </th>
            <td aria-hidden="true">
              <span className="split-bar" style={{ width: `${((people ?? 0) / most) * 100}%` }} />
            </td>
            <td className="number end">
              {people === null ? "–" : search && people > 0 ? <Link to="/people" search={search}>{number(people)}</Link> : number(people)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
