import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Answer, Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { begin, programme, save, templates } from "../api/programmes";
import type { ProgrammeList, ProgrammeTemplate } from "../api/types";
import type { ProgrammeDocument } from "./document";
import { EmptyStart } from "./EmptyStart";

/** Templates to begin from; those that fit the stage it was asked for come first. */
export function NewProgramme({ stage, list, close }: { stage: string; list: ProgrammeList | undefined; close: () => void }) {
  const { t, text } = useWords();
  const answer = useQuery(templates);
  const name = list?.stages.find(({ key }) => key === stage)?.name;
  const fits = ({ stage_hint }: ProgrammeTemplate) => stage_hint === stage;
  return (
    <SidePanel title={t("programmes.new")} close={close}>
      <div className="stack">
        <p className="quiet">{name ? t("template.forStage", { stage: text(name) }) : t("template.what")}</p>
        <EmptyStart list={list} stage={name ? stage : null} />
        <Answer of={answer}>
          {(all) => (
            <ul className="plain stack" style={{ gap: "0.75rem" }}>
              {[...all].sort((one, other) => Number(fits(other)) - Number(fits(one))).map((each) => (
                <Template key={each.key} of={each} list={list} wanted={name ? stage : null} fits={fits(each)} />
              ))}
            </ul>
          )}
        </Answer>
      </div>
    </SidePanel>
  );
}

/** A draft; one that was asked for a stage is bound to it. */
async function started(template: ProgrammeTemplate, stage: string | null, language: string) {
  const page = await begin(template.key, language);
  if (stage === null || page.stage === stage) return page;
  const { readYaml, rewritten } = await import("../draft/yamlText");
  const document = readYaml(page.body).value as ProgrammeDocument;
  return save(page.key, rewritten(page.body, { ...document, stage }), page.edition);
}

interface Props {
  of: ProgrammeTemplate;
  list: ProgrammeList | undefined;
  wanted: string | null;
  fits: boolean;
}

function Template({ of: template, list, wanted, fits }: Props) {
  const { t, text, textLang, counted, language } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const stage = list?.stages.find(({ key }) => key === template.stage_hint);
  const making = useMutation({
    mutationFn: () => started(template, wanted, language),
    onSuccess: (page) => {
      client.setQueryData(programme(page.key).queryKey, page);
      void client.invalidateQueries({ queryKey: ["programmes"] });
      void navigate({ to: "/programmes/$key", params: { key: page.key } });
    },
  });
  return (
    <li className="template" data-fits={fits}>
      <h3 lang={textLang(template.name)}>{text(template.name)}</h3>
      <p lang={textLang(template.description)}>{text(template.description)}</p>
      <div className="row spread">
        <span className="quiet small">
          {stage ? t("template.stage", { stage: text(stage.name) }) : t("template.noStage")} · {counted("template.steps", template.steps)}
        </span>
        <Button
          size="sm"
          variant={fits ? "filled" : "default"}
          loading={making.isPending}
          onClick={() => making.mutate()}
        >
          {t("template.start")}
          <span className="unseen">: {text(template.name)}</span>
        </Button>
      </div>
      {making.error && <Failure error={making.error} />}
    </li>
  );
}
