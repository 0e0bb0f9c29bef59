// Opens a page where nothing but the browser computes: draws it where the document shows another one, then makes it live.

const root = document.documentElement;

/** Resolves when the document is read. */
export async function read() {
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
}

/** Puts the document that is asked for in place of this one. Returns the script that makes it live. */
async function draw([path, query], load, draws) {
  const { draw } = await load(draws);
  const drawn = new DOMParser().parseFromString(await draw(root.dataset.base, path, query), "text/html");
  await read();
  root.lang = drawn.documentElement.lang;
  document.title = drawn.title;
  const links = "link[rel=alternate]";
  document.querySelectorAll(links).forEach((link) => link.remove());
  document.head.append(...drawn.querySelectorAll(links));
  document.body.replaceWith(drawn.body);
  return drawn.querySelector("script[data-then]")?.dataset.then;
}

/**
 * Opens a page. `asked`: its path and its query if the document does not show them; `load` imports a script; the scripts that
 * draw and make live; what is said when the page cannot be drawn.
 */
export async function open({ asked, load, draws, then, failed }) {
  let live = then;
  if (asked) {
    const shown = [...document.adoptedStyleSheets];
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("main{visibility:hidden}html{cursor:progress}");
    document.adoptedStyleSheets = [...shown, sheet];
    try {
      live = await draw(asked, load, draws);
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
  if (live) await load(live);
}
