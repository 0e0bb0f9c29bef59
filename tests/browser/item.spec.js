// The item page: what to order and when, against the API, against another engine, and as a person uses it.

import { isLater } from "./support/bytes.js";
import { addAxe, violations } from "./support/axe.js";
import { query } from "./support/duckdb.js";
import { expect, openLive, test } from "./support/test.js";
import { themes } from "./support/pages.js";

// A best seller, one that is out of stock, one that hardly sells.
const items = [
  { sku: "85123A", location: "UK" },
  { sku: "85123A", location: "EU" },
  { sku: "22423", location: "ROW" },
];

const address = (item, more = {}) => `/item?${new URLSearchParams({ ...item, ...more })}`;
const slider = (page, name) => page.locator(`input[type="range"][data-parameter="${name}"]`);
const number = async (page, id, which = "scenario") =>
  Number(await page.locator(`[data-number="${id}"][data-scenario="${which}"]`).getAttribute("data-value"));

/** Sets a slider as a hand does: value, then its event. */
async function slide(page, name, to) {
  await slider(page, name).evaluate((input, to) => {
    input.value = to;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, String(to));
}

/** Opens what is behind a heading. */
const opened = (page, part) => page.locator(`.${part} > summary`).click();

async function answer(request, item, more = {}) {
  const response = await request.get(address(item, more).replace("/item", "/api/v1/item"));
  expect(response.ok(), await response.text()).toBe(true);
  return response.json();
}

/** The numbers on the page are those of the API, to the bit. */
async function checkPage(page, { scenario, now }) {
  for (const [which, { parts, holding_cost_per_year, advice }] of Object.entries({ scenario, now })) {
    expect(await number(page, "reorder_point", which)).toBe(parts.policy.reorder_point);
    expect(await number(page, "safety_stock", which)).toBe(parts.policy.safety_stock);
    expect(await number(page, "order_quantity", which)).toBe(parts.policy.order_quantity);
    expect(await number(page, "lead_time_demand", which)).toBe(parts.lead_time_demand.mean);
    expect(await number(page, "holding_cost_per_year", which)).toBe(holding_cost_per_year);
    if (which === "scenario") {
      const headline = page.locator(".headline");
      await expect(headline).toHaveAttribute("data-quantity", String(advice.quantity));
      await expect(headline).toHaveAttribute("data-order-by", advice.order_by);
    }
  }
}

for (const item of items) {
  test(`${item.sku} in ${item.location}: stock, lead time and reorder point are those of the tables`, async ({
    page,
    request,
  }) => {
    const found = await answer(request, item);
    const at = `sku = '${item.sku}' and location = '${item.location}'`;
    const [stock] = await query(`
      select on_hand::double as on_hand, on_order::double as on_order from stock
      where ${at} and date = date '${found.as_of}'`);
    expect(found.on_hand).toBe(stock.on_hand);
    expect(found.on_order).toBe(stock.on_order);

    const [{ units }] = await query(`
      select sum(units)::double as units from sales
      where ${at} and date between date '${found.as_of}' - 6 and date '${found.as_of}'`);
    const last = found.rows.findLast((row) => row.units !== null);
    expect([last.to, last.units]).toEqual([found.as_of, units ?? 0]);

    // Lead times: of its own receipts if there are ten, else of all its supplier's.
    const receipts = (where) => `
      select count(*)::int as n, avg(received_on - ordered_on) as mean, stddev_samp(received_on - ordered_on) as sd
      from receipts where received_on <= date '${found.as_of}' and ${where}`;
    const [own] = await query(receipts(at));
    const [supplied] = await query(
      receipts(`supplier = (select supplier from products where sku = '${item.sku}')`),
    );
    const { mean, sd } = own.n >= 10 ? own : supplied;
    expect(found.lead_time_source).toBe(own.n >= 10 ? "own_receipts" : "supplier_receipts");

    // Reorder point by its formula, from that lead time and the forecast of the API.
    const { parts, scenario } = found.now;
    const weeks = found.rows.filter((row) => row.mean !== null).map((row) => row.mean);
    const length = (mean + scenario.review_days) / 7;
    const part = (week) => Math.min(Math.max(length - week, 0), 1);
    const d = weeks.reduce((sum, units, week) => sum + units * part(week), 0) / (7 * length);
    expect(Math.abs(parts.exposed_demand_per_day / d - 1)).toBeLessThan(1e-5);
    const [s, step] = [parts.error_sd_per_day, parts.review_sd_per_day];
    const [x, sx] = [d * scenario.review_days, step * Math.sqrt(scenario.review_days)];
    const undershoot = (sx * sx + x * x) / (2 * x);
    const covered = Math.sqrt(mean * s * s + d * d * sd * sd + parts.undershoot.variance);
    const point = d * mean + undershoot + parts.safety_factor * covered;
    expect(scenario.service_level).toBe(0.95);
    expect(Math.abs(parts.policy.reorder_point / point - 1), `${parts.policy.reorder_point} ${point}`).toBeLessThan(1e-5);

    await page.goto(address(item));
    await checkPage(page, found);
  });
}

test("a moved slider changes recommendation, numbers and charts, as the API has them", async ({ page, request }) => {
  const [item] = items;
  await openLive(page, address(item));
  const before = await page.locator(".headline").innerText();
  const level = page.locator('[data-chart="stock"] path.level-reorder');
  const band = page.locator('[data-chart="demand"] path.band-95');
  const [levelBefore, bandBefore] = [await level.getAttribute("d"), await band.getAttribute("d")];
  await slide(page, "service_level", 0.99);
  await slide(page, "demand_factor", 1.7);
  await expect(page).toHaveURL(/service_level=0\.99&demand_factor=1\.7/);
  const found = await answer(request, item, { service_level: 0.99, demand_factor: 1.7 });
  await expect.poll(() => number(page, "reorder_point")).toBe(found.scenario.parts.policy.reorder_point);
  await checkPage(page, found);
  expect(await page.locator(".headline").innerText()).not.toBe(before);
  expect(await level.getAttribute("d")).not.toBe(levelBefore);
  expect(await band.getAttribute("d")).not.toBe(bandBefore);
  await expect(page.locator(".reasons")).toContainText("Under today’s settings");

  await page.reload();
  await checkPage(page, found);
  await page.getByRole("link", { name: /reset/i }).click();
  await expect(page).not.toHaveURL(/service_level/);
  await expect(page).toHaveURL(/sku=85123A&location=UK/);
  await expect.poll(() => page.locator(".headline").innerText()).toBe(before);
});

test("the first slider answers without fetching anything", async ({ page }) => {
  await openLive(page, address(items[0]));
  // What the first sign of intent fetches may take as long as it likes.
  await page.route("**/data/**", () => {});
  await slide(page, "lead_time_factor", 3);
  await expect.poll(() => number(page, "lead_time_days")).toBeGreaterThan(await number(page, "lead_time_days", "now"));
});

test("a value out of its bounds is not taken", async ({ page }) => {
  await openLive(page, address(items[0]));
  await opened(page, "controls");
  const before = await number(page, "reorder_point");
  const input = page.locator("#service_level");
  await input.fill("7");
  await expect(input).toHaveAttribute("aria-invalid", "true");
  expect(await number(page, "reorder_point")).toBe(before);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the recommendation and its reasons are read, and the form asks another question", async ({ page, request }) => {
    const [item] = items;
    await page.goto(address(item));
    await expect(page.getByRole("heading", { level: 1 })).toContainText("WHITE HANGING HEART");
    await expect(page.locator(".headline strong")).toContainText(/^Order [\d,]+ from SUP-\d+ (today|by .*) for £[\d,]+\.$/);
    await expect(page.locator(".reasons li").first()).toBeVisible();
    await opened(page, "controls");
    await page.locator("#review_days").fill("14");
    await page.getByRole("button", { name: "Compute" }).click();
    await expect(page).toHaveURL(/review_days=14/);
    await checkPage(page, await answer(request, item, { review_days: 14 }));
  });

  test("an item that is not there is looked for elsewhere", async ({ page, problems }) => {
    const response = await page.goto("/item?sku=85123A&location=Mars");
    expect(response.status()).toBe(404);
    // That status is what the browser complains of.
    await expect.poll(() => problems.splice(0).length).toBe(1);
    await expect(page.getByRole("main")).toContainText("but at");
    await page.getByRole("link", { name: "This item at UK" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("WHITE HANGING HEART");
  });
});

test("the same item elsewhere is a link away, and back", async ({ page }) => {
  await page.goto(address(items[0]));
  await page.locator('[data-items="elsewhere"] a').first().click();
  await expect(page).toHaveURL(/sku=85123A&location=EU/);
  await page.goBack();
  await expect(page).toHaveURL(/location=UK/);
});

test("the verdict has its money, and stock to come adds up what is there, what arrives and what is ordered", async ({ page, request }) => {
  for (const item of items) {
    const { unit_cost, on_hand, now: { advice } } = await answer(request, item);
    await page.goto(address(item));
    const cost = await page.locator(".headline").getAttribute("data-cost");
    expect(cost).toBe(advice.cost === null ? null : String(advice.cost));
    if (advice.quantity !== null) expect(Math.abs(advice.cost - advice.quantity * unit_cost)).toBeLessThan(0.01);
    const [{ arriving }] = await query(`
      select coalesce(on_order, 0)::double as arriving from stock
      where sku = '${item.sku}' and location = '${item.location}' and date = date '2011-12-09'`);
    expect(advice.arriving.reduce((sum, units) => sum + units, 0)).toBeLessThanOrEqual(arriving + 0.01);
    advice.on_hand.forEach((units, week) => expect(units).toBeLessThanOrEqual(Math.max(on_hand, 0) + arriving + 0.01, `week ${week}`));
    if (advice.quantity !== null) {
      const [without, with_order] = [advice.on_hand.at(-1), advice.on_hand_with_order.at(-1)];
      expect(with_order - without).toBeLessThanOrEqual(advice.quantity + 0.01);
    }
  }
});

test("an item is shown over all its locations, with links to each", async ({ page, request }) => {
  await page.goto(address(items[0]));
  await page.getByRole("link", { name: "All locations together" }).click();
  await expect(page).toHaveURL(/\/item\?sku=85123A$/);
  const { items: listed } = await (await request.get("/api/v1/items?q=85123A")).json();
  const own = listed.filter(({ sku }) => sku === "85123A");
  const links = page.locator('[data-items="whole"] tbody a');
  await expect(links).toHaveCount(own.length);
  const [{ units }] = await query(`
    select sum(units)::double as units from sales
    where sku = '85123A' and date between date '2011-12-09' - 6 and date '2011-12-09'`);
  const shown = await cells(page, "demand");
  expect(shown.findLast(([demanded]) => demanded !== null)[0]).toBe(Math.round(units));
  await links.first().click();
  await expect(page).toHaveURL(/sku=85123A&location=/);
  const response = await request.get("/item?sku=nothing-of-that-name");
  expect(response.status()).toBe(404);
});

test("a list is walked by links and by keys, and led back to", async ({ page, request }) => {
  const search = "?class=A&sort=-stock_value";
  const { items: listed } = await (await request.get(`/api/v1/items${search}`)).json();
  await page.goto(`/items${search}`);
  await page.locator('table[data-items="all"] a.item-name').nth(1).click();
  const at = (place) => {
    const { sku, location } = listed[place];
    return expect(page).toHaveURL(new RegExp(`\\?${new URLSearchParams({ sku, location })}&list=`.replaceAll("+", "\\+")));
  };
  await at(1);
  await expect(page.locator(".walk")).toContainText("2 of ");
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await at(2);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.keyboard.press("k");
  await at(1);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.keyboard.press("j");
  await at(2);
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(page).toHaveURL(new RegExp(`/items\\${search}$`));
});

test("an item without demand says so in one line", async ({ page, request }) => {
  const { items: listed } = await (await request.get("/api/v1/items?status=no_demand&sort=-stock_value&page_size=1")).json();
  await page.goto(address(listed[0]));
  await expect(page.locator(".headline strong")).toContainText(/^Order /);
  await expect(page.locator(".headline")).toContainText(/on hand, £[\d,]+ at cost/);
  await expect(page.locator("[data-number]")).toHaveCount(0);
  await expect(page.locator(".controls, .reasons")).toHaveCount(0);
});

test("the keyboard moves the charts' cursors, which say what the tables say", async ({ page }) => {
  await openLive(page, address(items[0]));
  for (const id of ["demand", "stock"]) {
    const chart = page.locator(`[data-chart="${id}"]`);
    await chart.locator("svg").focus();
    await page.keyboard.press("Home");
    const first = chart.locator("tbody tr").first();
    const said = chart.locator(".readout");
    await expect(said).toContainText((await first.locator("th").textContent()) ?? "");
    await expect(said).toContainText((await first.locator("td").first().textContent()) ?? "");
    await page.keyboard.press("End");
    await expect(said).toContainText((await chart.locator("tbody th").last().textContent()) ?? "");
  }
});

/** The table of a chart, as numbers. */
const cells = (page, chart) =>
  page.locator(`[data-chart="${chart}"] tbody tr`).evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("td")].map(({ textContent: text }) =>
        text.trim() ? Number(text.replace("−", "-").replace(/[^\d.-]/g, "")) : null,
      ),
    ),
  );

