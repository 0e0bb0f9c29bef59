// The exported site on hosts that serve files only: every page, filter, slider and link reads the same numbers as the API of the
// server, and nothing is asked of anybody else.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { binary, results, site, store } from "./support/environment.js";
import { api, expectFigures, listed, live, moveSlider, skus } from "./support/figures.js";
import { kinds, serveFiles } from "./support/host.js";
import { expect, test } from "./support/test.js";

const BASE = "/inventory/";

for (const kind of Object.keys(kinds)) {
  test.describe(`on a host like ${kind}`, () => {
    test.describe.configure({ mode: "default" });
    const folder = join(results, `export-${kind}`);
    let host;

    test.beforeAll(async () => {
      test.setTimeout(300_000);
      execFileSync(binary, ["export", "--store", store, "--site", site, "--output", folder, "--base-path", BASE]);
      host = await serveFiles(folder, BASE, kind);
    });
    test.afterAll(() => host?.stop());

    test.beforeEach(async ({ page }) => {
      page.on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith("http")) expect(origin, request.url()).toBe(host.origin);
      });
    });

    const open = async (page, path) => {
      const response = await page.goto(host.origin + BASE + path);
      expect(response.status()).toBe(200);
    };

    test("every page is there in every language, and its links lead somewhere", async ({ page, request }) => {
      test.setTimeout(180_000);
      const seen = new Set();
      const next = [host.origin + BASE, `${host.origin}${BASE}zh-CN/`, `${host.origin}${BASE}de/`];
      while (next.length > 0) {
        const address = next.pop();
        if (seen.has(address)) continue;
        seen.add(address);
        const answer = await request.get(address, { maxRedirects: 0 });
        expect(answer.status(), address).toBe(200);
        const html = await answer.text();
        expect(html, address).toContain("<h1>");
        await page.setContent(html.replaceAll(/<(script|link|meta http-equiv)[^>]*>/g, ""));
        const links = await page.locator("a[href^='/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        next.push(...links.map((link) => host.origin + link.split(/[?#]/)[0]));
      }
      // Nine pages and three of queries, in three languages.
      expect(seen.size).toBeGreaterThanOrEqual(36);
    });

    test("the overview filters without a server, from a click and from an address", async ({ page, request }) => {
      await open(page, "");
      await live(page);
      await expectFigures(page, request, "");
      await page.locator('[data-dimension="category"]').getByRole("link", { name: /Garden/ }).click();
      await expect(page).toHaveURL(/category=Garden/);
      await expectFigures(page, request, "?category=Garden");
      await open(page, "?category=Garden&class=A");
      await live(page);
      await expectFigures(page, request, "?category=Garden&class=A");
      await expect(page.getByRole("link", { name: "Items", exact: true })).toHaveAttribute("href", `${BASE}items/?category=Garden&class=A`);
    });

    test("nobody sees the whole where a part was asked for", async ({ page, request }) => {
      const { kpis } = await api(request, "kpis");
      const whole = kpis.find(({ id }) => id === "revenue").current.value;
      // Notes what a frame shows, from before the page is read.
      await page.addInitScript(() => {
        globalThis.shown = [];
        const look = () => {
          const figure = document.querySelector('article[data-kpi="revenue"] [data-value]');
          if (figure?.checkVisibility({ visibilityProperty: true })) globalThis.shown.push(Number(figure.dataset.value));
          requestAnimationFrame(look);
        };
        look();
      });
      await open(page, "?category=Garden");
      await live(page);
      const shown = () => page.evaluate(() => globalThis.shown);
      await expect.poll(async () => (await shown()).length).toBeGreaterThan(0);
      expect(await shown()).not.toContain(whole);
    });

    test("a supplier's order is drawn for what its address asks, in every language", async ({ page, request }) => {
      const { suppliers: [of] } = await api(request, "orders?supplier=SUP-06&location=UK");
      for (const language of ["", "de/", "zh-CN/"]) {
        await open(page, `${language}orders/?supplier=SUP-06&location=UK`);
        await live(page);
        const order = page.locator("details.supplier-order");
        await expect(order).toHaveAttribute("data-value", String(of.sum.value));
        await expect(order.locator(".order-lines-table tbody tr")).toHaveCount(of.sum.lines);
      }
    });

    test("the list sorts, searches and pages; an item opens from it", async ({ page, request }) => {
      await open(page, "items/?q=red+mug&sort=-stock_value");
      await live(page);
      expect(await skus(page)).toEqual(listed(await api(request, "items?q=red+mug&sort=-stock_value")));
      await open(page, "items/");
      await live(page);
      expect(await skus(page)).toEqual(listed(await api(request, "items")));
      await page.getByRole("link", { name: "Next", exact: true }).click();
      await expect.poll(() => skus(page)).toEqual(listed(await api(request, "items?page=2")));
      const first = (await api(request, "items?page=2")).items[0];
      await page.locator('table[data-items="all"] tbody tr a.item-name').first().click();
      await expect(page).toHaveURL(new RegExp(`${BASE}item/\\?sku=`));
      await expect(page.locator("h1")).toContainText(first.name.trim());
      await live(page);
      const { sku, location } = first;
      const answer = await api(request, `item?${new URLSearchParams({ sku, location })}`);
      const shown = page.locator('[data-number="reorder_point"][data-scenario="now"]').first();
      expect(Number(await shown.getAttribute("data-value"))).toBe(answer.now.parts.policy.reorder_point);
    });

    test("an item that is not there is said to be elsewhere", async ({ page }) => {
      await open(page, "item/?sku=85123A&location=Mars");
      await expect(page.locator("main.refusal")).toContainText("85123A");
      await page.locator("main.refusal ul a").first().click();
      await expect(page).toHaveURL(/item\/\?sku=85123A&location=/);
      await expect(page.locator(".item-page")).toBeVisible();
    });

    test("a slider moves the scenario to the server's numbers", async ({ page, request }) => {
      await open(page, "what-if/?location=EU");
      await live(page);
      await moveSlider(page, "service_level", 0.98);
      await expect(page).toHaveURL(/service_level=0\.98/);
      const { scenario } = await api(request, "what-if?location=EU&service_level=0.98");
      const shown = page.locator('[data-total="stock_value"][data-scenario="scenario"]').first();
      await expect.poll(async () => Number(await shown.getAttribute("data-value"))).toBe(scenario.totals.stock_value);
    });

    test("scenarios are kept under names and stand side by side", async ({ page, request }) => {
      await open(page, "what-if/?service_level=0.98");
      await live(page);
      const section = page.locator("section.saved");
      await section.getByLabel("Name of this scenario").fill("Careful");
      await page.keyboard.press("Enter");
      await open(page, "what-if/?location=EU");
      await live(page);
      await section.getByRole("checkbox").check();
      const { scenario } = await api(request, "what-if?location=EU&service_level=0.98");
      const beside = section.locator('td[data-beside="Careful"]').first();
      await expect.poll(async () => Number(await beside.getAttribute("data-value"))).toBe(scenario.totals.stock_value);
    });

    test("pages without an island filter, too", async ({ page, request }) => {
      for (const [path, own] of [["segments", "?category=Garden"], ["accuracy", "?class=A"]]) {
        await open(page, `${path}/${own}`);
        await expect(page.locator("html")).not.toHaveAttribute("data-islands");
        await expect(page.locator("main")).toBeVisible();
        const server = await (await request.get(`/${path}${own}`)).text();
        const words = await page.evaluate((html) => {
          const main = (document) => document.querySelector("main").textContent.replaceAll(/\s+/g, " ");
          return [main(document), main(new DOMParser().parseFromString(html, "text/html"))];
        }, server);
        await expect.poll(async () => page.locator("main").textContent().then((text) => text.replaceAll(/\s+/g, " "))).toBe(words[1]);
      }
    });

    test("what needs a server says so", async ({ page }) => {
      await open(page, "sql/?kpi=turnover");
      await expect(page.locator("#sql-result")).toContainText("No server answers here");
      await expect(page.locator("textarea#sql")).toHaveValue(/select/i);
      await expect(page.locator("#sql-run")).toHaveCount(0);
      await open(page, "q/sales-by-week/");
      await expect(page.locator(".query-block").first()).toBeVisible();
      await expect(page.locator(".query-form")).toContainText("no server answers here");
      await expect(page.locator(".query-form input").first()).toBeDisabled();
    });

    test("without a network every page of the language is still there", async ({ page, context, request }) => {
      await open(page, "");
      await live(page);
      // The service worker has kept what it lists.
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await page.reload();
      await expect.poll(() => page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
      // The browser's switch leaves service workers their network, so the host goes as well.
      await context.setOffline(true);
      await host.stop();
      await open(page, "?category=Garden");
      await expect(page.locator(".as-of time")).toContainText("Offline, numbers as of 9 Dec 2011");
      await live(page);
      await expectFigures(page, request, "?category=Garden");
      await page.locator("#find").fill("lantern");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/items\/\?q=lantern/);
      await live(page);
      const list = await api(request, "items?q=lantern");
      expect(await skus(page)).toEqual(listed(list));
      await page.locator('table[data-items="all"] tbody tr a.item-name').first().click();
      await expect(page.locator("h1")).toContainText(list.items[0].name.trim());
      await live(page);
      const slider = page.locator('input[type="range"][data-parameter="service_level"]');
      await slider.evaluate((input) => {
        input.value = "0.98";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      await expect(page).toHaveURL(/service_level=0\.98/);
      await context.setOffline(false);
      host = await serveFiles(folder, BASE, kind);
    });

    test("another language draws in it", async ({ page, request }) => {
      await open(page, "zh-CN/items/?q=red+mug");
      await live(page);
      await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
      expect(await skus(page)).toEqual(listed(await api(request, "items?q=red+mug")));
    });
  });
}

test("the same publication is the same bytes, and a second export writes nothing", async () => {
  test.setTimeout(300_000);
  const folder = join(results, "export-again");
  const list = () => readFile(join(folder, "manifest.json"), "utf8");
  const run = () => execFileSync(binary, ["export", "--store", store, "--site", site, "--output", folder], { encoding: "utf8" });
  run();
  const before = await list();
  const said = run();
  expect(await list()).toBe(before);
  expect(said).toContain("nothing has changed");
  const { files, publication } = JSON.parse(before);
  expect(Math.max(...Object.values(files).map(({ bytes }) => bytes))).toBeLessThan(25 * 2 ** 20);
  expect(Object.keys(files)).toContain(`data/main/${publication}/cube.bin`);
});
