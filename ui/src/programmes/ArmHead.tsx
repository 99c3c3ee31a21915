import { useWords } from "../app/words";
import type { ProgrammeNode } from "../api/types";
import type { LocalText } from "../format/text";
import type { armsOf } from "./document";
import { Share } from "./Share";

/** The head of an arm: what leads into it, and how many went that way. */
export function ArmHead({ arm: { arm }, node }: { arm: ReturnType<typeof armsOf>[number]; node?: ProgrammeNode; programme: string }) {
  const { t, text, textLang, counted } = useWords();
  const name = arm.name as LocalText | undefined;
  const said =
    arm.role === "weight" ? t("arm.weight", { share: `${String(arm.weight ?? "?")} %` }) : arm.role === "if" ? t("arm.if") : arm.role === "then" ? t("arm.then") : t(arm.step === "wait" ? "arm.timeout" : "arm.else");
  return (
    <p className="arm-head">
      <strong>{said}</strong>{" "}
      {name && <span lang={textLang(name)}>{text(name)}</span>}
      {arm.role === "if" && node && <span className="quiet"> {text(node.words)}</span>}
      {node && node.passed > 0 && <span className="quiet small"> · {counted("node.passed", node.passed)}</span>}
      {node?.onward && node.onward.n > 0 && (
        <span className="small">
          {" "}
          <Share of={node.onward} label={t("node.share")} text={t("node.shareWhat")} />
        </span>
      )}
    </p>
  );
}
