// The proof page: its numbers are those of the API, it says in words what they come to, and it needs no script.

import { expect, test } from "./support/test.js";

async function answer(request) {
  const response = await request.get("/api/v1/proof");
  expect(response.ok(), await response.text()).toBe(true);
  return response.json();
}

const ruleName = (rule) => (typeof rule === "string" ? rule : `weeks_${rule.weeks}`);

/** Cells of a row have these values, to the bit. */
async function checkRow(row, values) {
  for (const [measure, expected] of Object.entries(values)) {
    const shown = await row.locator(`[data-measure="${measure}"]`).getAttribute("data-value");
    expect(shown === null ? null : Number(shown), measure).toBe(expected);
  }
}

test("each rule has the numbers of the API", async ({ page, request }) => {
  const { proof } = await answer(request);
  expect(proof.is_known, "the sample's history is long enough").toBe(true);
  await page.goto("/proof");
  await expect(page.locator("tr[data-rule]")).toHaveCount(proof.rules.length);
  for (const { rule, kept, stock_value, holding_cost, short_value, orders_per_year } of proof.rules) {
    const { service, fill_rate } = kept;
    const row = page.locator(`tr[data-rule="${ruleName(rule)}"]`);
    await checkRow(row, { service, fill_rate, stock_value, holding_cost, short_value, orders_per_year });
  }
  const [plan] = proof.rules;
  await checkRow(page.locator('tr[data-rule="plan"]'), { promise: plan.promise });
});

test("each group has the numbers of the API, and groups make up the whole", async ({ page, request }) => {
  const { proof } = await answer(request);
  const [plan] = proof.rules;
  await page.goto("/proof");
  for (const grouping of ["class", "demand_class", "category"]) {
    const groups = proof.groups.filter((group) => group.grouping === grouping);
    const sum = (of) => groups.reduce((sum, group) => sum + of(group), 0);
    expect(sum((group) => group.item_locations)).toBe(proof.item_locations);
    expect(Math.abs(sum((group) => group.plan.cycles) / plan.kept.cycles - 1)).toBeLessThan(1e-9);
    const table = page.locator(`[data-grouping="by-${grouping.replace("_", "-")}"]`);
    await expect(table.locator("tbody tr")).toHaveCount(groups.length + 1);
    for (const { group, item_locations, promise, plan, textbook } of groups) {
      await checkRow(table.locator(`tr[data-group="${group}"]`), {
        items: item_locations,
        cycles: plan.cycles,
        promise,
        service: plan.service,
        textbook_service: textbook.service,
        fill_rate: plan.fill_rate,
      });
    }
  }
});

test("the verdict says what was promised and kept, and whether that is less", async ({ page, request }) => {
  const { promise, kept } = (await answer(request)).proof.rules[0];
  await page.goto("/proof");
  const verdict = page.locator(".verdict");
  const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
  await expect(verdict).toContainText(`${percent(promise)} of cycles without a stockout and kept ${percent(kept.service)}`);
  const short = promise - kept.service;
  const isMissed = short > 0.01 && short > 2 * kept.standard_error;
  await expect(verdict).toContainText(isMissed ? "missed its promise by" : "The plan promised");
});

test("stock against service is drawn, and the same is a table", async ({ page, request }) => {
  const { proof } = await answer(request);
  await page.goto("/proof");
  const chart = page.locator('[data-chart="proof-curve"]');
  for (const line of ["line", "before"]) {
    expect((await chart.locator(`path.${line}`).getAttribute("d")).split("L").length).toBeGreaterThan(1);
  }
  await chart.locator("summary").click();
  await expect(chart.locator("tbody tr")).toHaveCount(proof.curve.length);
  await expect(chart.getByRole("cell").first()).toBeVisible();
});

test("what was missed most leads to the item", async ({ page, request }) => {
  const [most] = (await answer(request)).proof.missed;
  await page.goto("/proof");
  const row = page.locator("#missed tbody tr").first();
  await expect(row).toHaveAttribute("data-sku", most.sku);
  await checkRow(row, { short_value: most.short_value });
  await row.getByRole("link").click();
  await expect(page).toHaveURL(/\/item\?sku=/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(most.name);
});
