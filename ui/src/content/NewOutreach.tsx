import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Answer, Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { begin, readyOnes, told, type Kind } from "../api/outreach";
import type { Ready } from "../api/types";

/** Ready ones to begin from. */
export function NewOutreach({ kind, close }: { kind: Kind; close: () => void }) {
  const { t } = useWords();
  const answer = useQuery(readyOnes(kind));
  return (
    <SidePanel title={kind === "form" ? t("forms.new") : t("offers.new")} close={close}>
      <div className="stack">
        <p className="quiet">{t("outreach.newWhat")}</p>
        <Answer of={answer}>
          {(all) => (
            <ul className="plain stack" style={{ gap: "0.75rem" }}>
              {all.map((each) => (
                <One key={each.key} kind={kind} of={each} />
              ))}
            </ul>
          )}
        </Answer>
      </div>
    </SidePanel>
  );
}

function One({ kind, of }: { kind: Kind; of: Ready }) {
  const { t, text } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const making = useMutation({
    mutationFn: () => begin(kind, of.key),
    onSuccess: (row) => {
      told(client, kind, row);
      void navigate({ to: kind === "form" ? "/content/forms/$key" : "/content/offers/$key", params: { key: row.key } });
    },
  });
  return (
    <li className="template">
      <h3>{text(of.name)}</h3>
      <p>{text(of.description)}</p>
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <Button size="sm" variant="default" loading={making.isPending} onClick={() => making.mutate()}>
          {t("outreach.begin")}
        </Button>
      </div>
      {making.error && <Failure error={making.error} />}
    </li>
  );
}
