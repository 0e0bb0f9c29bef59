// Today's orders: what a buyer does before noon, with the numbers of the API, at a server, on a phone and on paper.

import { readFile } from "node:fs/promises";
import { addAxe, violations } from "./support/axe.js";
import { sheets } from "./support/xlsx.js";
import { expect, openLive, test } from "./support/test.js";

const orders = async (request, query = "") => (await request.get(`/api/v1/orders?page_size=1000&${query}`)).json();
const live = (page) => expect(page.locator(".live[data-live]")).toBeAttached();
const line = (page, { sku, location }) => page.locator(`tr[data-sku="${sku}"][data-location="${location}"]`);
const value = async (page) => Number(await page.locator("details.supplier-order").first().getAttribute("data-value"));

/** Opens the order of one supplier, ready to be changed. */
async function open(page, supplier) {
  await openLive(page, `/orders?supplier=${supplier}`);
  await page.mouse.move(200, 200);
  await live(page);
}

test("from the first page to a supplier's workbook in four clicks", async ({ page, request }) => {
  const { suppliers } = await orders(request);
  await openLive(page, "/");
  const row = page.locator(".day-suppliers tbody tr").first();
  await expect(row).toHaveAttribute("data-supplier", suppliers[0].supplier);
  await row.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/orders\\?supplier=${suppliers[0].supplier}$`));
  const link = page.locator("details.supplier-order").getByRole("link", { name: /^Download Excel of/ });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const all = sheets(await readFile(await download.path())).flat();
  const head = all.find((cells) => Object.values(cells).includes("money_at_risk") && Object.values(cells).includes("value"));
  const column = Object.keys(head).find((letter) => head[letter] === "value");
  const written = all.filter((cells) => typeof cells[column] === "number").map((cells) => cells[column]);
  expect(written).toHaveLength(suppliers[0].sum.lines);
  const sum = written.reduce((before, next) => before + next, 0);
  expect(Math.abs(sum - suppliers[0].sum.value)).toBeLessThan(0.01);
});

test("units follow the packs, money and what is missing follow at once, and come back with the page", async ({ page, request }) => {
  const { suppliers } = await orders(request);
  const supplier = suppliers.find((of) => of.missing_to_minimum > 0).supplier;
  const { lines, suppliers: [before] } = await orders(request, `supplier=${supplier}`);
  const first = lines.find((one) => one.pack_size > 1);
  await open(page, supplier);
  const field = line(page, first).getByRole("spinbutton");
  await field.fill(String(first.units + 1));
  await field.press("Enter");
  const units = first.units + first.pack_size;
  await expect(line(page, first)).toHaveAttribute("data-units", String(units));
  await expect(field).toHaveValue(String(units));
  await expect(line(page, first)).toContainText("proposed");
  const money = before.sum.value + first.pack_size * first.unit_cost;
  await expect.poll(async () => Math.abs((await value(page)) - money)).toBeLessThan(0.02);
  await page.reload();
  await expect(line(page, first)).toHaveAttribute("data-units", String(units));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Download CSV of Supplier/ }).click(),
  ]);
  const csv = await readFile(await download.path(), "utf8");
  expect(csv.split("\r\n").find((row) => row.includes(`,${first.sku},`) && row.includes(`,${first.location},`))).toContain(`,${units},`);
  await line(page, first).getByRole("button", { name: /^Undo/ }).click();
  await expect(line(page, first)).toHaveAttribute("data-units", String(first.units));
  await expect.poll(() => value(page)).toBe(before.sum.value);
});

test("a line is skipped until a date and for a reason, and the file of it says so", async ({ page, request }) => {
  const { suppliers } = await orders(request);
  const { supplier, sum } = suppliers[1];
  const { lines, as_of: today } = await orders(request, `supplier=${supplier}`);
  await open(page, supplier);
  await line(page, lines[0]).getByRole("button", { name: /^Skip/ }).click();
  await line(page, lines[0]).getByLabel("Reason").fill("Supplier <b>closed</b>");
  await line(page, lines[0]).getByLabel("Until").fill("2099-12-31");
  await line(page, lines[0]).getByRole("button", { name: "Skip the line" }).click();
  await expect(line(page, lines[0])).toHaveAttribute("data-units", "0");
  await expect(line(page, lines[0])).toContainText("skipped until 31 Dec 2099: Supplier <b>closed</b>");
  await expect.poll(async () => Math.abs((await value(page)) - (sum.value - lines[0].value))).toBeLessThan(0.02);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the changes as a file" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`granary-decisions-${today}.jsonl`);
  const file = JSON.parse(await readFile(await download.path(), "utf8"));
  const { sku, location } = lines[0];
  expect(file).toEqual({ kind: "skip", sku, location, from: today, until: "2099-12-31", why: "Supplier <b>closed</b>" });
  await page.getByRole("button", { name: "Undo all" }).click();
  await expect(line(page, lines[0])).toHaveAttribute("data-units", String(lines[0].units));
});

test("what is missing to a minimum is filled up in one click", async ({ page, request }) => {
  const { top_ups: topUps } = await orders(request);
  const { supplier } = topUps[0];
  await open(page, supplier);
  await page.locator(".top-up > summary").click();
  await page.getByRole("button", { name: "Add these" }).click();
  await expect(page.locator(".order-changes")).toContainText(`${topUps[0].lines.length} change`);
  await expect(page.locator(".order-missing")).toContainText("reached");
});

for (const { width, colorScheme } of [
  { width: 1440, colorScheme: "dark" },
  { width: 360, colorScheme: "light" },
]) {
  test(`an open order has nothing that axe finds, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await addAxe(page);
    await open(page, "SUP-06");
    await page.locator("tbody tr").first().getByRole("button", { name: /^Skip/ }).click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test("on paper an order has its lines and money, and no fields", async ({ page }) => {
  await openLive(page, "/orders?supplier=SUP-06");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(/^Purchase order, /)).toBeVisible();
  await expect(page.locator(".order-lines-table tbody tr").first()).toBeVisible();
  for (const hidden of [".day-sums", ".toolbar", ".filters", ".order-change", ".order-files", ".top-up"]) {
    await expect(page.locator(hidden).first()).toBeHidden();
  }
});
