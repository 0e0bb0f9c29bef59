// The dashboard in one file, opened from the disk without a network: it shows the API's numbers, and asks nobody for anything.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { addAxe, violations } from "./support/axe.js";
import { binary, results, site, store } from "./support/environment.js";
import { api, expectFigures, listed, live, moveSlider, skus } from "./support/figures.js";
import { expect, test } from "./support/test.js";

const BYTES_MAX = 3_000_000;
const made = join(results, "one-file.html");

const write = (path, ...more) =>
  execFileSync(binary, ["export", "--store", store, "--site", site, "--single-file", path, ...more], { encoding: "utf8" });

test.describe.configure({ mode: "default" });
test.beforeAll(() => {
  test.setTimeout(300_000);
  write(made);
});

test.beforeEach(async ({ context, page }) => {
  await context.setOffline(true);
  page.on("request", (request) => expect(request.url()).toMatch(/^(file|blob):/));
});

/** Opens the file at an address, in a document of its own. */
async function open(page, address, file = made) {
  await page.goto("about:blank");
  await page.goto(pathToFileURL(file).href + address);
}

/** Follows a link to another page of the file. */
async function follow(page, link, address) {
  await link.click();
  await expect(page).toHaveURL(address);
  await live(page);
}

test("it is small enough to be sent, and the same bytes for the same publication", async () => {
  const bytes = await readFile(made);
  console.log(`${bytes.length} bytes, at most ${BYTES_MAX}`);
  expect(bytes.length).toBeLessThanOrEqual(BYTES_MAX);
  const again = join(results, "one-file-again.html");
  write(again);
  expect(bytes.equals(await readFile(again))).toBe(true);
});

test("the overview is there before any script, and filters from a click and from an address", async ({ page, request }) => {
  await open(page, "");
  await live(page);
  await expectFigures(page, request, "");
  await page.locator('[data-dimension="category"]').getByRole("link", { name: /Garden/ }).click();
  await expect(page).toHaveURL(/#\/\?category=Garden$/);
  await live(page);
  await expectFigures(page, request, "?category=Garden");
  await open(page, "#/?category=Garden&class=A");
  await live(page);
  await expectFigures(page, request, "?category=Garden&class=A");
  // Left and come back.
  await follow(page, page.getByRole("link", { name: "Items", exact: true }), /#\/items\?category=Garden&class=A$/);
  expect(await skus(page)).toEqual(listed(await api(request, "items?category=Garden&class=A")));
  await page.goBack();
  await expect(page).toHaveURL(/#\/\?category=Garden&class=A$/);
  await expectFigures(page, request, "?category=Garden&class=A");
});

test("the list searches, sorts and pages; an item leads to its row", async ({ page, request }) => {
  await open(page, "#/items?q=red+mug&sort=-stock_value");
  await live(page);
  expect(await skus(page)).toEqual(listed(await api(request, "items?q=red+mug&sort=-stock_value")));
  await page.locator("#find").fill("lantern");
  await page.locator("#find").press("Enter");
  await expect(page).toHaveURL(/#\/items\?q=lantern/);
  await live(page);
  const found = await api(request, "items?q=lantern");
  await expect.poll(() => skus(page)).toEqual(listed(found));
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await expect.poll(() => skus(page)).toEqual(listed(await api(request, "items?q=lantern&page=2")));
  const { sku, location } = (await api(request, "items?q=lantern&page=2")).items[0];
  await page.locator('table[data-items="all"] tbody a.item-name').first().click();
  await expect(page).toHaveURL(/#\/items\?q=/);
  await live(page);
  await expect.poll(() => skus(page)).toContain(`${sku} ${location}`);
  const download = page.waitForEvent("download");
  await page.getByText(/Download CSV/).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv).toContain(sku);
});

test("today's orders open from the first page, and one supplier's have the server's numbers", async ({ page, request }) => {
  const { suppliers: [of] } = await api(request, "orders?page_size=1");
  await open(page, "");
  await live(page);
  await follow(page, page.locator(".day-suppliers tbody tr").first().getByRole("link"), /#\/orders\?supplier=/);
  await expect(page.locator("details.supplier-order")).toHaveAttribute("data-value", String(of.sum.value));
  const download = page.waitForEvent("download");
  await page.locator('details.supplier-order a[data-download="csv"]').click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv.trim().split("\r\n")).toHaveLength(of.sum.lines + 1);
});

test("a slider moves the scenario to the server's numbers", async ({ page, request }) => {
  await open(page, "#/what-if?location=EU");
  await live(page);
  await moveSlider(page, "service_level", 0.98);
  await expect(page).toHaveURL(/#\/what-if\?.*service_level=0\.98/);
  const { scenario } = await api(request, "what-if?location=EU&service_level=0.98");
  const shown = page.locator('[data-total="stock_value"][data-scenario="scenario"]').first();
  await expect.poll(async () => Number(await shown.getAttribute("data-value"))).toBe(scenario.totals.stock_value);
});

test("every page that the navigation names is drawn in every language, and every link stays in the file", async ({ page }) => {
  test.setTimeout(120_000);
  const seen = new Set();
  for (const [begin, language] of [["#/", "en"], ["#/de/", "de"], ["#/zh-CN/", "zh-CN"]]) {
    await open(page, begin);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await live(page);
    const next = await page.locator(".site-head nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(next.length).toBeGreaterThanOrEqual(7);
    for (const address of next) {
      await open(page, address);
      await expect(page.locator(`.site-head nav a[aria-current=page][href="${address}"]`)).toBeVisible();
      await expect(page.locator("main .notice[role=alert]")).toHaveCount(0);
      const links = await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      for (const link of links) expect(link, address).toMatch(/^(#|\?|$|https:)/);
      seen.add(address);
    }
  }
  expect(seen.size).toBeGreaterThanOrEqual(21);
});

test("links within the page stay on it, and the page is accessible", async ({ page }) => {
  await addAxe(page);
  await open(page, "#/what-if");
  await live(page);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await expect(page).toHaveURL(/#\/what-if$/);
});

test("it opens in the language that it was made for", async ({ page, request }) => {
  const german = join(results, "one-file-de.html");
  write(german, "--language", "de");
  await open(page, "", german);
  await live(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.locator("h1")).toHaveText("Übersicht");
  await expectFigures(page, request, "");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  test("the overview is readable", async ({ page, request }) => {
    await open(page, "");
    await expectFigures(page, request, "");
  });
});

test("the server hands it out with the filter that is shown", async ({ context, page, request }) => {
  page.removeAllListeners("request");
  await context.setOffline(false);
  await page.goto("/?category=Garden");
  await live(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /Save this dashboard as one file/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^granary-\d{4}-\d\d-\d\d\.html$/);
  const saved = join(results, "one-file-saved.html");
  await file.saveAs(saved);
  await context.setOffline(true);
  await open(page, "", saved);
  await live(page);
  await expect(page).toHaveURL(/#\/\?category=Garden$/);
  await expectFigures(page, request, "?category=Garden");
});
