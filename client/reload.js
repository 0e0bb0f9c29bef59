// Reloads the page when it changes. Only `cargo xtask serve --watch` adds this to a page's script.

const PERIOD_MS = 300;

/** The ETag of the page. It changes with style, scripts and modules too, because their names carry a content hash. */
let shown;

async function look() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    const now = answer.headers.get("etag");
    if (shown && now && now !== shown) {
      location.reload();
      return;
    }
    shown ??= now;
  } catch {
    // The server is restarting.
  }
  setTimeout(look, PERIOD_MS);
}

look();
