import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { ThreadFinding } from "../api/types";
import type { Mapping } from "../draft/json";
import { keyOf } from "./plan";
import { nameOf, usePlan } from "./usePlan";

/** What breaks the thread, in its order, each with the way to the place where it is mended. */
export function Findings({ thread, of, names }: { thread: string; of: ThreadFinding[]; names: Mapping[] }) {
  const { t, text } = useWords();
  if (of.length === 0) return <p className="thread-whole">{t("thread.whole")}</p>;
  const hook = (place: string) => names.find((each) => `hook:${keyOf(each)}` === place);
  return (
    <section aria-label={t("thread.check")}>
      <h3>{t("thread.check")}</h3>
      <ul className="plain findings">
        {of.map((finding, at) => {
          const named = hook(finding.place);
          return (
            <li key={at} data-level={finding.level} className="row spread">
              <span>
                <strong>{t(`threadLink.${finding.link}`)}</strong>
                {named && <span dir="auto"> ”{text(nameOf(named))}”</span>}: {t(`threadFinding.${finding.code}`, finding.params)}
              </span>
              <Way thread={thread} finding={finding} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Way({ thread, finding }: { thread: string; finding: ThreadFinding }) {
  const { t } = useWords();
  const { go } = usePlan();
  const [kind, ...rest] = finding.place.split(":");
  const key = rest.join(":");
  const label = finding.level === "hint" ? t("thread.look") : t("thread.mend");
  const to = { className: "small", children: label };
  if (kind === "form") return <Link to="/content/forms/$key" params={{ key }} {...to} />;
  if (kind === "offer") return <Link to="/content/offers/$key" params={{ key }} {...to} />;
  if (kind === "programme") return <Link to="/programmes/$key" params={{ key }} {...to} />;
  return (
    <Button size="compact-sm" variant="default" onClick={() => go({ open: `threads.${thread}` })}>
      {label}
    </Button>
  );
}
