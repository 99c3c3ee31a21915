import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { usedVoices } from "../api/voices";
import { usePlan } from "./usePlan";

/** Whether the customer whose words or picture these are lets them be shown. */
export function VoiceMark({ id }: { id: string }) {
  const { t, date } = useWords();
  const { draft } = usePlan();
  const voice = useQuery(usedVoices(draft.page.edition)).data?.find((each) => each.id === id);
  if (!voice) return null;
  const may = voice.state === "permitted";
  return (
    <Link to="/content" search={(old) => ({ ...old, tab: "reviews", state: "used", open: undefined })} className="mark" data-level={may ? undefined : "warning"}>
      {may ? t("trust.permitted", { day: date(voice.at) }) : t(voice.state === "refused" ? "trust.refused" : "trust.notPermitted")}
    </Link>
  );
}
