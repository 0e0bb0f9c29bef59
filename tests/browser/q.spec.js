// Query pages: text and answers, in each language, with a form that needs no script.

import { addAxe, violations } from "./support/axe.js";
import { expect, openLive, test } from "./support/test.js";
import { themes } from "./support/pages.js";

const PAGE = "/q/sales-by-week";
const texts = { "": "Since", "/de": "Seit dem", "/zh-CN": "顾客" };

for (const [prefix, words] of Object.entries(texts)) {
  for (const colorScheme of themes) {
    test(`a page at ${prefix}${PAGE}, ${colorScheme}: its own text, every picture, narrow and accessible`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.emulateMedia({ colorScheme });
      await addAxe(page);
      await openLive(page, prefix + PAGE);
      await expect(page.locator(".query-text > p").first()).toContainText(words);
      await expect(page.locator(".query-block [data-picture=lines] svg")).toHaveCount(2);
      await expect(page.locator(".query-block .heat")).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect(await violations(page)).toEqual([]);
    });
  }
}

test("ids are those of one element each", async ({ page }) => {
  await openLive(page, "/q/suppliers");
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((element) => element.id));
  expect(new Set(ids).size).toBe(ids.length);
});

test("a number in the text is that of the answer, and follows the form", async ({ page }) => {
  await openLive(page, PAGE);
  const units = page.locator("#query-all .tile", { hasText: "units" }).locator(".number");
  const all = await units.innerText();
  await expect(page.locator(".query-text > p").first()).toContainText(all);
  await page.locator("input[name=since]").fill("2011-11-01");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(`${PAGE}?since=2011-11-01`);
  await expect(units).not.toHaveText(all);
});

test("an answer opens in SQL with its parameters", async ({ page }) => {
  await openLive(page, `${PAGE}?since=2011-11-01`);
  await page.locator("#query-weeks").getByRole("link", { name: "Open in SQL" }).click();
  await expect(page.locator("input[name=since]")).toHaveValue("2011-11-01");
  await expect(page.locator("#sql-result [data-picture=lines]")).toBeVisible();
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the page answers its form, and the list on the page for SQL leads there", async ({ page }) => {
    await page.goto("/de/sql");
    await page.getByRole("link", { name: "Verkäufe nach Woche" }).click();
    await page.locator("input[name=since]").fill("2011-12-01");
    await page.getByRole("button", { name: "Anzeigen" }).click();
    await expect(page).toHaveURL("/de/q/sales-by-week?since=2011-12-01");
    await expect(page.locator("#query-all .number").first()).toHaveText("1. Dez. 2011");
  });
});
