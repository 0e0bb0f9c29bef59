// The dashboard in a pocket, loaded when a page has been there for some seconds: it says how old the numbers are and whether there
// is a network, and keeps what hours without one need.

const root = document.documentElement;
const asOf = document.querySelector(".as-of time");
const DAY_MS = 86_400_000;
// Units from this many days on, the longest first; younger numbers are as old as one expects.
const UNITS = [["year", 730, 365.25], ["month", 61, 30.44], ["day", 8, 1]];

/** How long ago the numbers end, in the page's language; nothing of those of the last days. */
function age() {
  const days = Math.floor((Date.now() - Date.parse(asOf.dateTime)) / DAY_MS);
  const unit = UNITS.find(([, from]) => days >= from);
  return unit && new Intl.RelativeTimeFormat(root.lang).format(-Math.floor(days / unit[2]), unit[0]);
}

/** Says of which day the numbers are, and in how far nobody can have newer ones. */
function say() {
  const isOffline = !navigator.onLine || root.dataset.kept !== undefined;
  const words = isOffline ? asOf.dataset.offline : asOf.dataset.online;
  const said = new Intl.ListFormat(root.lang, { type: "unit" }).format([words, age()].filter(Boolean));
  // Only a change is announced.
  if (asOf.textContent === said) return;
  if (isOffline) asOf.replaceChildren(Object.assign(document.createElement("strong"), { textContent: said }));
  else asOf.textContent = said;
}

if (asOf) {
  asOf.dataset.online = asOf.textContent;
  asOf.parentElement.role = "status";
  say();
  addEventListener("offline", say);
  addEventListener("online", () => {
    delete root.dataset.kept;
    say();
  });
}

/** Keeps the site, and on a server this page. Without a secure connection browsers offer nothing to, and some people allow none. */
async function keep() {
  const { base, host } = root.dataset;
  const own = host === "files" ? `?language=${root.lang}` : "";
  await navigator.serviceWorker.register(`${base}offline.js${own}`, { scope: base });
  const { active } = await navigator.serviceWorker.ready;
  // The first page was there before what keeps pages.
  active.postMessage({ seen: location.href });
}

if (navigator.serviceWorker) keep().catch(() => {});
