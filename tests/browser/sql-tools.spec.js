// What helps to write and to read a query on the page /sql: the choice of the picture, the layout, the last queries.

import { addAxe, violations } from "./support/axe.js";
import { themes } from "./support/pages.js";
import { address, openEditor, write } from "./support/sql.js";
import { expect, test } from "./support/test.js";

// To the server all tests are one client, who may ask one or two queries at a time.
test.describe.configure({ mode: "default" });

const BY_DAY = "select date, sum(units) as units, sum(revenue) as revenue from sales group by date order by date limit 30";

const pictures = (page) => page.locator("#sql-result .chooser");

/** Asks a query with the keyboard, and waits for its answer. */
async function ask(page, editor, sql, cell) {
  await write(page, editor, sql);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.locator("#sql-result tbody td").first()).toHaveText(cell);
}

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("those pictures are offered that the columns allow", async ({ page }) => {
    await page.goto(address(BY_DAY));
    await expect(pictures(page).getByRole("link")).toHaveText(["Line", "Bars", "Points", "Table only"]);
    await expect(page.locator("[data-picture=lines]")).toBeVisible();
    await pictures(page).getByRole("link", { name: "Bars" }).click();
    await expect(page).toHaveURL(/picture=bar/);
    await expect(pictures(page).getByRole("link", { name: "Bars" })).toHaveAttribute("aria-current", "true");
    await expect(page.locator("[data-picture=bars] li")).toHaveCount(30);
    // It stays when the query is asked again.
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.locator("[data-picture=bars] li")).toHaveCount(30);
    await pictures(page).getByRole("link", { name: "Table only" }).click();
    await expect(page.locator("[data-picture]")).toHaveCount(0);
    await expect(page.locator("#sql-result tbody tr")).toHaveCount(30);
    await page.goto(`${address("select 1 as one")}&picture=heat`);
    await expect(pictures(page)).toHaveCount(0);
  });
});

for (const colorScheme of themes) {
  test(`every picture is accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    await page.goto(address(BY_DAY));
    for (const [name, drawn] of [["Line", "lines"], ["Points", "scatter"], ["Bars", "bars"]]) {
      await pictures(page).getByRole("link", { name }).click();
      await expect(page.locator(`[data-picture=${drawn}]`)).toBeVisible();
      await expect(pictures(page).getByRole("link", { name })).toBeFocused();
      expect(await violations(page), name).toEqual([]);
    }
    // The choice stays when the query is asked again.
    const asked = page.waitForResponse(/picture=bar/);
    await page.getByRole("button", { name: "Run" }).click();
    await asked;
    await expect(page.locator("[data-picture=bars]")).toBeVisible();
  });
}

test("a query is laid out, and nothing but its layout changes", async ({ page }) => {
  const editor = await openEditor(page, "/sql");
  await write(page, editor, "select  sku,sum(units) as Units from sales where date>=$from group by sku");
  await page.getByRole("button", { name: "Format" }).click();
  const text = await page.locator("#sql").evaluate((field) => field.value);
  expect(text.split("\n").length).toBeGreaterThan(5);
  expect(text.replace(/\s+/g, " ")).toBe("select sku, sum(units) as Units from sales where date >= $from group by sku");
  await write(page, editor, "select 'open");
  await page.getByRole("button", { name: "Format" }).click();
  await expect(page.locator("#sql-status")).toHaveText("Only a complete query can be formatted.");
});

for (const colorScheme of themes) {
  test(`this browser knows its last queries until they are cleared, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    const editor = await openEditor(page, "/sql");
    const list = page.locator("#sql-history");
    await expect(list).toBeHidden();
    await ask(page, editor, "select 11 as eleven", "11");
    await ask(page, editor, "select $word as word", "NULL");
    await ask(page, editor, "select 11 as eleven", "11");
    await page.goto("/sql");
    // Reached and opened by the keyboard, as every disclosure is.
    await list.locator("summary").press("Enter");
    await expect(list.getByRole("link")).toHaveText(["select 11 as eleven", "select $word as word"]);
    expect(await violations(page)).toEqual([]);
    await list.getByRole("link").first().press("Enter");
    await expect(page.locator("#sql-result tbody td")).toHaveText("11");
    await page.evaluate(() => {
      const many = Array.from({ length: 30 }, (_, place) => ({ address: `?sql=select+${place}`, sql: `select ${place}` }));
      localStorage.setItem("granary-sql-history", JSON.stringify(many));
    });
    await page.goto("/sql");
    await list.locator("summary").click();
    await expect(list.getByRole("link")).toHaveCount(20);
    await list.getByRole("button", { name: "Clear the list" }).click();
    await expect(list).toBeHidden();
    expect(await page.evaluate(() => localStorage.getItem("granary-sql-history"))).toBe("[]");
  });
}

test("a link within the page asks nothing, and Back asks what was asked before", async ({ page }) => {
  const editor = await openEditor(page, "/sql");
  await ask(page, editor, "select 1 as n", "1");
  await ask(page, editor, "select 2 as n", "2");
  await page.evaluate(() => {
    globalThis.isSamePage = true;
    location.hash = "main";
  });
  await page.goBack();
  await expect(page).toHaveURL(/select\+2/);
  expect(await page.evaluate(() => globalThis.isSamePage)).toBe(true);
  await page.goBack();
  await expect(page.locator("#sql-result tbody td")).toHaveText("1");
});

test("a place behind characters of two halves is marked where it stands", async ({ page }) => {
  const editor = await openEditor(page, "/sql");
  await write(page, editor, "select '📦📦', unit from sales");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(editor.locator(".cm-lintRange-error")).toHaveText("unit");
});

test("a parameter called like a part of the form has its field, one called like a field of the address is refused", async ({ page }) => {
  const editor = await openEditor(page, "/sql");
  await write(page, editor, "select concat(cast($cancel as text), cast($elements as text)) as both");
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByLabel("$cancel").fill("a");
  await page.getByLabel("$elements").fill("b");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.locator("#sql-result tbody td")).toHaveText("ab");
  await write(page, editor, "select $format");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.locator("#sql-result [lang=en].verdict")).toContainText("$format has the name of a field of the address");
});
