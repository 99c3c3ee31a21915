import { Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useWords } from "../app/words";
import { writing } from "../api/writing";
import { spoken, written, type Tongue } from "../draft/localText";
import type { Json, Mapping } from "../draft/json";
import { BlockList } from "./BlockList";
import { STARTS } from "./starts";
import { useBody } from "./useBody";

const SourceEditor = lazy(() => import("./SourceEditor").then((m) => ({ default: m.SourceEditor })));

export type Form = "blocks" | "source" | "plain";
const FORMS: Form[] = ["blocks", "source", "plain"];
const SUBJECT = 60;

interface Props {
  content: Mapping;
  tongue: Tongue;
  home: Tongue;
  form: Form;
  setForm: (form: Form) => void;
  /** The line to show, in the blocks or in the source; another object each time. */
  aim: { line: number } | null;
  offers: boolean;
  /** The text version as it is made, when somebody is looked at. */
  made: string | undefined;
  /** `gesture`: what belongs to one undo. */
  change: (name: string, value: Json | undefined, gesture?: string) => void;
}

/** An e-mail: what stands in the letterbox, and the body by blocks or by hand. */
export function EmailFields({ content, tongue, home, form, setForm, aim, offers, made, change }: Props) {
  const { t, counted } = useWords();
  const { variables = [], segments = [] } = useQuery(writing).data ?? {};
  const text = (name: string) => written(content[name], tongue, home);
  const set = (name: string, value: string, gesture?: string) => change(name, spoken(content[name], tongue, home, value), gesture);
  const [body, setBody] = useBody(text("body"), (next, gesture) => set("body", next, gesture));
  const subject = text("subject");
  return (
    <>
      <TextInput
        label={t("content.subject")}
        lang={tongue}
        data-part="email/subject"
        value={subject}
        description={counted("letter.subjectLength", [...subject].length, { most: SUBJECT })}
        onChange={(event) => set("subject", event.currentTarget.value)}
      />
      <TextInput label={t("content.preheader")} lang={tongue} data-part="email/preheader" description={t("content.preheaderWhat")} value={text("preheader")} onChange={(event) => set("preheader", event.currentTarget.value)} />
      <SegmentedControl size="sm" aria-label={t("letter.form")} value={form} onChange={(value) => setForm(value as Form)} data={FORMS.map((each) => ({ value: each, label: t(`letterForm.${each}`) }))} />
      {form === "blocks" && <BlockList body={body} change={setBody} tongue={tongue} starts={STARTS[tongue]} offers={offers} aim={aim} />}
      {form === "source" && (
        <Suspense>
          <p className="quiet small">{t("letter.sourceKeys")}</p>
          <SourceEditor label={t("letterForm.source")} value={text("body")} change={(next) => set("body", next)} variables={variables.filter(({ name }) => offers || !name.startsWith("offer."))} segments={segments} aim={aim} instead={STARTS[tongue].instead} />
        </Suspense>
      )}
      {form === "plain" &&
        (content.text === undefined || content.text === null ? (
          <>
            <p className="quiet small">{t("letter.plainMade")}</p>
            {made !== undefined && (
              <pre className="code mail-text" tabIndex={0} lang={tongue}>
                {made}
              </pre>
            )}
            <div>
              <Button size="compact-sm" variant="default" onClick={() => set("text", made?.trimEnd() || text("body"))}>
                {t("letter.plainOwn")}
              </Button>
            </div>
          </>
        ) : (
          <>
            <Textarea data-part="email/text" label={t("letterForm.plain")} description={t("letter.plainWhat")} lang={tongue} autosize minRows={10} maxRows={30} value={text("text")} onChange={(event) => set("text", event.currentTarget.value)} />
            <div>
              <Button size="compact-sm" variant="default" onClick={() => change("text", undefined)}>
                {t("letter.plainAgain")}
              </Button>
            </div>
          </>
        ))}
    </>
  );
}
