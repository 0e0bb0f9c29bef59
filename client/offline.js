// The service worker of a site on a host of files: it keeps one publication whole, so that every page answers without a network.
//
// `granary export` puts the publication's id and its lists of files in the place of two words: with another id these bytes
// differ, and so browsers notice that there is another publication. What belongs to one publication is kept under its id, and
// goes only when the next is there as a whole.

const PUBLICATION = "granary-publication";
const FILES = JSON.parse("granary-files");

// People read one language; the page says which.
const language = new URL(location.href).searchParams.get("language");
// A page is kept under the address that links lead to: that of its folder.
const address = (path) => new URL(path.replace(/(^|\/)index\.html$/, "$1") || ".", registration.scope).href;
const kept = `${PUBLICATION} ${language}`;

async function keep() {
  const cache = await caches.open(kept);
  const missing = [];
  for (const url of [...FILES.shared, ...(FILES[language] ?? [])].map(address)) {
    // Names of derived files and assets change with their content, so nobody fetches one twice.
    const known = /\/(data|pkg)\//.test(url) ? await caches.match(url) : undefined;
    if (known) await cache.put(url, known);
    else missing.push(new Request(url, { cache: "no-cache" }));
  }
  await cache.addAll(missing);
}

async function forget() {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name);
}

/** What is kept for a request: for a page, whatever it is asked, because it draws that itself. */
function known({ mode, url }) {
  if (mode !== "navigate") return caches.match(url);
  const { origin, pathname } = new URL(url);
  return caches.match(origin + pathname.replace(/(index\.html|\/)?$/, "/"));
}

async function answer(request) {
  if (/\/(data|pkg)\//.test(request.url)) return (await known(request)) ?? fetch(request);
  // Pages come from the network where there is one, so that nobody reads old numbers until the second visit.
  try {
    return await fetch(request);
  } catch (error) {
    const found = await known(request);
    if (found) return found;
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(forget().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(registration.scope)) event.respondWith(answer(request));
});
