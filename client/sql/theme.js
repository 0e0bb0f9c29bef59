// The editor in the page's colours: custom properties reach into the shadow root.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const editor = EditorView.theme({
  "&": { blockSize: "100%", color: "var(--text)", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "var(--size-small) / 1.5 var(--mono)" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-gutters": { color: "var(--text-soft)", backgroundColor: "var(--sunken)", border: "none" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--warn-ground)" },
  ".cm-tooltip": { color: "var(--text)", backgroundColor: "var(--surface)", border: "1px solid var(--line-strong)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--text)", backgroundColor: "var(--accent-soft)" },
  ".cm-completionDetail": { color: "var(--text-soft)" },
  ".cm-completionMatchedText": { color: "var(--accent)" },
  ".cm-diagnostic-error": { borderInlineStartColor: "var(--bad)" },
  ".cm-placeholder": { color: "var(--text-soft)" },
});

const highlighted = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--text-soft)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--accent)" },
  { tag: tags.special(tags.name), color: "var(--bad)" },
]);

/** How the editor looks, in both themes. */
export const theme = [editor, syntaxHighlighting(highlighted)];
