// The script of a view within a page of another site. The document that it comes with has no data: it gets a token from the
// page around it, asks for the view with that, and puts it in this document's place. The token is held here and nowhere
// else; every request for data shows it.

const root = document.documentElement;
const { base, origins, refused } = root.dataset;
const ALLOWED = origins.split(" ");
const VERSION = 1;
/** What is a filter on every page; other parameters of a page with sliders are its scenario. */
const FILTER = ["from", "to", "category", "location", "class"];
const WITH_SCENARIO = ["what-if", "item"];

/** Origin of the page around this one, once it has shown a token. */
let around;
let token;
let asked;
/** What the token says of itself. The server decides; this saves a way to nowhere, and a request with an old token. */
let claims = { views: [], exp: 0 };
/** Tokens that end within this time are replaced before they are shown. */
const NEARLY_OVER_S = 10;
const plainly = globalThis.fetch.bind(globalThis);

/** Tells the page around this one something. Before it has shown a token, it may be anyone: all it is told is that one is wanted. */
function say(type, what) {
  parent.postMessage({ granary: VERSION, type, ...what }, around ?? "*");
}

/** Asks the page around this one for a token, once however many requests wait for it. */
function wanted() {
  asked ??= Promise.withResolvers();
  say("token");
  return asked.promise;
}

function look({ theme, part }) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
  const sheet = new CSSStyleSheet();
  if (/^[a-z-]+$/.test(part ?? "")) {
    // What is simulated is said beside any number.
    const kept = `:is([aria-labelledby="${part}-title"],.simulated)`;
    sheet.replaceSync(`main :not(:has(${kept}),${kept},${kept} *){display:none}`);
  }
  document.adoptedStyleSheets = [sheet];
}

function heard({ source, origin, data }) {
  if (source !== parent || !ALLOWED.includes(origin) || data?.granary !== VERSION) return;
  if (data.type === "token" && typeof data.token === "string") {
    around = origin;
    token = data.token;
    try {
      const letters = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
      claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))));
    } catch {
      // The server says what is wrong with it.
    }
    look(data);
    asked?.resolve();
    asked = undefined;
  } else if (data.type === "look") {
    look(data);
  }
}

/** Whether an address answers only to who shows a token. */
function isGuarded(url) {
  const { origin, pathname } = new URL(url);
  return origin === location.origin && pathname.startsWith(base) && !pathname.startsWith(`${base}pkg/`);
}

/** Asks as every script of the page does, and shows the token; another one where the server takes it for too old. */
async function guarded(...what) {
  const request = new Request(...what);
  if (!isGuarded(request.url)) return plainly(request);
  if (!token || claims.exp - Date.now() / 1000 < NEARLY_OVER_S) await wanted();
  const shown = () => {
    const headers = new Headers(request.headers);
    headers.set("authorization", `Bearer ${token}`);
    headers.set("granary-embedder", around);
    return plainly(new Request(request.clone(), { headers, cache: "no-store" }));
  };
  const answer = await shown();
  if (answer.status !== 401) return answer;
  await wanted();
  return shown();
}

/** The view that an address leads to, with its query; none where it leads elsewhere. */
function target({ origin, pathname, search }) {
  if (origin !== location.origin || !pathname.startsWith(base)) return undefined;
  const [, view] = pathname.slice(base.length).match(/^(?:[a-z]{2}(?:-[A-Z]{2})?(?:\/|$))?(.*)$/);
  return { view: view || "overview", query: search.slice(1) };
}

async function save(link) {
  const answer = await guarded(link.href);
  if (!answer.ok) throw new Error((await problem(answer)).message);
  const [, name] = answer.headers.get("content-disposition")?.match(/filename="([^"]+)"/) ?? [];
  const file = document.createElement("a");
  file.href = URL.createObjectURL(await answer.blob());
  file.download = name ?? link.download;
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
}

/** Links to data are fetched with the token; those to other views lead on only where the token names these. */
function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  const to = target(link);
  if (!to) {
    if (link.origin !== location.origin) link.target = "_blank";
    return;
  }
  if (link.hasAttribute("download")) {
    event.preventDefault();
    save(link).catch((error) => say("error", { code: "not-saved", message: error.message }));
    return;
  }
  const isItem = to.view === "item";
  if (isItem) {
    const item = new URLSearchParams(to.query);
    say("item", { sku: item.get("sku"), location: item.get("location") });
  }
  if (!claims.views?.includes(to.view)) {
    event.preventDefault();
    if (!isItem) say("open", to);
  }
}

/** Tells what of the address has changed since the last time. */
function watch() {
  const view = target(location)?.view;
  const split = () => {
    const parts = { filter: [], scenario: [] };
    for (const [name, value] of new URLSearchParams(location.search)) {
      const kind = WITH_SCENARIO.includes(view) && !FILTER.includes(name) ? "scenario" : "filter";
      parts[kind].push(`${name}=${value}`);
    }
    return { filter: parts.filter.join("&"), scenario: parts.scenario.join("&") };
  };
  let before = split();
  const changed = () => {
    const now = split();
    for (const kind of ["filter", "scenario"]) {
      if (now[kind] !== before[kind]) say(kind, { view, query: location.search.slice(1) });
    }
    before = now;
  };
  for (const name of ["pushState", "replaceState"]) {
    const plain = history[name].bind(history);
    history[name] = (...step) => {
      plain(...step);
      changed();
    };
  }
  addEventListener("popstate", changed);
}

async function problem(answer) {
  const { code, detail } = await answer.json().catch(() => ({}));
  return { code: code ?? `http-${answer.status}`, message: detail ?? answer.statusText };
}

/** Style sheets of the view that this document does not have yet, loaded. */
function styles(drawn) {
  const known = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href"));
  const others = [...drawn.querySelectorAll("link[rel=stylesheet]")].filter(
    (link) => !known.includes(link.getAttribute("href")),
  );
  return Promise.all(
    others.map(({ href }) => {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
      const loaded = new Promise((done) => Object.assign(link, { onload: done, onerror: done }));
      document.head.append(link);
      return loaded;
    }),
  );
}

async function draw() {
  const answer = await guarded(location.href);
  if (!answer.ok) {
    const why = await problem(answer);
    const notice = Object.assign(document.createElement("p"), { className: "notice", role: "alert" });
    notice.textContent = refused;
    document.querySelector("main").replaceChildren(notice);
    say("error", why);
    return;
  }
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  await styles(drawn);
  root.lang = drawn.documentElement.lang;
  document.title = drawn.title;
  document.body.replaceWith(drawn.body);
  say("shown", target(location));
  for (const script of drawn.querySelectorAll("head script[type=module][src]")) await import(script.src);
}

addEventListener("message", heard);
if (parent !== globalThis) {
  globalThis.fetch = guarded;
  document.addEventListener("click", follow);
  // The body that is there now is replaced; the element around it stays.
  new ResizeObserver(() => say("size", { height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(root);
  watch();
  draw();
} else {
  document.querySelector("main p").textContent = refused;
}