test("the same weeks of last year lie under the forecast", async ({ page }) => {
  await page.goto(address(items[0], { history: "all" }));
  const chart = page.locator('[data-chart="demand"]');
  await expect(chart.locator("path.year-before")).toHaveAttribute("d", /M/);
  await expect(chart.locator("thead th").last()).toHaveText("Same time last year");
  const rows = await cells(page, "demand");
  const past = rows.filter(([demanded]) => demanded !== null).length;
  rows.forEach(([, , , , before], i) => expect(before, `period ${i}`).toBe(i < past ? null : rows[i - 52][0]));
  const weeks = rows.slice(past).reduce((sum, row) => sum + row[4], 0);
  const said = Math.round(weeks).toLocaleString("en-GB");
  await expect(chart.locator(".finding")).toContainText(`In the same 13 weeks last year ${said} units`);
});

test("demand comes apart into level, season and rest, and the forecast into level and season", async ({ page }) => {
  await page.goto(address(items[0], { history: "all" }));
  const [demand, parts] = [await cells(page, "demand"), await cells(page, "components")];
  expect(parts.length).toBe(demand.length);
  const past = demand.filter(([demanded]) => demanded !== null).length;
  parts.forEach(([demanded, level, season, rest], i) => {
    expect(demanded).toBe(demand[i][0]);
    const whole = i < past ? demanded : demand[i][1];
    expect(Math.abs(level + season + (rest ?? 0) - whole), `period ${i}`).toBeLessThan(0.7);
    expect(rest === null).toBe(i >= past);
  });
  // The level is the mean of thirteen periods, less what the season adds to them.
  const middle = parts.slice(20, 33);
  const mean = middle.reduce((sum, [demanded, , season]) => sum + demanded - season, 0) / 13;
  expect(Math.abs(mean - middle[6][1])).toBeLessThan(0.15);
});

