// The browser's back and forward undo and redo what somebody chose: filters, sorting, sliders, searches.

import { expect, openLive, test } from "./support/test.js";

const search = (page) => new URL(page.url()).search;
const ready = (page) => expect(page.locator(".live[data-live=true]")).toHaveCount(1);

/** Opens a page and waits for its files: only then are links followed within it. */
async function open(page, path) {
  await openLive(page, path);
  await page.mouse.move(5, 5);
  await page.mouse.move(9, 9);
  await ready(page);
}

test("filters and sorting are undone and redone without loading the page", async ({ page }) => {
  await open(page, "/items");
  await page.evaluate(() => (globalThis.isSame = true));
  const first = () => page.locator('table[data-items="all"] tbody tr').first().getAttribute("data-sku");
  const seen = [await first()];
  await page.getByRole("link", { name: "Stock value" }).click();
  await expect(page).toHaveURL(/sort=-stock_value/);
  seen.push(await first());
  await page.locator(".statuses").getByRole("link", { name: /Excess/ }).click();
  await expect(page).toHaveURL(/status=excess/);
  seen.push(await first());
  expect(new Set(seen).size).toBeGreaterThan(1);

  await page.goBack();
  await expect(page).not.toHaveURL(/status/);
  await expect.poll(first).toBe(seen[1]);
  await page.goBack();
  await expect.poll(() => search(page)).toBe("");
  await expect.poll(first).toBe(seen[0]);
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(/status=excess/);
  await expect.poll(first).toBe(seen[2]);
  await expect(page.locator(".statuses a[aria-current]")).toContainText("Excess");
  expect(await page.evaluate(() => globalThis.isSame)).toBe(true);
});

test("what is typed until the field is left is one step", async ({ page }) => {
  await open(page, "/items");
  const before = await page.evaluate(() => history.length);
  const field = page.locator(".list-form input[name=q]");
  await field.pressSequentially("lan", { delay: 200 });
  await expect(page).toHaveURL(/q=lan$/);
  await field.pressSequentially("tern", { delay: 200 });
  await expect(page).toHaveURL(/q=lantern$/);
  expect(await page.evaluate(() => history.length)).toBe(before + 1);
  await page.goBack();
  await expect.poll(() => search(page)).toBe("");
  // It still has the focus, and yet shows what the list shows.
  await expect(field).toHaveValue("");
  await page.goForward();
  await expect(field).toHaveValue("lantern");
});

test("a slider goes back with its numbers, a drag at a time", async ({ page, request }) => {
  await open(page, "/what-if");
  const slider = page.locator('input[type="range"][data-parameter="service_level"]');
  const total = page.locator('[data-total="stock_value"][data-scenario="scenario"]').first();
  const drag = async (...values) => {
    await slider.focus();
    for (const value of values) {
      await slider.evaluate((input, value) => {
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }, value);
      await expect(page).toHaveURL(new RegExp(`service_level=${value}`));
    }
    await slider.dispatchEvent("change");
  };
  const before = await page.evaluate(() => history.length);
  await drag("0.96", "0.97", "0.98");
  await drag("0.99");
  expect(await page.evaluate(() => history.length)).toBe(before + 2);
  await page.goBack();
  await expect(page).toHaveURL(/service_level=0\.98/);
  await expect(slider).toHaveValue("0.98");
  const { scenario, now } = await (await request.get("/api/v1/what-if?service_level=0.98")).json();
  const shown = async () => Number(await total.getAttribute("data-value"));
  await expect.poll(shown).toBe(scenario.totals.stock_value);
  await page.goBack();
  await expect.poll(() => search(page)).toBe("");
  await expect(slider).toHaveValue("0.95");
  await expect.poll(shown).toBe(now.totals.stock_value);
  await page.goForward();
  await expect.poll(shown).toBe(scenario.totals.stock_value);
});

test("a page that is loaded anew goes back to what it was before", async ({ page }) => {
  await open(page, "/what-if");
  await page.getByLabel(/money in average stock/i).fill("60000");
  await page.getByRole("button", { name: "Spread it" }).click();
  await expect(page).toHaveURL(/stock_budget=60000/);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.goBack();
  await expect.poll(() => search(page)).toBe("");
  await expect(page.getByLabel(/money in average stock/i)).toHaveValue("");
});

test("an item's sliders and the overview's filters go back, too", async ({ page }) => {
  await open(page, "/item?sku=85123A&location=UK");
  await page.locator(".controls > summary").click();
  const slider = page.locator('input[type="range"][data-parameter="service_level"]');
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/service_level=0\.951/);
  await page.goBack();
  await expect(page).not.toHaveURL(/service_level/);
  await expect(slider).toHaveValue("0.95");

  await open(page, "/");
  const revenue = page.locator('article[data-kpi="revenue"] [data-value]').first();
  const whole = await revenue.getAttribute("data-value");
  await page.locator('[data-dimension="category"]').getByRole("link", { name: /Garden/ }).click();
  await expect(page).toHaveURL(/category=Garden/);
  await expect(revenue).not.toHaveAttribute("data-value", whole);
  await page.goBack();
  await expect(revenue).toHaveAttribute("data-value", whole);
  await expect(page.getByRole("link", { name: "Items", exact: true })).toHaveAttribute("href", "/items");
});
