import { Button, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import type { Kind } from "../api/outreach";
import { useUndoKeys } from "../draft/useUndoKeys";
import { readYaml } from "../draft/yamlText";
import type { OutreachDraft } from "./useOutreachDraft";

/** What can be done to the whole, in the order one does it. `more` stands after publishing. */
export function Tools<K extends Kind>({ draft, publish, more }: { draft: OutreachDraft<K>; publish: () => void; more?: ReactNode }) {
  const { t } = useWords();
  const [source, setSource] = useState(false);
  useUndoKeys(draft);
  return (
    <div className="row programme-actions" role="group" aria-label={t("outreach.actions")}>
      <Button onClick={publish}>{t("outreach.publish")}</Button>
      {more}
      <span className="row undo-pair">
        <Button variant="subtle" disabled={!draft.undo} onClick={() => draft.undo?.()}>
          {t("app.undo")}
        </Button>
        <Button variant="subtle" disabled={!draft.redo} onClick={() => draft.redo?.()}>
          {t("app.redo")}
        </Button>
        <Button variant="subtle" onClick={() => setSource(true)}>
          {t("outreach.source")}
        </Button>
      </span>
      {source && <Source draft={draft} close={() => setSource(false)} />}
    </div>
  );
}

/** The document itself, as YAML: the same draft, by hand. */
function Source<K extends Kind>({ draft, close }: { draft: OutreachDraft<K>; close: () => void }) {
  const { t } = useWords();
  const { fault } = readYaml(draft.text);
  return (
    <SidePanel title={t("outreach.source")} close={close}>
      <Textarea
        aria-label={t("outreach.source")}
        classNames={{ input: "yaml" }}
        rows={28}
        spellCheck={false}
        autoCapitalize="off"
        value={draft.text}
        error={fault ? t("outreach.fault", { line: fault.line }) : undefined}
        onChange={(event) => draft.write(event.currentTarget.value)}
      />
    </SidePanel>
  );
}
