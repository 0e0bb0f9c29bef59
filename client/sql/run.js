// Asks the server for the same page with another query, order or picture, and takes over what is new in it. The editor keeps
// its cursor and its history that way.

import { showAll } from "./rows.js";

/** The parts of the page that the address decides. */
const PARTS = ["#sql-parameters", "#sql-result", ".languages"];

const status = document.querySelector("#sql-status");
const cancelButton = document.querySelector("#sql-cancel");

let asking = null;
let shown = location.search;

/** Gives up waiting, and so does the server. */
export function cancel() {
  asking?.abort();
}

/** The address of what stands in the form. */
export function address(form) {
  return `?${new URLSearchParams(new FormData(form))}`;
}

/** Shows what an address asks; true once its answer is shown. */
export async function show(search) {
  cancel();
  const own = (asking = new AbortController());
  say(status.dataset.running, true);
  try {
    const answer = await fetch(search, { headers: { accept: "text/html" }, signal: own.signal });
    // What is no page of this kind says so best itself.
    if (!answer.ok) return location.assign(search);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of PARTS) document.querySelector(part)?.replaceWith(page.querySelector(part));
    history.pushState(null, "", search);
    shown = location.search;
    say(document.querySelector("#sql-result [data-summary]")?.textContent, false);
    showAll();
    return true;
  } catch (error) {
    if (own === asking) say(own.signal.aborted ? status.dataset.cancelled : String(error.message), false);
    return false;
  }
}

/** What "back" leads to was asked of the server, too; a link within the page asks nothing. */
export function reloadIfOther() {
  if (location.search !== shown) location.reload();
}

/** Says something that is no state of a query. */
export function tell(text) {
  say(text, false);
}

/** Says how it stands, and offers to cancel while there is something to cancel. */
function say(text, isRunning) {
  status.textContent = text ?? "";
  cancelButton.hidden = !isRunning;
}
