import { ExportPanel } from "./ExportPanel";
import { GoalPanel } from "./GoalPanel";
import { HistoryPanel } from "./HistoryPanel";
import { PublishPanel } from "./PublishPanel";
import { SourcePanel } from "./SourcePanel";
import type { JourneySearch } from "../search";
import type { JourneyDraft } from "../useJourneyDraft";
import "../header.css";

interface Props {
  draft: JourneyDraft;
  search: JourneySearch;
  close: () => void;
}

/** What is open over the journey as a document; the panels of the map are its own. */
export function Panels({ draft, search: { panel, open }, close }: Props) {
  if (panel === "publish") return <PublishPanel draft={draft} close={close} />;
  if (panel === "history") return <HistoryPanel draft={draft} close={close} naming={open === "name"} />;
  if (panel === "goal") return <GoalPanel draft={draft} close={close} />;
  if (panel === "source") return <SourcePanel draft={draft} close={close} />;
  if (panel === "export") return <ExportPanel draft={draft} close={close} />;
  return null;
}
