// The table of the page /sql: all rows, in any order, with a script and without.

import { addAxe, violations } from "./support/axe.js";
import { themes } from "./support/pages.js";
import { address, shownRows } from "./support/sql.js";
import { expect, test } from "./support/test.js";

// To the server all tests are one client, who may ask one or two queries at a time.
test.describe.configure({ mode: "default" });

const MANY = "select value as n, 'row ' || value as name, value / 4.0 as quarter from generate_series(1, 100000) order by n";

/** A column of each kind, with values that are long, small, large and missing. */
const KINDS = `select value as whole, cast(value as decimal(12, 4)) / 8 as exact, cast(value as decimal(20, 9)) / 1000000000 as tiny, cast(value as double) / 7 as part,
  power(10.0, value % 50 - 25) * 1.2345678 as size, case when value % 3 > 0 then 'é ' || value end as word,
  date '2020-02-27' + value as day, to_timestamp(value * 43200) as moment, value % 2 = 0 as even,
  9000000000000000 + value as long
from generate_series(1, 1200) as a (value) order by whole`;

test("a hundred thousand rows scroll without a stutter", async ({ page }) => {
  await page.goto(address(MANY));
  const rows = await shownRows(page, 100_000);
  await expect(page.locator("#sql-result table")).toHaveAttribute("aria-rowcount", "100001");
  await expect(page.locator("[data-summary]")).toContainText("100,000 rows");
  await expect(page.locator("#sql-cut")).toHaveCount(0);
  const took = await page.locator("#sql-result .sql-rows .scroll").evaluate((scroller) => {
    const jumps = Array.from({ length: 60 }, (_, step) => (scroller.scrollHeight * ((step * 37) % 60)) / 60);
    const times = jumps.map((place) => {
      const begun = performance.now();
      scroller.scrollTop = place;
      scroller.dispatchEvent(new Event("scroll"));
      // Layout belongs to what a frame must hold.
      scroller.getBoundingClientRect();
      return performance.now() - begun;
    });
    // Of the quarter in which nothing else had the processor the slowest.
    return times.sort((a, b) => a - b)[times.length / 4];
  });
  expect(took, "ms for a jump to any place, layout included: less than a frame").toBeLessThan(16);
  expect(await rows.count()).toBeLessThan(200);
  // Home and End reach both ends with the keyboard alone.
  await page.locator("#sql-result .sql-rows .scroll").focus();
  await page.keyboard.press("End");
  await expect(rows.last().locator("td").first()).toHaveText("100000");
  await expect(rows.last()).toHaveAttribute("aria-rowindex", "100001");
  await page.keyboard.press("Home");
  await expect(rows.first().locator("td").first()).toHaveText("1");
});

test("an answer with more rows than anybody gets says where it is cut", async ({ page }) => {
  await page.goto(address("select value from generate_series(1, 100001)"));
  await shownRows(page, 100_000);
  await expect(page.locator("#sql-cut")).toContainText("Cut at 100,000 rows");
});

test("the script writes the rows that it fetches as the server does", async ({ page, request }) => {
  const html = await (await request.get(address(KINDS))).text();
  await page.goto(address(KINDS));
  const rows = await shownRows(page, 1_200);
  const count = await rows.count();
  expect(count).toBeGreaterThan(30);
  const cells = (list) => list.map((row) => [...row.cells].map((cell) => [cell.className, cell.textContent]));
  const drawn = await rows.evaluateAll(cells);
  const served = await page.evaluate((html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const rows = [...page.querySelectorAll("#sql-result tbody tr")];
    return rows.map((row) => [...row.cells].map((cell) => [cell.className, cell.textContent]));
  }, html);
  expect(drawn).toEqual(served.slice(0, count));
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("heads say kind and unit, and sort all rows", async ({ page }) => {
    await page.goto(address("select sku, units from sales limit 5000"));
    const head = page.getByRole("columnheader", { name: "units" });
    await expect(head).toContainText("exact number, units");
    await head.getByRole("link").click();
    await expect(head).toHaveAttribute("aria-sort", "descending");
    const units = (await page.locator("#sql-result tbody td:last-child").allInnerTexts()).map(Number);
    expect(units).toHaveLength(1000);
    expect(units).toEqual([...units].sort((a, b) => b - a));
    await head.getByRole("link").click();
    await expect(head).toHaveAttribute("aria-sort", "ascending");
  });
});

test("a head sorts with the keyboard, and what is written stays", async ({ page }) => {
  await page.goto(address(MANY));
  const rows = await shownRows(page, 100_000);
  const link = page.locator("#sql-sort-1");
  await link.press("Enter");
  await expect(page.getByRole("columnheader", { name: "n exact number" })).toHaveAttribute("aria-sort", "descending");
  await expect(link).toBeFocused();
  await shownRows(page, 100_000);
  await expect(rows.first().locator("td").first()).toHaveText("100000");
  await expect(page).toHaveURL(/sort=-1/);
  await expect(page.locator(".sql-editor .cm-content")).toContainText("generate_series");
});

for (const colorScheme of themes) {
  test(`the long table and the steps are accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    await page.goto(address("select sku, count(*) as days from sales group by sku order by days desc limit 2000"));
    await shownRows(page, 2_000);
    await page.getByText("How the engine ran it").click();
    const steps = page.locator(".sql-steps");
    await expect(steps.getByText("Read rows").first()).toBeVisible();
    await expect(steps.locator("code", { hasText: /^sales/ })).toBeVisible();
    await expect(steps.locator("em", { hasText: "slowest" })).toHaveCount(1);
    expect(await violations(page)).toEqual([]);
  });
}
