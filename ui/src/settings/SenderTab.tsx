import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api/client";
import { saveSettings, settings, type SettingsBody } from "../api/settings";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { merged, type Edits } from "./edits";
import { CompanyPart, HoursPart, MailPart, NamePart, PublicPart, QuietPart } from "./SenderParts";
import { fieldId, SettingsForm } from "./settingsForm";

/** Who writes, from where and when not: what polku.toml says, for those who do not open files. */
export function SenderTab() {
  const { t } = useWords();
  const answer = useQuery(settings);
  return (
    <section className="stack settings-column" aria-labelledby="sender-heading">
      <h2 id="sender-heading">{t("settingsTab.sender")}</h2>
      <p className="quiet">{t("firm.what")}</p>
      <Answer of={answer}>{(body) => <Fields of={body} />}</Answer>
    </section>
  );
}

function Fields({ of: body }: { of: SettingsBody }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [edits, change] = useState<Edits>({});
  const saving = useMutation({
    mutationFn: () => saveSettings(body.edition, merged(body.values, edits)),
    onSuccess: async (saved) => {
      client.setQueryData(settings.queryKey, saved);
      change({});
      announce(t("firm.saved"));
      // name, language and zone stand in the session; what was missing is on the readiness page
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== settings.queryKey[0] });
    },
  });
  const refused = saving.error instanceof ApiProblem ? saving.error : undefined;
  const problems = refused?.status === 422 ? refused.problems : [];
  const unsaved = Object.keys(edits).length > 0;
  return (
    <SettingsForm value={{ values: body.values, edits, problems, change }}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <CompanyPart />
        <MailPart key={body.values.email.sender} host={body.host} unsaved={unsaved} />
        <PublicPart />
        <QuietPart />
        <HoursPart />
        <NamePart />
        <div className="card save-bar stack" data-unsaved={unsaved}>
          <div className="row spread">
            <span className="quiet small" role="status">
              {unsaved ? t("firm.unsaved") : saving.isSuccess ? t("firm.saved") : t("firm.same")}
            </span>
            <Button type="submit" loading={saving.isPending} disabled={!unsaved}>
              {t("firm.save")}
            </Button>
          </div>
          {problems.length > 0 && (
            <div role="alert" className="small">
              <p className="bad">{t("firm.mend")}</p>
              <ul className="plain">
                {problems.map(({ where, what, fix }) => (
                  <li key={where}>
                    <button type="button" className="as-link anywhere" onClick={() => document.getElementById(fieldId(where))?.focus()}>
                      {what} {fix}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
          {saving.isError && problems.length === 0 && <Failure error={saving.error} />}
          {refused?.status === 409 && (
            <p className="row spread small">
              {t("firm.kept")}
              <Button variant="default" onClick={() => void client.refetchQueries({ queryKey: settings.queryKey }).then(() => saving.reset())}>
                {t("firm.reload")}
              </Button>
            </p>
          )}
        </div>
      </form>
    </SettingsForm>
  );
}
