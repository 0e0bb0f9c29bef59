// The overview as one works with it: filters, cross-filtering, zoom, explanations.

import { isLater } from "./support/bytes.js";
import { expect, openLive, test } from "./support/test.js";

const value = (page, id) => page.locator(`article[data-kpi="${id}"] [data-value]`).first().getAttribute("data-value");

test("choosing a bar narrows everything and stands in the address", async ({ page, request }) => {
  await openLive(page, "/");
  const before = await value(page, "revenue");
  await page.locator('[data-dimension="category"]').getByRole("link", { name: /Garden/ }).click();
  await expect(page).toHaveURL(/category=Garden/);
  await expect.poll(() => value(page, "revenue")).not.toBe(before);
  const { kpis } = await (await request.get("/api/v1/kpis?category=Garden")).json();
  // Computed in the browser, to the bit what the server computes.
  for (const { id, current } of kpis) expect(Number(await value(page, id)), id).toBe(current.value);

  await page.locator('[data-dimension="category"]').getByRole("link", { name: /Garden/ }).click();
  await expect(page).not.toHaveURL(/category=/);
  await expect.poll(() => value(page, "revenue")).toBe(before);
});

test("no request is made while filtering once the data is there", async ({ page }) => {
  await openLive(page, "/");
  // The first sign of intent fetches cube and plan.
  await page.locator('[data-dimension="location"]').getByRole("link").first().hover();
  await expect(page.locator('[data-live="true"]')).toBeVisible();
  const requests = [];
  page.on("request", (request) => isLater(request.url()) || requests.push(request.url()));
  await page.locator('[data-dimension="class"]').getByRole("link").first().click();
  await expect(page).toHaveURL(/class=/);
  await page.locator('[data-dimension="location"]').getByRole("link").first().click();
  await expect(page).toHaveURL(/location=/);
  expect(requests).toEqual([]);
});

test("a bar answers to the keyboard", async ({ page }) => {
  await openLive(page, "/");
  await page.locator('[data-dimension="class"]').getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/class=A/);
});

test("dragging across a chart zooms to those dates", async ({ page }) => {
  await openLive(page, "/");
  const chart = page.locator("[data-brush]").first();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=2011-\d\d-\d\d&to=2011-\d\d-\d\d/);
  const { searchParams } = new URL(page.url());
  const days = (Date.parse(searchParams.get("to")) - Date.parse(searchParams.get("from"))) / 86_400_000 + 1;
  // Whole periods, about a fifth of the year.
  expect(days % 7).toBe(0);
  expect(days).toBeGreaterThan(50);
  expect(days).toBeLessThan(110);
});

test("each figure says how it is computed, and leads to the SQL of the window", async ({ page }) => {
  await page.goto("/?category=Garden");
  const tile = page.locator('article[data-kpi="turnover"]');
  await tile.getByText("How is this computed?").click();
  await tile.getByRole("link", { name: "Open in SQL" }).click();
  const text = await page.locator("[name=sql]").inputValue();
  for (const part of ["item_day", "cast($from as date)", "category in ($category1)"]) expect(text).toContain(part);
  expect(text).not.toMatch(/\{(from|to|filter|holding_rate)\}/);
  const values = await page.locator("form input").evaluateAll((fields) => fields.map((field) => field.value));
  for (const value of ["2010-12-11", "2011-12-09", "Garden"]) expect(values).toContain(value);
});

test("what is simulated is said, and the sources are credited", async ({ page }) => {
  await page.goto("/");
  await page.getByText("Partly simulated").click();
  await expect(page.getByText(/simulated, not recorded: stock on hand and on order/)).toBeVisible();
  await expect(page.getByRole("contentinfo")).toContainText("CC BY 4.0");
});

test("the item that loses most to stockouts comes first", async ({ page }) => {
  await page.goto("/");
  const rows = page.locator("[data-items]").first().locator("tbody tr");
  await expect(rows).toHaveCount(10);
  const money = (await rows.locator("td").allInnerTexts()).filter((text) => text.startsWith("£"));
  const values = money.map((text) => Number(text.replace(/[£,]/g, "")));
  expect(values.length).toBeGreaterThanOrEqual(10);
  expect(values).toEqual([...values].sort((a, b) => b - a));
});

test("names from the data are text, never markup", async ({ page }) => {
  const answer = await page.goto("/?category=%3Cscript%3Ealert(1)%3C/script%3E");
  expect(await answer.text()).not.toContain("<script>alert(1)");
});
