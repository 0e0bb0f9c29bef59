// The page /sql: a question, its answer as picture and table, and the editor that makes asking easier.

import { readFile } from "node:fs/promises";
import { addAxe, violations } from "./support/axe.js";
import { rowsOf } from "./support/duckdb.js";
import { themes } from "./support/pages.js";
import { address, openEditor, write } from "./support/sql.js";
import { expect, test } from "./support/test.js";
import { sheets } from "./support/xlsx.js";

// One after another: to the server all tests are one client, who may ask one or two queries at a time.
test.describe.configure({ mode: "default" });

/** What an analyst asks: where does stock run out, and when? */
const STOCKOUTS = `select date_trunc('week', date) as week, category,
  avg(case when on_hand <= 0 then 1.0 else 0.0 end) as without_stock
from stock join products on products.sku = stock.sku
group by week, category
order by week, category`;

const MISSPELT = "select sku,\n  sum(unit) as units\nfrom sales\ngroup by sku";

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the form asks, and a table answers", async ({ page }) => {
    await page.goto("/sql");
    await page.getByLabel("Query", { exact: true }).fill("select location, sum(units) as units from sales group by location order by location");
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page).toHaveURL(/\/sql\?sql=select/);
    const rows = page.locator("#sql-result tbody tr");
    expect(await rows.count()).toBeGreaterThan(1);
    await expect(page.locator("[data-summary]")).toContainText(/\d+ rows in \d+ ms/);
    await expect(page.locator("[data-picture=bars] li")).toHaveCount(await rows.count());
  });

  test("a parameter has a field, and its value is never part of the text", async ({ page }) => {
    await page.goto(address("select count(*) as lines from sales where location = $place", { place: "UK" }));
    const lines = async () => Number(await page.locator("#sql-result tbody td").innerText());
    expect(await lines()).toBeGreaterThan(0);
    await page.getByLabel("$place").fill("x' or '1' = '1");
    await page.getByRole("button", { name: "Run" }).click();
    expect(await lines()).toBe(0);
  });

  test("what is wrong is marked where it stands, with the near name a click away", async ({ page }) => {
    await page.goto(address(MISSPELT));
    await expect(page.locator("[data-summary]")).toHaveText("Line 2, column 7 of the query.");
    await expect(page.locator("#sql-result mark")).toHaveText("unit");
    await page.getByRole("link", { name: "units" }).click();
    await expect(page.locator("#sql-result tbody tr").first()).toBeVisible();
    await expect(page.getByLabel("Query", { exact: true })).toHaveValue(MISSPELT.replace("unit)", "units)"));
  });

  test("an answer that is cut says so", async ({ page }) => {
    await page.goto(address("select date, sku, units from sales"));
    await expect(page.locator("#sql-result tbody tr")).toHaveCount(1000);
    await expect(page.locator("#sql-result")).toContainText("Cut at 10,000 rows");
    // A part would be no picture of the rows. Their means are, and they are of all rows.
    await expect(page.locator("#sql-no-picture")).toContainText("More than 10,000 rows make no picture");
    await page.getByRole("link", { name: "Draw their means" }).click();
    await expect(page.locator("#sql-result .heat, #sql-result [data-picture]").first()).toBeVisible();
    await expect(page.locator("#sql-cut")).toHaveCount(0);
  });
});

test("a tile's query opens with the page's filter and gives the tile's number", async ({ page }) => {
  await page.goto("/?category=Garden&location=UK");
  for (const id of ["turnover", "stockout_rate", "revenue"]) {
    const tile = page.locator(`article[data-kpi="${id}"]`);
    const shown = Number(await tile.locator("[data-value]").getAttribute("data-value"));
    const href = await tile.locator('a[href^="/sql?"]').getAttribute("href");
    await page.goto(href);
    await expect(page.locator('input[name="category1"]')).toHaveValue("Garden");
    const cell = page.locator("#sql-result tbody td");
    const answered = Number((await cell.getAttribute("data-value")) ?? (await cell.innerText()));
    expect(Math.abs(answered / shown - 1), id).toBeLessThan(1e-9);
    await page.goBack();
  }
});

test("saved queries of the sample are answered with their own pictures", async ({ page }) => {
  await page.goto("/sql");
  const pictures = { "late-suppliers": "[data-picture=bars]", "stock-that-stays": "[data-picture=bars]", "stockouts-by-week": ".heat" };
  for (const [name, picture] of Object.entries(pictures)) {
    await page.goto("/sql");
    await page.locator(`a[href="?query=${name}"]`).click();
    await expect(page.locator("#sql-result tbody tr").first()).toBeVisible();
    await expect(page.locator(`#sql-result ${picture}`), name).toBeVisible();
  }
});

test("the schema says what every column means", async ({ page, request }) => {
  await page.goto("/sql");
  const { tables } = await (await request.get("/api/v1/sql/schema")).json();
  expect(tables.length).toBeGreaterThan(8);
  for (const { name, columns } of tables) {
    const rows = page.locator(`[data-table="${name}"] [data-column]`);
    expect(await rows.evaluateAll((all) => all.map((row) => row.dataset.column))).toEqual(columns.map((column) => column.name));
    expect(await rows.locator(".meaning").allTextContents()).toEqual(columns.map((column) => column.meaning));
  }
});

