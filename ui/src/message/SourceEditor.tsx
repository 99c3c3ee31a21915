import { autocompletion, closeBrackets, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { Variable } from "../api/types";

interface Props {
  label: string;
  value: string;
  change: (text: string) => void;
  variables: Variable[];
  /** The line to go to, counted from 1; a new one each time it changes. */
  line: number | null;
  /** What stands in for a missing value of a variable, at first. */
  instead: string;
}

/** The body by hand, with its variables completed after two braces. Esc, then Tab leads out. */
export function SourceEditor({ label, value, change, variables, line, instead }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const now = useRef({ change, variables, instead });
  now.current = { change, variables, instead };
  useEffect(() => {
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          highlightActiveLine(),
          history(),
          closeBrackets(),
          syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
          html({ autoCloseTags: true }),
          autocompletion({ override: [(context) => completed(context, now.current)] }),
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", "data-mantine-stop-propagation": "true" }),
          EditorView.updateListener.of((update) => update.docChanged && now.current.change(update.state.doc.toString())),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
    // The editor keeps its own text; what comes from outside is put in below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [label]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || line === null) return;
    const at = editor.state.doc.line(Math.max(1, Math.min(line, editor.state.doc.lines)));
    editor.dispatch({ selection: { anchor: at.from, head: at.to }, scrollIntoView: true });
    editor.focus();
  }, [line]);
  return <div ref={place} className="source-editor" />;
}

function completed(context: CompletionContext, { variables, instead }: { variables: Variable[]; instead: string }): CompletionResult | null {
  const typed = context.matchBefore(/\{[{%][^{}%]*/);
  const word = context.matchBefore(/[\w.]*/);
  if (!typed || !word) return null;
  const printing = typed.text.startsWith("{{");
  const ends = /^\s*\}\}/.test(context.state.sliceDoc(context.pos, context.pos + 4));
  return {
    from: word.from,
    options: variables.map(({ name, example, own }) => ({
      label: name,
      detail: example,
      apply: printing && own ? `${name} | default: "${instead}"${ends ? "" : " }}"}` : printing && !ends ? `${name} }}` : name,
    })),
  };
}
