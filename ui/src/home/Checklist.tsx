import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEdits } from "../app/role";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { checklist, hideChecklist } from "../api/start";
import type { ChecklistItem } from "../api/types";

/** The first six things; each completes itself, and leads to where it is done. */
export function Checklist() {
  const { t, counted } = useWords();
  const client = useQueryClient();
  const edits = useEdits();
  const { data } = useQuery(checklist);
  const hide = useMutation({
    mutationFn: hideChecklist,
    onSuccess: (answer) => {
      client.setQueryData(checklist.queryKey, answer);
      if (answer.hidden) offerUndo(t("checklist.hidden"), () => hide.mutate(false));
    },
  });
  const left = data?.items.filter(({ done }) => !done).length ?? 0;
  if (!data || data.hidden || left === 0) return null;
  return (
    <section className="card stack" aria-labelledby="checklist-heading">
      <div className="row spread">
        <h2 id="checklist-heading">{t("checklist.title")}</h2>
        <span className="row small">
          <span className="quiet">{counted("checklist.left", left)}</span>
          {edits && (
            <button type="button" className="link" onClick={() => hide.mutate(true)}>
              {t("checklist.hide")}
            </button>
          )}
        </span>
      </div>
      <ol className="plain checklist">
        {data.items.map((item, index) => (
          <li key={item.key} data-done={item.done}>
            <span className="checklist-mark" aria-hidden="true">
              {item.done ? "✓" : index + 1}
            </span>
            {item.done ? (
              <span>
                {t(`checklistItem.${item.key}`)} <span className="unseen">({t("checklist.done")})</span>
              </span>
            ) : (
              <Where of={item.key}>{t(`checklistItem.${item.key}`)}</Where>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Where({ of, children }: { of: ChecklistItem["key"]; children: string }) {
  if (of === "model") return <Link to="/journeys">{children}</Link>;
  if (of === "audience") return <Link to="/journey" search={{ mode: "design", panel: "personas" }}>{children}</Link>;
  if (of === "goal") return <Link to="/journey" search={{ panel: "goal" }}>{children}</Link>;
  if (of === "events") return <Link to="/sources">{children}</Link>;
  if (of === "programme") return <Link to="/programmes">{children}</Link>;
  return <Link to="/improve" search={{ tab: "ideas" }}>{children}</Link>;
}
