// The server answers, and every page arrives whole and comes alive.

import { expect, openLive, test } from "./support/test.js";
import { pages } from "./support/pages.js";

for (const path of ["/healthz", "/readyz", "/metrics"]) {
  test(`${path} answers`, async ({ request }) => {
    const answer = await request.get(path);
    expect(answer.status()).toBe(200);
    expect(await answer.text()).not.toBe("");
  });
}

for (const { name, path, isStatic = false } of pages) {
  test(`${name} comes alive`, async ({ page }) => {
    await openLive(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", /^en/);
    expect(await page.title()).toMatch(/Granary/);
    const islands = await page.locator("leptos-island").count();
    expect(islands > 0, "a page has an island unless nothing on it can change").toBe(!isStatic);
  });

  test(`${name} is the same before and after it comes alive`, async ({ page, request }) => {
    const served = await (await request.get(path)).text();
    await openLive(page, path);
    const shown = (text) => text.replace(/\s+/g, " ").trim();
    const parse = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("main").textContent;
    expect(shown(await page.locator("main").textContent())).toBe(shown(await page.evaluate(parse, served)));
  });
}

test("an unknown page is a page too", async ({ request }) => {
  const answer = await request.get("/no-such-page", { headers: { accept: "text/html" } });
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"]).toMatch(/^text\/html/);
  expect(await answer.text()).toMatch(/<h1/);
});
