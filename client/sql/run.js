// Asks the server for the same page with another query, and takes over what is new in it. The editor keeps its cursor and
// its history that way.

/** The parts of the page that the query decides. */
const PARTS = ["#sql-parameters", "#sql-result", ".languages"];

let asking = null;

/** Gives up waiting, and so does the server. */
export function cancel() {
  asking?.abort();
}

/** Runs the query of the form; true once its answer is shown. */
export async function run(form) {
  cancel();
  const own = (asking = new AbortController());
  const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
  say(form, form.dataset.running, true);
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" }, signal: own.signal });
    // What is no page of this kind says so best itself.
    if (!answer.ok) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of PARTS) document.querySelector(part)?.replaceWith(page.querySelector(part));
    history.pushState(null, "", address);
    say(form, document.querySelector("#sql-result [data-summary]")?.textContent, false);
    return true;
  } catch (error) {
    if (own === asking) say(form, own.signal.aborted ? form.dataset.cancelled : String(error.message), false);
    return false;
  }
}

/** Says how it stands, and offers to cancel while there is something to cancel. */
function say(form, text, isRunning) {
  form.querySelector("output").textContent = text ?? "";
  form.elements.cancel.hidden = !isRunning;
}
