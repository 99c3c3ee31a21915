import { Textarea } from "@mantine/core";
import { CopyButton } from "../../app/CopyButton";
import { SidePanel } from "../../app/Panel";
import { Problems } from "../../app/Problems";
import { useEdits } from "../../app/role";
import { useWords } from "../../app/words";
import { readYaml } from "../../draft/yamlText";
import type { JourneyDraft } from "../useJourneyDraft";

/** The document itself, as YAML: the same draft, by hand. */
export function SourcePanel({ draft, close }: { draft: JourneyDraft; close: () => void }) {
  const { t } = useWords();
  const edits = useEdits();
  const { fault } = readYaml(draft.text);
  const wrong = draft.page.problems.filter(({ level }) => level === "error");
  return (
    <SidePanel title={t("journeySource.title")} close={close}>
      <div className="stack">
        <p className="quiet small">{t("journeySource.what")}</p>
        <Textarea
          aria-label={t("journeySource.title")}
          classNames={{ input: "yaml" }}
          rows={26}
          spellCheck={false}
          autoCapitalize="off"
          readOnly={!edits}
          value={draft.text}
          error={fault ? t("journeySource.fault", { line: fault.line }) : undefined}
          onChange={(event) => draft.write(event.currentTarget.value)}
        />
        {!fault && wrong.length > 0 && <Problems of={wrong} />}
        <div>
          <CopyButton text={draft.text} label={t("journeySource.copy")} />
        </div>
      </div>
    </SidePanel>
  );
}
