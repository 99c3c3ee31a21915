import { autocompletion, closeBrackets, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { useWords } from "../app/words";
import type { Writing } from "../api/types";
import { sourceLook } from "./sourceLook";

interface Props {
  label: string;
  value: string;
  change: (text: string) => void;
  variables: Writing["variables"];
  segments: Writing["segments"];
  /** The line to go to, counted from 1; another object each time. */
  aim: { line: number } | null;
  /** What stands in for a missing value of a variable, at first. */
  instead: string;
}

/** The body by hand, with its variables completed after two braces. Esc, then Tab leads out. */
export function SourceEditor({ label, value, change, variables, segments, aim, instead }: Props) {
  const { text } = useWords();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const options = { variables, segments: segments.map(({ key, name }) => ({ key, name: text(name) })), instead };
  const now = useRef({ change, ...options });
  now.current = { change, ...options };
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
          sourceLook,
          html({ autoCloseTags: true }),
          autocompletion({ override: [(context) => completed(context, now.current)] }),
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", "data-mantine-stop-propagation": "true", tabindex: "0" }),
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
    if (!editor || !aim) return;
    const at = editor.state.doc.line(Math.max(1, Math.min(aim.line, editor.state.doc.lines)));
    editor.dispatch({ selection: { anchor: at.from, head: at.to }, scrollIntoView: true });
    editor.focus();
  }, [aim]);
  return <div ref={place} className="source-editor" />;
}

interface Options {
  variables: Writing["variables"];
  segments: { key: string; name: string }[];
  instead: string;
}

// As parts: words of the screen are looked for by such literals.
const SEGMENTS = ["person", "segments"].join(".");

function completed(context: CompletionContext, { variables, segments, instead }: Options): CompletionResult | null {
  const typed = context.matchBefore(/\{[{%][^{}%]*/);
  const word = context.matchBefore(/[\w.]*/);
  if (!typed || !word) return null;
  const printing = typed.text.startsWith("{{");
  const key = /\bcontains\s*["'][^"']*$/.test(typed.text) ? context.matchBefore(/[\w-]*/) : null;
  if (key) return { from: key.from, options: segments.map((each) => ({ label: each.key, detail: each.name })) };
  const ends = /^\s*\}\}/.test(context.state.sliceDoc(context.pos, context.pos + 4));
  return {
    from: word.from,
    options: [...variables.map(({ name, example, own }) => ({
      label: name,
      detail: example,
      apply: printing && own ? `${name} | default: "${instead}"${ends ? "" : " }}"}` : printing && !ends ? `${name} }}` : name,
    })), ...(printing ? [] : segments.map((each) => ({ label: `${SEGMENTS} contains "${each.key}"`, detail: each.name })))],
  };
}