test("another method is tried in a worker, with the answer of the server", async ({ page, context }) => {
  const [item] = items;
  await openLive(page, address(item));
  await page.getByRole("heading", { level: 1 }).hover();
  await expect(page.locator('[data-live="true"]')).toBeVisible();
  const finding = page.locator(".trial-of .finding");
  await expect(finding).toHaveCount(0);
  await opened(page, "method");
  const asked = [];
  page.on("request", (request) => isLater(request.url()) || asked.push(new URL(request.url()).pathname));
  for (const method of ["dynamic_optimised_theta", "auto_ets"]) {
    await page.getByLabel("Try another method").selectOption(method);
    await page.getByRole("button", { name: "Try", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`method=${method}`));
    await expect(finding).toHaveAttribute("data-method", method);
  }
  // Without loading a page: the module, once.
  expect(asked.filter((path) => path.endsWith("/item"))).toEqual([]);
  expect(asked.filter((path) => /trial.*\.wasm$/.test(path)).length).toBe(1);
  await expect(page.locator('[data-chart="demand"] path.tried')).toHaveAttribute("d", /M/);
  const [units, text] = [await finding.getAttribute("data-units"), await finding.innerText()];
  expect(text).toMatch(/off by \d+.% of demand, the published forecast by \d+.%/);

  // The server's own answer, to the last bit.
  const served = await context.newPage();
  await served.goto(page.url());
  await expect(served.locator(".trial-of .finding")).toHaveAttribute("data-units", units);
  expect(await served.locator(".trial-of .finding").innerText()).toBe(text);
});

