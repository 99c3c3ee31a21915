import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { session } from "../api/queries";
import type { NewKey } from "../api/types";
import { DropFile } from "./DropFile";
import { ImportHistory } from "./ImportHistory";
import { ImportPanel } from "./ImportPanel";
import { Keys } from "./Keys";
import { LiveEvents } from "./LiveEvents";
import { Snippet } from "./Snippet";
import { SourceList } from "./SourceList";
import "./sources.css";

const route = getRouteApi("/sources");

/** Lähteet: bring a file, give a key, paste the snippet, and see events arrive. */
export function SourcesScreen() {
  const { t } = useWords();
  const { import: id } = route.useSearch();
  const navigate = route.useNavigate();
  const role = useQuery(session).data?.role;
  const [made, setMade] = useState<NewKey | null>(null);
  const edits = role === "editor" || role === "owner";
  useEffect(() => {
    if (window.location.hash) document.querySelector(window.location.hash)?.scrollIntoView();
  }, []);
  return (
    <Screen title={t("nav.sources")}>
      {!edits && <p className="quiet">{t("sources.viewer")}</p>}
      {edits && id && <ImportPanel key={id} id={id} leave={() => void navigate({ search: {} })} />}
      {edits && !id && <DropFile ready={(next) => void navigate({ search: { import: next } })} />}
      <SourceList />
      {edits && <ImportHistory />}
      <div className="beside-sources">
        {edits && <Keys mayChange={role === "owner"} made={made} onMade={setMade} />}
        <Snippet made={made} />
      </div>
      <LiveEvents />
    </Screen>
  );
}