for (const colorScheme of themes) {
  test(`an analyst's query gives the heat map, ${colorScheme}`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    const editor = await openEditor(page, "/sql");
    await write(page, editor, STOCKOUTS);
    await page.keyboard.press("ControlOrMeta+Enter");
    const map = page.locator(".heat svg");
    // A debug build on a busy machine needs some seconds for five million rows.
    await expect(map).toBeVisible({ timeout: 45_000 });
    await expect(page).toHaveURL(/without_stock/);
    expect(await map.locator("path[d^=M]").count()).toBeGreaterThan(2);
    // The address is the answer's: who is sent it sees the same.
    const finding = await page.locator(".heat .finding").innerText();
    await page.goto(page.url());
    await expect(page.locator(".heat .finding")).toHaveText(finding);
    await expect(page.locator("form[data-editor=ready]")).toBeAttached();
    expect(await violations(page)).toEqual([]);
    if (colorScheme !== themes[0]) return;
    // The workbook has the rows of the JSON: days as Excel counts them.
    const link = (name) => page.locator("#sql-result").getByRole("link", { name, exact: true });
    const { rows } = await (await request.get(await link("JSON").getAttribute("href"))).json();
    const download = page.waitForEvent("download");
    await link("Excel").click();
    const [[, ...lines]] = sheets(await readFile(await (await download).path()));
    const expected = rows.map(([week, category, share]) => ({ A: Date.parse(`${week}Z`) / 864e5 + 25_569, B: category, C: share }));
    expect(expected.length).toBeGreaterThan(100);
    expect(lines).toEqual(expected);
  });

  test(`a wrong column is marked in the editor, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    const editor = await openEditor(page, "/sql");
    await write(page, editor, MISSPELT);
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(editor.locator(".cm-lintRange-error")).toHaveText("unit");
    await expect(page.locator("#sql-result [data-line]")).toHaveAttribute("data-line", "2");
    await expect(page.getByText("Did you mean:")).toContainText("units");
    expect(await violations(page)).toEqual([]);
  });
}

test("tables, their columns and functions complete themselves", async ({ page }) => {
  const editor = await openEditor(page, "/sql");
  await write(page, editor, "select 1 from sal");
  const option = (name) => page.locator(".sql-editor .cm-tooltip-autocomplete li").filter({ hasText: name }).first();
  await page.keyboard.press("ControlOrMeta+Space");
  await expect(option("sales")).toBeVisible();
  await write(page, editor, "select  from sales");
  for (let back = 0; back < " from sales".length; back++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("reve");
  await expect(option("revenue")).toContainText("currency");
  await write(page, editor, "select safety_st");
  await page.keyboard.press("ControlOrMeta+Space");
  await expect(option("safety_stock")).toBeVisible();
});

test("Esc cancels, and the page stays as it was", async ({ page }) => {
  const editor = await openEditor(page, "/sql");
  await page.route(/\/sql\?sql=/, () => {});
  await write(page, editor, "select 1 as one");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("button", { name: "Cancel" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("The query was cancelled.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeHidden();
  await expect(page).toHaveURL(/\/sql$/);
});

test("the editor needs no exception from the policy, and other pages do not load it", async ({ page, request, problems }) => {
  const policy = async (path) => (await request.get(path)).headers()["content-security-policy"];
  expect(await policy("/sql")).toBe(await policy("/"));
  await openEditor(page, "/sql");
  expect(await page.locator(".sql-editor").evaluate((host) => host.shadowRoot.adoptedStyleSheets.length)).toBeGreaterThan(0);
  expect(await page.locator("style").count()).toBe(0);
  expect(problems, "nothing was refused").toEqual([]);
  expect(await (await request.get("/items")).text()).not.toContain("pkg/sql.");
});

test("what is written is not taken for the key that searches", async ({ page }) => {
  const editor = await openEditor(page, "/sql");
  await write(page, editor, "select 6 ");
  await page.keyboard.type("/ 2 as three");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.locator("#sql-result tbody td")).toHaveText("3");
});

test("the answer downloads in each format", async ({ page, request }) => {
  await page.goto(address("select location, count(*) as lines from sales group by location order by location"));
  const cells = await page
    .locator("#sql-result tbody tr")
    .evaluateAll((all) => all.map(({ cells: [place, lines] }) => [place.innerText, lines.dataset.value ?? lines.innerText.replaceAll(",", "")]));
  const rows = cells.length;
  for (const name of ["CSV", "Excel", "Parquet", "Arrow", "JSON"]) {
    const href = await page.locator("#sql-result").getByRole("link", { name, exact: true }).getAttribute("href");
    const answer = await request.get(href);
    expect(answer.status(), name).toBe(200);
    if (name === "CSV") expect((await answer.text()).trim().split("\r\n")).toHaveLength(rows + 1);
    if (name === "JSON") expect((await answer.json()).rows).toHaveLength(rows);
    if (name === "Parquet") expect(await rowsOf(await answer.body())).toEqual(cells);
  }
});
