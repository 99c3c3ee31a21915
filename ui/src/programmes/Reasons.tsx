import { useWords } from "../app/words";
import { keysIn } from "../locales/i18n";

/** How many messages the policy holds back, by reason; the most first. */
export function Reasons({ of, none }: { of: Record<string, number>; none: string }) {
  const { t, number } = useWords();
  const rows = Object.entries(of)
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one);
  const known = keysIn("heldBack");
  if (rows.length === 0) return <p className="quiet">{none}</p>;
  // Codes of the policy are written "delivery.no-consent" and in plans "no_consent": both read the same.
  const plain = (code: string) => code.replace(/^[a-z]+\./, "").replace(/-/g, "_");
  return (
    <table className="table narrow">
      <tbody>
        {rows.map(([code, count]) => (
          <tr key={code}>
            <th scope="row">{known.includes(plain(code)) ? t(`heldBack.${plain(code)}`) : code}</th>
            <td className="end number">{number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
