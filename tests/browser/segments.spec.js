// The segments page: its counts add up, each cell leads to the items it counts, filters work without a script.

import { expect, test } from "./support/test.js";

const counts = async (cells) =>
  Promise.all((await cells.all()).map(async (cell) => Number(await cell.getAttribute("data-count"))));
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

test("each pair of classes leads to the items that it counts", async ({ page, request }) => {
  await page.goto("/segments");
  const all = (await (await request.get("/api/v1/items?page_size=1")).json()).total.item_locations;
  expect(sum(await counts(page.locator("[data-cell]")))).toBe(all);
  for (const name of ["AX", "AZ", "CY"]) {
    const cell = page.locator(`[data-cell="${name}"]`);
    const count = Number(await cell.getAttribute("data-count"));
    expect(count, name).toBeGreaterThan(0);
    const href = await cell.getByRole("link").getAttribute("href");
    expect(href).toBe(`/items?class=${name[0]}&variability=${name[1]}`);
    const answer = await (await request.get(href.replace("/items", "/api/v1/items"))).json();
    expect(answer.total.item_locations, name).toBe(count);
    for (const item of answer.items) expect([item.class, item.variability]).toEqual([...name]);
  }
  await page.locator('[data-cell="AX"]').getByRole("link").click();
  await expect(page).toHaveURL(/\/items\?class=A&variability=X$/);
  await expect(page.getByRole("link", { name: /Remove XYZ: steady/ })).toBeVisible();
  const sku = await page.locator("tbody tr").first().getAttribute("data-sku");
  const found = await (await request.get(`/api/v1/items?class=A&variability=X&q=${sku}`)).json();
  expect(found.items.map((item) => item.sku)).toContain(sku);
});

test("what is in stock in a pair of classes is what its items hold", async ({ page, request }) => {
  await page.goto("/segments?location=EU");
  const cell = page.locator('[data-cell="AZ"]');
  const href = await cell.getByRole("link").getAttribute("href");
  expect(href).toBe("/items?location=EU&class=A&variability=Z");
  const { total } = await (await request.get(href.replace("/items", "/api/v1/items"))).json();
  expect(total.item_locations).toBe(Number(await cell.getAttribute("data-count")));
});

test("the filter works as a form and as links, without a script", async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto("/segments");
  const all = sum(await counts(page.locator("[data-cell]")));
  await page.locator("details.menu").first().locator("summary").click();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/\/segments\?category=/);
  const some = sum(await counts(page.locator("[data-cell]")));
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await page.getByRole("link", { name: "Reset filters" }).click();
  expect(sum(await counts(page.locator("[data-cell]")))).toBe(all);
});

test("segments are described, most valuable first, with how well they divide", async ({ page }) => {
  await page.goto("/segments");
  const segments = page.locator("tr[data-segment]");
  expect(await segments.count()).toBeGreaterThanOrEqual(2);
  for (const segment of await segments.all()) {
    await expect(segment.locator("td.text")).toHaveText(/[a-z]{4}/);
    expect(Number(await segment.getAttribute("data-count"))).toBeGreaterThan(0);
  }
  const alike = page.locator("section[aria-labelledby=alike-title]");
  await expect(alike).toContainText(/Mean silhouette 0\.\d\d/);
  await alike.locator("summary", { hasText: "Other numbers of segments" }).click();
  await expect(alike.getByRole("row").filter({ hasText: "chosen" })).toBeVisible();
});
