// The first script of a page on a host of files. Where the address asks for something, the page as it was exported is not
// what was asked: it stays hidden until the module has drawn it anew. Then follows what makes the page live.
//
// It runs before the page is read, so that nobody sees numbers that a filter should have changed.

{
  const { page, draws, then, failed } = document.currentScript.dataset;
  const root = document.documentElement;
  const shown = [...document.adoptedStyleSheets];

  // Derived files of an export are compressed, because few hosts do it for files of their kind.
  const plainly = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (...asked) => {
    const answer = await plainly(...asked);
    if (!answer.ok || !new URL(answer.url).pathname.endsWith(".bin")) return answer;
    const bytes = await answer.arrayBuffer();
    const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
    // Some hosts say of such files that they are compressed, and then the browser has read them already.
    const isCompressed = first === 0x1f && second === 0x8b;
    return new Response(isCompressed ? new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")) : bytes);
  };

  function wait() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("main{visibility:hidden}html{cursor:progress}");
    document.adoptedStyleSheets = [...shown, sheet];
  }

  async function read() {
    if (document.readyState === "loading") {
      await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
    }
  }

  /** Puts the document that the address asks for in place of this one. */
  async function draw() {
    const { draw } = await import(draws);
    const drawn = new DOMParser().parseFromString(await draw(root.dataset.base, root.lang, page, location.search), "text/html");
    await read();
    document.title = drawn.title;
    const links = "link[rel=alternate]";
    document.querySelectorAll(links).forEach((link) => link.remove());
    document.head.append(...drawn.querySelectorAll(links));
    document.body.replaceWith(drawn.body);
    return drawn.querySelector("script[data-then]")?.dataset.then;
  }

  async function open() {
    let live = then;
    if (page && location.search.length > 1) {
      wait();
      try {
        live = await draw();
      } catch (error) {
        console.error("Granary could not draw this page.", error);
        await read();
        const notice = document.createElement("p");
        notice.className = "notice";
        notice.role = "alert";
        notice.textContent = `${failed} (${error.message})`;
        document.querySelector("main").replaceChildren(notice);
      }
      document.adoptedStyleSheets = shown;
    } else {
      await read();
    }
    if (live) await import(live);
  }

  open();
}
