import { Button, FileButton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Answer, Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { beginJourney, journeyPage, journeys, journeyTemplates, type BeginJourney } from "../api/journeys";
import { takeIn } from "../api/exchange";
import type { JourneyRow } from "../api/types";

const READS = ".yaml,.yml,.json,.csv,.tsv,.xlsx,.ojf,.mmd,.mermaid";

interface Props {
  /** The journey to copy; none: from a template or a file. */
  from: JourneyRow | null;
  close: () => void;
}

/** A new journey: from a template, as a copy, or from a file. It is drawn only; nothing that runs changes. */
export function NewJourney({ from, close }: Props) {
  const { t, text, language } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(from ? t("newJourney.copyName", { name: text(from.name) }) : "");
  const templates = useQuery({ ...journeyTemplates, enabled: from === null });
  const making = useMutation({
    mutationFn: (asked: BeginJourney) => beginJourney({ language, name: name.trim() || undefined, ...asked }),
    onSuccess: (page) => {
      client.setQueryData(journeyPage(page.key).queryKey, page);
      void client.invalidateQueries({ queryKey: journeys.queryKey, exact: true });
      void navigate({ to: "/journey", search: { journey: page.key, mode: "design" } });
    },
  });
  const taking = useMutation({
    mutationFn: takeIn,
    onSuccess: (page) => {
      client.setQueryData(journeyPage(page.key).queryKey, page);
      void client.invalidateQueries({ queryKey: journeys.queryKey, exact: true });
      void navigate({ to: "/journey", search: { journey: page.key, mode: "design" } });
    },
  });
  return (
    <SidePanel title={t(from ? "newJourney.copyTitle" : "newJourney.title")} close={close}>
      <div className="stack">
        <p className="quiet small">{t("newJourney.what")}</p>
        <TextInput
          label={t("newJourney.name")}
          description={from ? undefined : t("newJourney.nameWhat")}
          data-autofocus
          dir="auto"
          maxLength={5000}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {making.error && <Failure error={making.error} />}
        {from ? (
          <div>
            <Button loading={making.isPending} onClick={() => making.mutate({ copy_of: from.key })}>
              {t("newJourney.copy")}
            </Button>
          </div>
        ) : (
          <>
            <h3>{t("newJourney.templates")}</h3>
            <Answer of={templates}>
              {(all) => (
                <ul className="plain stack" style={{ gap: "0.75rem" }}>
                  {all.map((each) => (
                    <li key={each.key} className="card stack" style={{ gap: "0.4rem" }}>
                      <h4>{text(each.name)}</h4>
                      <p className="small">{text(each.description)}</p>
                      <p className="small quiet">{each.stages.map(text).join(" → ")}</p>
                      <div>
                        <Button size="sm" variant="default" loading={making.isPending && making.variables?.template === each.key} onClick={() => making.mutate({ template: each.key })}>
                          {t("newJourney.begin")}
                          <span className="unseen">: {text(each.name)}</span>
                        </Button>
                      </div>
                    </li>
                  ))}
                </ul>
              )}
            </Answer>
            <section className="stack" style={{ gap: "0.5rem" }}>
              <h3>{t("newJourney.file")}</h3>
              <p className="small quiet">{t("newJourney.fileWhat")}</p>
              <div>
                <FileButton accept={READS} onChange={(file) => file && taking.mutate(file)}>
                  {(props) => (
                    <Button {...props} variant="default" loading={taking.isPending}>
                      {t("newJourney.choose")}
                    </Button>
                  )}
                </FileButton>
              </div>
              {taking.error && <Failure error={taking.error} />}
            </section>
          </>
        )}
      </div>
    </SidePanel>
  );
}
