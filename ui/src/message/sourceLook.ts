import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours of the tokens: they follow the screen into the dark by themselves. */
const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.tagName, tags.keyword, tags.typeName, tags.className], color: "var(--pine)", fontWeight: "600" },
  { tag: [tags.attributeName, tags.propertyName, tags.labelName, tags.variableName], color: "var(--break)" },
  { tag: [tags.attributeValue, tags.string, tags.number, tags.color, tags.unit, tags.atom, tags.bool], color: "var(--good)" },
  { tag: [tags.comment, tags.meta, tags.processingInstruction], color: "var(--quiet)" },
  { tag: [tags.angleBracket, tags.punctuation, tags.operator, tags.bracket, tags.separator], color: "var(--quiet)" },
  { tag: tags.invalid, color: "var(--break)", textDecoration: "underline wavy" },
  { tag: tags.link, textDecoration: "underline" },
]);

const THEME = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--text)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--pine-wash)" },
  ".cm-content ::selection": { backgroundColor: "var(--pine-wash)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sunken) 60%, transparent)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--sunken)", color: "var(--text)", fontWeight: "600" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--pine-wash)", outline: "1px solid var(--pine)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--break-wash)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--line-strong)", borderRadius: "var(--round-small)", boxShadow: "var(--shadow)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { minHeight: "1.75rem", lineHeight: "1.75rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--pine-wash)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-liquid": { color: "var(--pine-strong)", backgroundColor: "var(--pine-wash)", borderRadius: "3px" },
  ".cm-liquid *": { color: "inherit", fontWeight: "inherit" },
});

/** Liquid stands out of the text around it, whatever the language around takes it for. */
const LIQUID = new MatchDecorator({ regexp: /\{\{[^\n]*?\}\}|\{%[^\n]*?%\}/g, decoration: Decoration.mark({ class: "cm-liquid" }) });
const liquid = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = LIQUID.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = LIQUID.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export const sourceLook = [THEME, syntaxHighlighting(HIGHLIGHT), liquid];
