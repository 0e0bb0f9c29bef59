// The what-if page: every item-location, each frame, in the browser; the same bits as the server's.

import { expect, openLive, test } from "./support/test.js";

const cell = (page, total, scenario) =>
  page.locator(`[data-total="${total}"][data-scenario="${scenario}"]`).first();
const value = async (page, total, scenario) => Number(await cell(page, total, scenario).getAttribute("data-value"));
const slider = (page, name) => page.locator(`input[type="range"][data-parameter="${name}"]`);

/** Sets a slider as a hand does: value, then its event. */
async function slide(page, name, to) {
  await slider(page, name).focus();
  await slider(page, name).evaluate((input, to) => {
    input.value = to;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, String(to));
}

async function totals(request, search) {
  const answer = await request.get(`/api/v1/what-if${search}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

async function checkScenario(page, { totals, fill_rate, cycle_service, turnover_per_year, cost_per_year }, which) {
  const expected = { ...totals, fill_rate, cycle_service, turnover_per_year, cost_per_year };
  const shown = await page.locator(`[data-total][data-scenario="${which}"][data-value]`).all();
  expect(shown.length).toBeGreaterThanOrEqual(7);
  for (const element of shown) {
    const id = await element.getAttribute("data-total");
    expect(Number(await element.getAttribute("data-value")), id).toBe(expected[id]);
  }
}

test("a moved slider gives the server's numbers to the bit", async ({ page, request }) => {
  await openLive(page, "/what-if");
  const before = await value(page, "stock_value", "now");
  await slide(page, "service_level", 0.98);
  await expect(page).toHaveURL(/service_level=0\.98/);
  await expect.poll(() => value(page, "stock_value", "scenario")).toBeGreaterThan(before);
  const answer = await totals(request, "?service_level=0.98");
  await checkScenario(page, answer.scenario, "scenario");
  await checkScenario(page, answer.now, "now");
});

test("so do all seven together, for a part of the catalogue", async ({ page, request }) => {
  await openLive(page, "/what-if?location=EU&class=A");
  const scenario = {
    service_level: 0.975, lead_time_factor: 1.35, lead_time_sd_factor: 0.6, demand_factor: 1.15,
    order_cost: 12.5, holding_rate: 0.2, review_days: 3,
  };
  for (const [name, to] of Object.entries(scenario)) await slide(page, name, to);
  await expect(page).toHaveURL(/review_days=3/);
  const answer = await totals(request, `?location=EU&class=A&${new URLSearchParams(scenario)}`);
  await expect.poll(() => value(page, "stock_value", "scenario")).toBe(answer.scenario.totals.stock_value);
  await checkScenario(page, answer.scenario, "scenario");
});

test("a shared link shows the same, with and without scripts", async ({ page, browser, request }) => {
  const path = "/what-if?service_level=0.98&demand_factor=1.1";
  const answer = await totals(request, path.slice("/what-if".length));
  await openLive(page, path);
  await checkScenario(page, answer.scenario, "scenario");
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(new URL(path, page.url()).href);
  await checkScenario(plain, answer.scenario, "scenario");
  await context.close();
});

test("two scenarios stand side by side", async ({ page, request }) => {
  const search = "?service_level=0.99&b.lead_time_factor=1.5";
  await page.goto(`/what-if${search}`);
  const answer = await totals(request, search);
  await checkScenario(page, answer.scenario, "scenario");
  await checkScenario(page, answer.compared, "compared");
});

test("switches say what the level promises and how it is kept", async ({ page, request }) => {
  await openLive(page, "/what-if?service_level=0.97");
  await page.getByRole("radio", { name: /of units/i }).check();
  await expect(page).toHaveURL(/service_type=fill/);
  await checkScenario(page, (await totals(request, "?service_level=0.97&service_type=fill")).scenario, "scenario");
  await page.getByRole("radio", { name: /textbook/i }).check();
  await expect(page).toHaveURL(/formula=textbook/);
  await slide(page, "demand_factor", 1.2);
  await expect(page).toHaveURL(/demand_factor=1\.2/);
  const search = "?service_level=0.97&service_type=fill&formula=textbook&demand_factor=1.2";
  const answer = await totals(request, search);
  await expect.poll(() => value(page, "stock_value", "scenario")).toBe(answer.scenario.totals.stock_value);
  await checkScenario(page, answer.scenario, "scenario");
});

test("the textbook keeps less than it promises, and the page says how much", async ({ page }) => {
  await page.goto("/what-if?formula=textbook");
  expect(await value(page, "cycle_service", "scenario")).toBeLessThan(await value(page, "cycle_service", "now"));
  // A few items keep more: nobody holds less than what is expected.
  expect(await value(page, "cycle_service", "now")).toBeCloseTo(0.95, 4);
});

test("curve, categories, sensitivity and budget follow a slider to the server's bits", async ({ page, request }) => {
  await openLive(page, "/what-if?location=EU");
  await slide(page, "lead_time_factor", 1.5);
  await expect(page).toHaveURL(/lead_time_factor=1\.5/);
  const answer = await totals(request, "?location=EU&lead_time_factor=1.5");
  const budget = (name) => page.locator(`[data-budget="${name}"]`).getAttribute("data-value").then(Number);
  await expect.poll(() => budget("spread-stock_value")).toBe(answer.budget.spread.totals.stock_value);
  expect(await budget("uniform-fill_rate")).toBe(answer.budget.uniform.fill_rate);
  expect(await budget("spread-fill_rate")).toBe(answer.budget.spread.fill_rate);
  expect(answer.budget.spread.fill_rate).toBeGreaterThan(answer.budget.uniform.fill_rate);

  const swings = page.locator("tr[data-parameter-name]");
  expect(await swings.count()).toBe(answer.sensitivity.length);
  const widest = answer.sensitivity[0];
  await expect(swings.first()).toHaveAttribute("data-parameter-name", widest.parameter);
  const costs = await swings.first().locator("td[data-value]").evaluateAll((cells) => cells.map((c) => c.dataset.value));
  expect(costs.map(Number)).toEqual([widest.cost_per_year_low, widest.cost_per_year_high]);

  const rows = page.locator("tr[data-category]");
  expect(await rows.count()).toBe(answer.categories.length);
  const stock = await rows.evaluateAll((all) => all.map((row) => row.querySelector("td[data-value]").dataset.value));
  expect(stock.map(Number)).toEqual(answer.categories.map((row) => row.scenario.stock_value));
});

test("a stock budget is spread, with and without scripts; too little is said", async ({ page, browser, request }) => {
  await openLive(page, "/what-if");
  await page.getByLabel(/money in average stock/i).fill("60000");
  await page.getByRole("button", { name: "Spread it" }).click();
  await expect(page).toHaveURL(/stock_budget=60000/);
  const answer = await totals(request, "?stock_budget=60000");
  const cell = '[data-budget="spread-stock_value"]';
  await expect.poll(() => page.locator(cell).getAttribute("data-value").then(Number)).toBe(answer.budget.spread.totals.stock_value);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(new URL("/what-if?stock_budget=60000", page.url()).href);
  expect(Number(await plain.locator(cell).getAttribute("data-value"))).toBe(answer.budget.spread.totals.stock_value);
  await plain.goto(new URL("/what-if?stock_budget=1", page.url()).href);
  await expect(plain.locator(".budget .finding")).toContainText("is too little: the order quantities alone");
  await context.close();
});

test("the keyboard moves a slider, reset takes it back", async ({ page }) => {
  await openLive(page, "/what-if");
  await slider(page, "service_level").focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/service_level=0\.951/);
  await page.getByRole("link", { name: /reset/i }).click();
  await expect(page).not.toHaveURL(/service_level/);
  await expect.poll(async () => (await value(page, "stock_value", "scenario")) - (await value(page, "stock_value", "now"))).toBe(0);
});

test("the items that move most are listed with before and after", async ({ page, request }) => {
  await page.goto("/what-if?service_level=0.99");
  const { movers } = await totals(request, "?service_level=0.99");
  const first = page.getByRole("row").filter({ hasText: movers[0].sku }).first();
  await expect(first).toContainText(movers[0].name);
});

test("a value out of its bounds is refused with the bounds", async ({ page, request }) => {
  const answer = await request.get("/api/v1/what-if?service_level=2");
  expect(answer.status()).toBe(400);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect((await answer.json()).detail).toMatch(/0\.5 and 0\.999/);
  const refused = await page.request.get("/what-if?service_level=2", { headers: { accept: "text/html" } });
  expect(refused.status()).toBe(400);
  expect(await refused.text()).toContain("service_level");
});
