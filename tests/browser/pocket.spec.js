// Hours without a network, at a server: pages that were seen answer, say of which day their numbers are, and never mix two
// publications.

import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary, site, store } from "./support/environment.js";
import { startProxy } from "./support/proxy.js";
import { expect, openLive, test } from "./support/test.js";

let proxy;
test.beforeEach(async () => {
  proxy = await startProxy();
});
test.afterEach(() => proxy?.stop());

/** Takes the network away, or brings it back. Browsers' own switch leaves service workers theirs, so the server goes as well. */
async function setOffline(context, isOffline) {
  proxy.state.isDown = isOffline;
  await context.setOffline(isOffline);
}

const asOf = (page) => page.locator(".as-of time");
/** Waits until what comes last is there: the header's words, and what keeps pages. */
const pocketed = (page) => expect(page.locator(".as-of")).toHaveAttribute("role", "status");

/** Addresses of everything that this browser keeps. */
const kept = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => url);
  });

/** Opens a page and waits until it is kept. */
async function see(page, path) {
  await openLive(page, path);
  await pocketed(page);
  await expect.poll(async () => (await kept(page)).map((url) => url.replace(/^[^/]*\/\/[^/]*/, "")), { timeout: 30_000 }).toContain(
    path.replace(/^http:\/\/[^/]*/, ""),
  );
}

for (const [path, online, offline] of [
  ["/", "as of 9 Dec 2011", "Offline, numbers as of 9 Dec 2011"],
  ["/de/accuracy", "Stand 9. Dez. 2011", "Offline, Zahlen mit Stand 9. Dez. 2011"],
  ["/zh-CN/items", "截至 2011年12月9日", "离线，数字截至 2011年12月9日"],
]) {
  test(`${path} says when there is no network, and of which day its numbers are`, async ({ page, context }) => {
    await page.clock.setFixedTime(new Date("2011-12-12T10:00:00Z"));
    await page.goto(path);
    await pocketed(page);
    await expect(asOf(page)).toHaveText(online);
    await context.setOffline(true);
    await expect(asOf(page)).toHaveText(offline);
    await context.setOffline(false);
    await expect(asOf(page)).toHaveText(online);
  });
}

test("numbers that are older than people expect say how old they are", async ({ page }) => {
  for (const [now, said] of [
    ["2011-12-16", "as of 9 Dec 2011"],
    ["2011-12-18", "as of 9 Dec 2011, 9 days ago"],
    ["2012-03-01", "as of 9 Dec 2011, 2 months ago"],
    ["2016-03-01", "as of 9 Dec 2011, 4 years ago"],
  ]) {
    await page.clock.setFixedTime(new Date(`${now}T10:00:00Z`));
    await page.goto("/");
    await pocketed(page);
    await expect(asOf(page)).toHaveText(said);
  }
});

test("saying so moves nothing on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const path of ["/", "/de/items"]) {
    await openLive(page, path);
    await pocketed(page);
    await expect(asOf(page)).toContainText(/\d{2}/);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await page.evaluate(() => globalThis.shift), path).toBeLessThan(0.02);
  }
});

