// Makes the query of the page /sql an editor. It stands in a shadow root, where its styles are adopted style sheets, which
// the content security policy allows. Without this script the page's form does the same in a text area.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { language } from "./language.js";
import { cancel, run } from "./run.js";
import { theme } from "./theme.js";

const form = document.querySelector("form.sql-form");
const field = form.elements.sql;

const host = document.createElement("div");
host.className = "sql-editor";
field.after(host);
const root = host.attachShadow({ mode: "open" });

/** Where a selection is typed over, the browser itself would keep its colours by a style attribute, which the policy refuses. */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== "insertText" || !event.data || main.empty) return false;
    const typed = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type" });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, typed))) view.dispatch(typed());
    event.preventDefault();
    return true;
  },
});

const view = new EditorView({
  root,
  parent: root,
  state: EditorState.create({
    doc: field.value,
    extensions: [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (form.requestSubmit(), true) }])),
      // Tab stays with the page, so that the keyboard leaves the editor as it came.
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
      lineNumbers(),
      history(),
      bracketMatching(),
      closeBrackets(),
      autocompletion(),
      language(),
      theme,
      typeOver,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": form.querySelector("label[for=sql]").textContent }),
      EditorState.phrases.of({ Completions: form.dataset.completions }),
      EditorView.updateListener.of(({ docChanged }) => docChanged && (field.value = view.state.doc.toString())),
    ],
  }),
});
field.hidden = true;
form.querySelector("label[for=sql]").addEventListener("click", () => view.focus());

/** Marks the place that the answer names. */
function mark() {
  const refused = document.querySelector("#sql-result [data-line]");
  view.dispatch(setDiagnostics(view.state, refused ? [problem(refused)] : []));
}

function problem({ dataset, textContent }) {
  const { doc } = view.state;
  const line = doc.line(Math.min(Math.max(Number(dataset.line), 1), doc.lines));
  const from = Math.min(line.from + Number(dataset.column) - 1, line.to);
  const word = /^[\w$]+/.exec(line.text.slice(from - line.from))?.[0].length ?? 1;
  return { from, to: Math.min(from + word, doc.length), severity: "error", message: textContent };
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await run(form)) mark();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && cancel());
form.elements.cancel.addEventListener("click", cancel);
// What "back" leads to was asked of the server, too.
addEventListener("popstate", () => location.reload());

mark();
form.dataset.editor = "ready";
