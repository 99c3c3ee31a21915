import { Textarea } from "@mantine/core";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { useWords } from "../app/words";
import type { Tongue } from "../draft/localText";
import { insertInto, retyped } from "./insertInto";
import { MARKS, marksAt, toggled, type Mark } from "./marks";
import { STARTS } from "./starts";
import { TextTools } from "./TextTools";
import { VariableChoice } from "./VariablePick";

const BY_KEY: Record<string, Mark> = { b: "bold", i: "italic", k: "link" };

interface Props {
  value: string;
  change: (text: string) => void;
  tongue: Tongue;
  /** The block may have headings in it. */
  headings: boolean;
  offers: boolean;
}

/** Light text with its buttons. What they do is typed into the field, so that Ctrl Z takes it back like typing. */
export function TextField({ value, change, tongue, headings, offers }: Props) {
  const { t } = useWords();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [on, setOn] = useState<Mark[]>([]);
  const [choosing, setChoosing] = useState(false);
  const selection = () => {
    const { value: text, selectionStart: from, selectionEnd: to } = field.current!;
    return { text, from, to };
  };
  const look = () => {
    const now = marksAt(selection());
    setOn((before) => (before.join() === now.join() ? before : now));
  };
  const press = (mark: Mark) => {
    if (!field.current) return;
    const next = toggled(selection(), mark, STARTS[tongue].link);
    retyped(field.current, next.text);
    field.current.setSelectionRange(next.from, next.to);
    look();
  };
  const pressed = (event: KeyboardEvent) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? BY_KEY[event.key.toLowerCase()] : undefined;
    if (!mark) return;
    press(mark);
    event.preventDefault();
    event.stopPropagation(); // Ctrl K is the search elsewhere
  };
  return (
    <>
      <Textarea
        ref={field}
        id={id}
        lang={tongue}
        label={t("blockField.text")}
        description={t(headings ? "letter.lightWhatHeading" : "letter.lightWhat")}
        inputContainer={(input) => (
          <>
            <TextTools label={t("textTool.label")} controls={id} marks={headings ? MARKS : MARKS.filter((each) => each !== "heading")} on={on} press={press} choosing={choosing} choose={() => setChoosing(!choosing)} />
            {choosing && (
              <VariableChoice
                offers={offers}
                close={() => {
                  setChoosing(false);
                  field.current?.focus();
                }}
                put={(liquid) => {
                  setChoosing(false);
                  if (field.current) insertInto(field.current, liquid);
                }}
              />
            )}
            {input}
          </>
        )}
        autosize
        minRows={4}
        maxRows={24}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={pressed}
        onSelect={look}
      />
    </>
  );
}