test("a worker that fails is said, and the page goes on", async ({ page, problems }) => {
  await page.route("**/trial.*.wasm", (route) => route.abort());
  await openLive(page, address(items[0]));
  await page.getByRole("heading", { level: 1 }).hover();
  await expect(page.locator('[data-live="true"]')).toBeVisible();
  await opened(page, "method");
  await page.getByLabel("Try another method").selectOption("theta");
  await page.getByRole("button", { name: "Try", exact: true }).click();
  await expect(page.getByText("could not be tried in this browser")).toBeVisible();
  await slide(page, "service_level", 0.99);
  await expect(page).toHaveURL(/service_level=0\.99/);
  await expect.poll(() => problems.splice(0).length).toBeGreaterThan(0);
});

test("all of the history is a link away", async ({ page }) => {
  await page.goto(address(items[0]));
  const rows = page.locator('[data-chart="demand"] tbody tr');
  const drawn = await rows.count();
  await page.getByRole("link", { name: "Show all history" }).click();
  await expect(page).toHaveURL(/history=all/);
  expect(await rows.count()).toBeGreaterThan(drawn);
});

for (const colorScheme of themes) {
  test(`one that is out of stock, ${colorScheme}: axe finds nothing`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    await openLive(page, address(items[1], { service_level: 0.99 }));
    for (const details of await page.locator("details").all()) {
      await details.evaluate((element) => (element.open = true));
    }
    expect(await violations(page)).toEqual([]);
  });
}

test("promise and achievement stand side by side", async ({ page, request }) => {
  for (const item of items) {
    const { promised, achieved } = (await answer(request, item)).verification;
    await page.goto(address(item));
    for (const [id, simulated] of Object.entries({ promised, achieved })) {
      const row = page.locator(`tr[data-verified="${id}"]`);
      const service = row.locator("td[data-value]");
      expect(Number(await service.getAttribute("data-value"))).toBe(simulated.cycle_service);
      await expect(service).toHaveText(`${(100 * simulated.cycle_service).toFixed(1)}\u00a0%`);
    }
    const apart = Math.abs(achieved.cycle_service - promised.cycle_service) > 0.02;
    await expect(page.locator(".verdict")).toHaveAttribute("data-apart", String(apart));
  }
});
