// Granary within your page: <granary-view server="https://granary.example" view="what-if" token-url="/granary-token">.
// docs/embedding.md says what it takes and what it tells. The number in its address, /embed/v1.js, is that of its messages: they
// stay as they are under it.

const VERSION = 1;
const PASSED = ["view", "query", "lang"];
const SHOWN = ["theme", "part"];
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox";
const ANSWERS_WITHIN_MS = 20_000;

class GranaryView extends HTMLElement {
  static observedAttributes = [...PASSED, ...SHOWN];

  /** An async function that returns a token; in its place, the attribute token-url names an address that answers with one. */
  getToken = undefined;

  #frame = document.createElement("iframe");
  #answers = false;
  #reported;
  #timer;
  #listen = (event) => this.#heard(event);

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":host{display:block}iframe{display:block;width:100%;height:20rem;border:0;color-scheme:normal}");
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.#frame.setAttribute("sandbox", SANDBOX);
    this.#frame.allow = "clipboard-write";
    this.#frame.referrerPolicy = "no-referrer";
  }

  connectedCallback() {
    addEventListener("message", this.#listen);
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#listen);
    clearTimeout(this.#timer);
  }

  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || before === now) return;
    if (SHOWN.includes(name)) {
      if (this.#answers) this.#say("look", this.#look);
    } else if (name !== "query" || now !== this.#reported) this.#load();
  }

  get #server() {
    return new URL(this.getAttribute("server") ?? import.meta.url, location.href);
  }

  get #look() {
    return Object.fromEntries(SHOWN.map((name) => [name, this.getAttribute(name) ?? undefined]));
  }

  #load() {
    const [view, query, lang] = PASSED.map((name) => this.getAttribute(name) ?? "");
    const language = lang && lang !== "en" ? `${lang}/` : "";
    const path = view === "overview" ? "" : view;
    this.#reported = query;
    this.#frame.title = this.title || `Granary: ${view}`;
    this.#frame.src = new URL(`/embed/${language}${path}${query && "?"}${query}`, this.#server).href;
    // Not before it has an address: an empty frame would be a part of this page.
    this.shadowRoot.append(this.#frame);
    this.#answers = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell("error", { code: "no-answer" }), ANSWERS_WITHIN_MS);
  }

  #say(type, what) {
    this.#frame.contentWindow?.postMessage({ granary: VERSION, type, ...what }, this.#server.origin);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`granary-${name}`, { bubbles: true, composed: true, detail }));
  }

  async #token() {
    if (this.getToken) return this.getToken();
    const answer = await fetch(this.getAttribute("token-url"), { cache: "no-store" });
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
    return (await answer.text()).trim();
  }

  async #heard({ source, origin, data }) {
    if (source !== this.#frame.contentWindow || origin !== this.#server.origin || data?.granary !== VERSION) return;
    const { granary, type, ...what } = data;
    clearTimeout(this.#timer);
    this.#answers = true;
    if (type === "token") {
      try {
        this.#say("token", { token: await this.#token(), ...this.#look });
      } catch (error) {
        this.#tell("error", { code: "no-token", message: error.message });
      }
    } else if (type === "size") {
      this.#frame.style.height = `${what.height}px`;
    } else {
      if (typeof what.query === "string" && type !== "open") this.#reported = what.query;
      this.#tell(type, what);
    }
  }
}

customElements.define("granary-view", GranaryView);
