// The data-quality page: its counts are those of the manifest, every fate adds up, and examples open by keyboard.

import { readFileSync } from "node:fs";
import { expect, test } from "./support/test.js";
import { manifest } from "./support/duckdb.js";

const { check: words } = JSON.parse(readFileSync(new URL("../../app/text/en.json", import.meta.url), "utf8"));

const number = async (locator) => Number(await locator.getAttribute("data-value"));

test("every line has one fate, and they add up to what was read", async ({ page }) => {
  await page.goto("/data-quality");
  const { quality } = await manifest();
  let sum = 0;
  for (const { id, lines } of quality.verdicts.filter(({ lines }) => lines > 0)) {
    const shown = await number(page.locator(`[data-verdict="${id}"] td[data-value]`));
    expect(shown, id).toBe(lines);
    sum += shown;
  }
  expect(sum).toBe(quality.rows);
  await expect(page.locator("tr.sum")).toContainText(quality.rows.toLocaleString("en-GB"));
});

test("each check shows what was found and what was done", async ({ page }) => {
  await page.goto("/data-quality");
  const { quality } = await manifest();
  expect(quality.checks.length).toBeGreaterThan(10);
  for (const { id, affected } of quality.checks) {
    const check = page.locator(`[data-check="${id}"]`);
    if (affected === 0) {
      await expect(check, id).toContainText("nothing found");
    } else {
      expect(await number(check.locator("[data-value]")), id).toBe(affected);
      await expect(check.locator(".done"), id).toHaveText(words[id].action);
    }
  }
});

test("examples open by keyboard and name file and line", async ({ page }) => {
  await page.goto("/data-quality");
  const check = page.locator('[data-check="customer_missing"]');
  const example = check.getByText("online_retail_II_2009_2010.parquet, line 264");
  await expect(example).toBeHidden();
  await check.getByText("Examples (5)").focus();
  await page.keyboard.press("Enter");
  await expect(example).toBeVisible();
});

test("tables have their rows, and those that are missing are no data", async ({ page }) => {
  await page.goto("/data-quality");
  const { files } = await manifest();
  for (const { table, rows } of files) {
    expect(await number(page.locator(`[data-table="${table}"] td[data-value]`)), table).toBe(rows);
  }
  await expect(page.locator('[data-table="orders"]')).toContainText("no data");
});

test("the filter is carried through the page", async ({ page }) => {
  await page.goto("/data-quality?class=A&location=UK");
  const link = page.getByRole("navigation").getByRole("link", { name: "What if" });
  await expect(link).toHaveAttribute("href", "/what-if?location=UK&class=A");
});

test("/ leads to the search here too", async ({ page }) => {
  await page.goto("/data-quality");
  const field = page.getByRole("searchbox", { name: /Search items/ });
  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await page.keyboard.type("gard/en");
  await expect(field).toHaveValue("gard/en");
});
