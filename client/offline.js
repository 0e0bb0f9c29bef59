// The service worker: it keeps one publication, so that pages answer without a network.
//
// Whoever answers for it, `granary export` or `granary serve`, puts the publication's id and lists of files in the place of two
// words: with another id these bytes differ, and so browsers notice that there is another publication. What belongs to one
// publication is kept under its id, and goes only when the next is there. On a host of files that is every page of the language
// that is read; of a server's pages it is those that somebody has seen.

const PUBLICATION = "granary-publication";
const FILES = JSON.parse("granary-files");

/** Whether a server answers: then pages are what it says, filters and all. */
const isAnswered = "answered" in FILES;
// People read one language; the page says which.
const language = new URL(location.href).searchParams.get("language");
// A page is kept under the address that links lead to: that of its folder.
const address = (path) => new URL(path.replace(/(^|\/)index\.html$/, "$1") || ".", registration.scope).href;
// Sites beside this one keep theirs on the same origin.
const own = `granary ${registration.scope} `;
const kept = `${own}${PUBLICATION} ${language}`;
const seen = `${own}${PUBLICATION} seen`;

const SEEN_MAX = 50;
/** Below the site: pages that draw themselves for whatever their address asks; the first part may be a language. */
const DRAWN = /^([a-z]{2}(-[A-Z]{2})?\/)?(items|orders|what-if)?$/;
/** Never kept: answers to queries, and everything that is no page. */
const ASKED = /^([a-z]{2}(-[A-Z]{2})?\/)?(sql|q|api|mcp|healthz|readyz|metrics|openapi\.json)(\/|$)/;
const LOOSE = { ignoreVary: true };
/** Hides a page that was kept under another question, until it has drawn its own. */
const WAIT = "html[data-kept=other]:not([data-islands=failed]) main:not(:has([data-live=true],.notice)){visibility:hidden}";
const SHEET = "offline.css";

const below = (url) => new URL(url).href.slice(registration.scope.length).replace(/[?#].*/, "");
const isFile = (url) => /^(data|pkg)\//.test(below(url));

async function keep() {
  const cache = await caches.open(kept);
  const missing = [];
  for (const url of [...FILES.shared, ...(FILES[language] ?? [])].map(address)) {
    // Names of derived files and assets change with their content, so nobody fetches one twice.
    const known = isFile(url) ? await caches.match(url, LOOSE) : undefined;
    if (known) await cache.put(url, known);
    else missing.push(new Request(url, { cache: isAnswered ? "default" : "no-cache" }));
  }
  // Who saves data gets what pages ask for and no more.
  if (!isAnswered || !navigator.connection?.saveData) await cache.addAll(missing);
  if (isAnswered) await seeAgain();
}

/** Pages seen under an earlier publication, as they are under this one. */
async function seeAgain() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(own) || !name.endsWith(" seen") || name === seen) continue;
    for (const { url } of await (await caches.open(name)).keys()) {
      const answer = await fetch(url).catch(() => undefined);
      if (answer) await see(url, answer);
    }
  }
}

/** Keeps a page of this publication with the files that it names. */
async function see(url, answer) {
  const isPage = answer.ok && !answer.redirected && /^text\/html/.test(answer.headers.get("content-type") ?? "");
  if (!isPage || ASKED.test(below(url)) || /no-store|private/.test(answer.headers.get("cache-control") ?? "")) return;
  const copy = answer.clone();
  const html = await answer.text();
  // Every page says of which publication it is: one of another would stand beside its files.
  if (!html.includes(PUBLICATION.slice(0, 12))) return;
  const [pages, files] = [await caches.open(seen), await caches.open(kept)];
  for (const [, path] of html.matchAll(/"(\/[^"?#]*\/?pkg\/[^"?#]+)"/g)) {
    const file = new URL(path, registration.scope).href;
    if (await files.match(file, LOOSE)) continue;
    const found = (await caches.match(file, LOOSE)) ?? (await fetch(file).catch(() => undefined));
    if (found?.ok) await files.put(file, found);
  }
  await pages.delete(url, LOOSE);
  await pages.put(url, copy);
  const all = await pages.keys();
  for (const old of all.slice(0, Math.max(0, all.length - SEEN_MAX))) await pages.delete(old, LOOSE);
}

async function forget() {
  const isOld = (name) => name.startsWith(own) && name !== kept && name !== seen;
  for (const name of await caches.keys()) if (isOld(name)) await caches.delete(name);
}

/** What is kept for a page, and whether it was asked something else. */
async function page(url) {
  const { origin, pathname, search } = new URL(url);
  // On a host of files a page draws itself, whatever it is asked.
  if (!isAnswered) return [await caches.match(origin + pathname.replace(/(index\.html|\/)?$/, "/"), LOOSE), false];
  const pages = await caches.open(seen);
  const same = await pages.match(origin + pathname + search, LOOSE);
  if (same || !DRAWN.test(below(url))) return [same, false];
  return [await pages.match(url, { ...LOOSE, ignoreSearch: true }), true];
}

/** A page as it was kept; it says so itself. */
async function marked(answer, isOther) {
  const html = await answer.text();
  const head = isOther ? `<head><link rel="stylesheet" href="${address(SHEET)}">` : "<head>";
  const text = html.replace(/<html /, `<html data-kept="${isOther ? "other" : "same"}" `).replace("<head>", head);
  const headers = new Headers(answer.headers);
  // The text is neither compressed nor as long as it was.
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(text, { headers });
}

async function open(request, event) {
  // Pages come from the network where there is one, so that nobody reads old numbers until the second visit.
  try {
    const answer = await fetch(request);
    if (isAnswered) event.waitUntil(see(request.url, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    const [found, isOther] = await page(request.url);
    if (found) return marked(found, isOther);
    throw error;
  }
}

/** A file whose address changes with its content. */
async function file(request) {
  const known = await caches.match(request.url, LOOSE);
  if (known) return known;
  const answer = await fetch(request);
  // On a server only files of pages that were seen are kept, and nothing of another publication.
  if (isAnswered && answer.ok && (/^pkg\//.test(below(request.url)) || request.url.includes(`/${PUBLICATION}/`))) {
    const cache = await caches.open(kept);
    await cache.put(request.url, answer.clone());
  }
  return answer;
}

async function other(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(request.url, LOOSE);
    if (found) return found;
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(forget().then(() => clients.claim())));
addEventListener("message", (event) => {
  const url = event.data?.seen;
  if (!isAnswered || !url?.startsWith(registration.scope)) return;
  const { origin, pathname, search } = new URL(url);
  event.waitUntil(fetch(origin + pathname + search).then((answer) => see(answer.url, answer)).catch(() => {}));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  if (isFile(request.url)) event.respondWith(file(request));
  else if (below(request.url) === SHEET) {
    event.respondWith(new Response(WAIT, { headers: { "content-type": "text/css" } }));
  } else if (isAnswered && ASKED.test(below(request.url))) return;
  else if (request.mode === "navigate") event.respondWith(open(request, event));
  else event.respondWith(other(request));
});
