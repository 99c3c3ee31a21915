import { useWords } from "../app/words";
import type { ProgrammeNode } from "../api/types";
import type { LocalText } from "../format/text";
import type { armsOf } from "./document";
import { Share } from "./Share";
import { useStageNames } from "./useStageNames";

/** The head of an arm: what leads into it, and how many went that way. `plain`: inside a button. */
export function ArmHead({ arm: { arm }, node, said: sentence = node?.words, plain = false }: { arm: ReturnType<typeof armsOf>[number]; node?: ProgrammeNode; said?: LocalText; plain?: boolean }) {
  const { t, text, textLang, counted } = useWords();
  const named = useStageNames();
  const name = arm.name as LocalText | undefined;
  const said =
    arm.role === "weight" ? t("arm.weight", { share: `${String(arm.weight ?? "?")} %` }) : arm.role === "then" ? t("arm.then") : t(arm.step === "wait" ? "arm.timeout" : "arm.else");
  // The condition says its own "if"; the others are said here.
  const words = arm.role === "if" ? (sentence ? named(text(sentence)) : t("arm.if")) : said;
  // In a button there is room for words only, not for what can be pressed.
  const Head = plain ? "span" : "p";
  return (
    <Head className="arm-head">
      {name && <strong dir="auto" lang={textLang(name)}>{text(name)}: </strong>}
      {name ? <span>{words}</span> : <strong>{words}</strong>}
      {node && node.passed > 0 && <span className="quiet small"> · {counted("node.passed", node.passed)}</span>}
      {!plain && node?.onward && node.onward.n > 0 && (
        <span className="small">
          {" "}
          <Share of={node.onward} label={t("node.share")} text={t("node.shareWhat")} />
        </span>
      )}
    </Head>
  );
}
