import { lazy, Suspense } from "react";
import { Publish } from "./Publish";
import { DryRunPanel } from "./DryRunPanel";
import { FramePanel } from "./FramePanel";
import { PreviewPanel } from "./PreviewPanel";
import type { ProgrammeSearch } from "./programmesSearch";
import { PausePanel, ResumePanel, StopPanel } from "./Running";
import { SourcePanel } from "./SourcePanel";
import type { Draft } from "./useDraft";

const MessageEditor = lazy(() => import("../message/MessageEditor").then((m) => ({ default: m.MessageEditor })));

interface Props {
  draft: Draft;
  search: ProgrammeSearch;
  go: (change: Partial<ProgrammeSearch>) => void;
  edits: boolean;
}

/** The panel that the address asks for. */
export function Panels({ draft, search, go, edits }: Props) {
  const close = () => go({ panel: undefined });
  if (!edits) return null;
  switch (search.panel) {
    case "frame":
      return draft.document && <FramePanel draft={draft} document={draft.document} close={close} />;
    case "source":
      return <SourcePanel draft={draft} close={close} />;
    case "publish":
      return <Publish draft={draft} close={close} />;
    case "pause":
      return <PausePanel page={draft.page} close={close} />;
    case "resume":
      return <ResumePanel page={draft.page} close={close} />;
    case "stop":
      return <StopPanel page={draft.page} close={close} />;
    case "dry-run":
      return <DryRunPanel draft={draft} close={close} />;
    case "message":
      return (
        <Suspense>
          <MessageEditor draft={draft} search={search} go={go} close={close} />
        </Suspense>
      );
    case "preview":
      return <PreviewPanel draft={draft} search={search} go={go} close={close} />;
    default:
      return null;
  }
}
