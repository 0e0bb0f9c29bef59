// The `test` every spec uses: it fails when the page complains, whatever the test looked at.

import { test as base, expect } from "@playwright/test";

export { expect };

export const test = base.extend({
  /** What went wrong in the page so far: console errors and warnings (the policy's among them), exceptions, requests
   * without an answer. Must be empty in the end. */
  problems: [
    async ({ page, javaScriptEnabled }, use) => {
      const problems = [];
      // With scripts switched off nothing uses the module that is preloaded, and on a slow machine the browser says so.
      const isExpected = (message) => javaScriptEnabled === false && message.text().includes("preloaded using link preload");
      page.on("console", (message) => {
        if (isExpected(message)) return;
        if (["error", "warning"].includes(message.type())) problems.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
      page.on("requestfailed", (request) => {
        const reason = request.failure()?.errorText;
        // Aborted: the page was left while it was still loading something. csp: what the policy refuses is on the
        // console too, and with scripts switched off the browser refuses to preload one by the same name.
        if (!["net::ERR_ABORTED", "csp"].includes(reason)) problems.push(`${request.url()}: ${reason}`);
      });
      await use(problems);
      expect(problems, "the page complained").toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens `path` and waits until its islands are live, if it has any. */
export async function openLive(page, path) {
  await page.goto(path);
  if ((await page.locator('link[rel=preload][type="application/wasm"]').count()) === 0) return;
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
}
