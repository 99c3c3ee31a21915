import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { audit, ROLES, type Deed, type Role } from "../api/team";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { keysIn } from "../locales/i18n";

/** Who did what, the newest first. */
export function AuditLog() {
  const { t, dateTime } = useWords();
  const answer = useInfiniteQuery(audit);
  if (answer.isError) return <Failure error={answer.error} again={() => void answer.refetch()} />;
  const deeds = answer.data?.pages.flatMap((page) => page.deeds) ?? [];
  return (
    <section className="stack" aria-labelledby="audit-heading">
      <h2 id="audit-heading">{t("settingsTab.audit")}</h2>
      {answer.isSuccess && deeds.length === 0 && <p className="card">{t("audit.none")}</p>}
      <div className="table-scroll" role="region" tabIndex={0} aria-labelledby="audit-heading" hidden={deeds.length === 0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("audit.at")}</th>
              <th scope="col">{t("audit.who")}</th>
              <th scope="col">{t("audit.what")}</th>
              <th scope="col">{t("audit.about")}</th>
            </tr>
          </thead>
          <tbody>
            {deeds.map((deed) => (
              <tr key={deed.id}>
                <td className="nowrap">{dateTime(deed.at)}</td>
                <td dir="auto" className="anywhere">
                  {deed.who}
                </td>
                <td>
                  <What of={deed} />
                </td>
                <td className="anywhere quiet" dir="auto">
                  {about(deed.details, (role) => (ROLES.some((each) => each === role) ? t(`roleName.${role as Role}`) : role))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {answer.hasNextPage && (
        <p>
          <Button variant="default" loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t("audit.more")}
          </Button>
        </p>
      )}
    </section>
  );
}

/** What was done, in words; one that has none yet by its code. */
function What({ of: { what } }: { of: Deed }) {
  const { t } = useWords();
  const code = what.replace(".", "-");
  return keysIn("auditDeed").includes(code) ? <>{t(`auditDeed.${code}`)}</> : <code>{what}</code>;
}

function about(details: Record<string, unknown>, roleName: (role: string) => string): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== "")
    .map(([key, value]) => (key === "role" ? roleName(String(value)) : typeof value === "object" ? JSON.stringify(value) : String(value)))
    .join(" · ")
    .slice(0, 300);
}
