// The accuracy page: its numbers are those of the API, its filter narrows all of them, and it needs no script.

import { expect, test } from "./support/test.js";

const address = (path, query) => `${path}?${new URLSearchParams(query)}`;

async function answer(request, query = {}) {
  const response = await request.get(address("/api/v1/accuracy", query));
  expect(response.ok(), await response.text()).toBe(true);
  return response.json();
}

/** Every group on the page is one of the API's, to the bit. */
async function checkPage(page, { total, groups }) {
  for (const grouping of ["category", "demand_class", "method"]) {
    const table = page.locator(`[data-grouping="by-${grouping.replace("_", "-")}"]`);
    const tested = groups.filter((row) => row.grouping === grouping && row.item_locations > 0);
    await expect(table.locator("tbody tr")).toHaveCount(tested.length + 1);
    for (const row of [...tested, total]) {
      const line = table.locator(`tr[data-group="${row.group}"]`);
      for (const measure of ["rmsse", "naive_rmsse", "value_added", "wape", "bias", "better", "better_by_value"]) {
        const shown = await line.locator(`[data-measure="${measure}"]`).getAttribute("data-value");
        expect(shown === null ? null : Number(shown), `${measure} of ${row.group}`).toBe(row[measure]);
      }
    }
  }
}

test("each group has the numbers of the API, and groups make up the whole", async ({ page, request }) => {
  const found = await answer(request);
  expect(found.total.item_locations).toBeGreaterThan(1000);
  expect(found.total.value_added, "forecasting is worth its while").toBeGreaterThan(0.1);
  await page.goto("/accuracy");
  await checkPage(page, found);
  for (const grouping of ["category", "demand_class", "method"]) {
    const rows = found.groups.filter((row) => row.grouping === grouping);
    const sum = (name) => rows.reduce((sum, row) => sum + row[name], 0);
    expect(sum("item_locations")).toBe(found.total.item_locations);
    expect(sum("untested")).toBe(found.total.untested);
    expect(Math.abs(sum("demand") / found.total.demand - 1)).toBeLessThan(1e-9);
    const squares = rows.reduce((sum, row) => sum + (row.rmsse ?? 0) ** 2 * row.periods, 0);
    expect(Math.abs(Math.sqrt(squares / found.total.periods) / found.total.rmsse - 1)).toBeLessThan(1e-9);
  }
  const counted = found.ratios.reduce((sum, { item_locations }) => sum + item_locations, 0);
  expect(counted).toBe(found.total.item_locations);
});

test("the filter narrows everything, by its form and in the address", async ({ page, request }) => {
  await page.goto("/accuracy");
  await page.getByText(/^ABC class: All/).or(page.locator("summary", { hasText: "ABC class" })).first().click();
  await page.getByLabel("A", { exact: true }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/class=A/);
  await checkPage(page, await answer(request, { class: "A" }));
  const link = page.getByRole("navigation").getByRole("link", { name: "Items" });
  await expect(link).toHaveAttribute("href", "/items?class=A");
});
