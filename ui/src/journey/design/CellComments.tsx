import { CommentMark } from "../../comments/CommentMark";
import { placeOf } from "./cells";
import { useMap } from "./MapContext";

/** What is said of one cell. */
export function CellComments({ stage, lane, label }: { stage: string; lane: string; label: string }) {
  const { about } = useMap();
  return <CommentMark about={about} place={placeOf(stage, lane)} label={label} />;
}
