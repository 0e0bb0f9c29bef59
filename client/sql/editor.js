// Makes the query of the page /sql an editor. It stands in a shadow root, where its styles are adopted style sheets, which
// the content security policy allows. Without this script the page's form does the same in a text area.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { formatted } from "./format.js";
import { listHistory, remember } from "./history.js";
import { language } from "./language.js";
import { showAll } from "./rows.js";
import { address, cancel, reloadIfOther, show, tell } from "./run.js";
import { theme } from "./theme.js";

// By their ids: a parameter of the query may be called like a property of the form, and would hide it.
const form = document.querySelector("form.sql-form");
const field = document.querySelector("#sql");
const label = document.querySelector("label[for=sql]");

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
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (document.querySelector("#sql-run").click(), true) }])),
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
      EditorView.contentAttributes.of({ "aria-label": label.textContent }),
      EditorState.phrases.of({ Completions: field.dataset.completions }),
      EditorView.updateListener.of(({ docChanged }) => docChanged && (field.value = view.state.doc.toString())),
    ],
  }),
});
field.hidden = true;
label.addEventListener("click", () => view.focus());

/** Marks the place that the answer names: what it marks there, too. */
function mark() {
  const refused = document.querySelector("#sql-result [data-line]");
  view.dispatch(setDiagnostics(view.state, refused ? [problem(refused)] : []));
}

function problem({ dataset, textContent }) {
  const { doc } = view.state;
  const line = doc.line(Math.min(Math.max(Number(dataset.line), 1), doc.lines));
  // The engine counts characters, the editor their halves in UTF-16.
  const before = [...line.text].slice(0, Number(dataset.column) - 1).join("");
  const from = line.from + before.length;
  const word = document.querySelector("#sql-result mark")?.textContent ?? " ";
  return { from, to: Math.min(from + word.length, doc.length), severity: "error", message: textContent };
}

/** Keeps the query that was answered, without how the answer is shown. */
function keep() {
  if (!document.querySelector("#sql-result [data-summary]") || document.querySelector("#sql-result [data-line]")) return;
  const query = new URLSearchParams(new FormData(form));
  query.delete("picture");
  remember(`?${query}`, view.state.doc.toString());
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!(await show(address(form)))) return;
  mark();
  keep();
});
// The same answer in another order or picture: the link that was followed has a successor in the new answer.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("#sql-result :is(.chooser, thead) a");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (await show(link.getAttribute("href"))) document.getElementById(link.id)?.focus();
});
document.querySelector("#sql-format").addEventListener("click", () => {
  const text = formatted(view.state.doc.toString());
  if (text === null) return tell(document.querySelector("#sql-status").dataset.unformatted);
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.format" });
  tell("");
});
document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && cancel());
document.querySelector("#sql-cancel").addEventListener("click", cancel);
addEventListener("popstate", reloadIfOther);

document.querySelector("#sql-format").hidden = false;
listHistory();
mark();
if (location.search) keep();
showAll();
form.setAttribute("data-editor", "ready");