test("what-if, items and the item that was seen answer without a network", async ({ page, context, request }) => {
  test.setTimeout(120_000);
  const item = "/item?sku=85123A&location=UK";
  for (const path of ["/what-if", "/items", item]) await see(page, proxy.origin + path);
  await setOffline(context, true);

  await openLive(page, `${proxy.origin}/what-if?location=EU`);
  await pocketed(page);
  await expect(asOf(page)).toContainText("Offline");
  await page.locator('input[type="range"][data-parameter="service_level"]').evaluate((input) => {
    input.value = "0.98";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await expect(page).toHaveURL(/service_level=0\.98/);
  const { scenario } = await (await request.get("/api/v1/what-if?location=EU&service_level=0.98")).json();
  const total = page.locator('[data-total="stock_value"][data-scenario="scenario"]').first();
  await expect.poll(async () => Number(await total.getAttribute("data-value"))).toBe(scenario.totals.stock_value);

  await openLive(page, `${proxy.origin}/items?q=lantern`);
  const { items } = await (await request.get("/api/v1/items?q=lantern")).json();
  const shown = () => page.locator('table[data-items="all"] tbody tr').evaluateAll((rows) => rows.map(({ dataset }) => dataset.sku));
  await expect.poll(shown).toEqual(items.map(({ sku }) => sku));

  await openLive(page, proxy.origin + item);
  await expect(page.locator("h1")).toContainText("WHITE HANGING HEART");
  await expect(page.locator("html")).toHaveAttribute("data-kept", "same");
  await pocketed(page);
  await expect(asOf(page)).toContainText("Offline");
  await setOffline(context, false);
  // Browsers say so of their own network, which was never away here.
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(asOf(page)).not.toContainText("Offline");
});

test("nobody sees all items where a part was asked for", async ({ page, context }) => {
  await see(page, `${proxy.origin}/items`);
  await page.addInitScript(() => {
    globalThis.most = 0;
    const look = () => {
      const rows = [...document.querySelectorAll('table[data-items="all"] tbody tr')];
      const seen = rows.filter((row) => row.checkVisibility({ visibilityProperty: true })).length;
      globalThis.most = Math.max(globalThis.most, seen);
      requestAnimationFrame(look);
    };
    look();
  });
  await setOffline(context, true);
  await openLive(page, `${proxy.origin}/items?q=85123A`);
  await expect(page.locator("[data-live=true]")).toHaveCount(1);
  await expect.poll(() => page.evaluate(() => globalThis.most)).toBeGreaterThan(0);
  expect(await page.evaluate(() => globalThis.most)).toBeLessThan(20);
  await setOffline(context, false);
});

test("answers of the API and of SQL are never kept", async ({ page }) => {
  await see(page, "/");
  await expect.poll(() => page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
  for (const path of ["/sql?kpi=turnover", "/q/suppliers", "/de/q/suppliers"]) {
    await page.goto(path);
    await pocketed(page);
  }
  await page.evaluate(() => fetch("/api/v1/items?page_size=1").then((answer) => answer.text()));
  await see(page, "/segments");
  const addresses = await kept(page);
  expect(addresses.filter((url) => /\/(sql|q|api)\b/.test(new URL(url).pathname.replace(/^\/(data|pkg)\/.*/, "")))).toEqual([]);
  expect(addresses.filter((url) => /cube\.bin$/.test(url))).toHaveLength(1);
});

test("another publication takes the place of the one that was kept, whole", async ({ page, context, request }) => {
  test.setTimeout(120_000);
  const { publication } = await (await request.get("/api/v1/items?page_size=1")).json();
  const next = [...publication].reverse().join("");
  await see(page, `${proxy.origin}/what-if`);
  await see(page, `${proxy.origin}/accuracy`);
  proxy.state.rewritten = [[publication, next], [publication.slice(0, 12), next.slice(0, 12)]];

  // The network comes first: nobody reads old numbers until the second visit.
  await openLive(page, `${proxy.origin}/what-if`);
  await expect(page.locator(".site-foot")).toContainText(next.slice(0, 12));
  const names = () => page.evaluate(() => caches.keys());
  await expect.poll(async () => (await names()).every((name) => name.includes(next)), { timeout: 30_000 }).toBe(true);
  const addresses = await kept(page);
  expect(addresses.filter((url) => url.includes(publication))).toEqual([]);
  expect(addresses.filter((url) => url.endsWith(`${next}/cube.bin`))).toHaveLength(1);

  // What was seen under the earlier one was fetched again.
  await setOffline(context, true);
  for (const path of ["/accuracy", "/what-if"]) {
    await openLive(page, proxy.origin + path);
    await expect(page.locator("html")).toHaveAttribute("data-kept", "same");
    await expect(page.locator(".site-foot")).toContainText(next.slice(0, 12));
    await expect(page.locator(".site-foot")).not.toContainText(publication.slice(0, 12));
  }
  await setOffline(context, false);
});

test("a server that is to keep nothing makes browsers forget", async ({ page }) => {
  test.setTimeout(120_000);
  await see(page, `${proxy.origin}/items`);
  const folder = await mkdtemp(join(tmpdir(), "granary-forget-"));
  await writeFile(join(folder, "granary.toml"), "offline = false\n");
  const address = "127.0.0.1:43217";
  const config = ["--config", join(folder, "granary.toml"), "--listen", address];
  const server = spawn(binary, ["serve", "--store", store, "--site", site, ...config], { stdio: "ignore" });
  try {
    await expect.poll(() => fetch(`http://${address}/readyz`).then(({ ok }) => ok, () => false), { timeout: 60_000 }).toBe(true);
    proxy.state.behind = `http://${address}`;
    await openLive(page, `${proxy.origin}/items`);
    await expect(page.locator("html")).not.toHaveAttribute("data-pocket");
    const left = () => page.evaluate(async () => [
      (await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length,
    ]);
    await expect.poll(left, { timeout: 30_000 }).toEqual([0, 0]);
  } finally {
    server.kill();
  }
});
