import { Textarea } from "@mantine/core";
import { CopyButton } from "../app/CopyButton";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import type { Draft } from "./useDraft";
import { readYaml } from "../draft/yamlText";

/** The document itself, as YAML: the same draft, by hand. */
export function SourcePanel({ draft, close }: { draft: Draft; close: () => void }) {
  const { t } = useWords();
  const { fault } = readYaml(draft.text);
  return (
    <SidePanel title={t("source.title")} close={close}>
      <div className="stack">
        <p className="quiet small">{t("source.what")}</p>
        <Textarea
          aria-label={t("source.title")}
          classNames={{ input: "yaml" }}
          rows={28}
          spellCheck={false}
          autoCapitalize="off"
          value={draft.text}
          error={fault ? t("yaml.fault", { line: fault.line }) : undefined}
          onChange={(event) => draft.write(event.currentTarget.value)}
        />
        <div>
          <CopyButton text={draft.text} label={t("source.copy")} />
        </div>
      </div>
    </SidePanel>
  );
}
