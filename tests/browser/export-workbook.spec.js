// Workbooks made in the browser, where a host has files only: the same rows and words as the API's.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { binary, results, site, store } from "./support/environment.js";
import { kinds, serveFiles } from "./support/host.js";
import { expect, test } from "./support/test.js";
import { sheets } from "./support/xlsx.js";

const BASE = "/inventory/";
const folder = join(results, "export-workbook");
let host;

test.describe.configure({ mode: "default" });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  execFileSync(binary, ["export", "--store", store, "--site", site, "--output", folder, "--base-path", BASE]);
  host = await serveFiles(folder, BASE, Object.keys(kinds)[0]);
});
test.afterAll(() => host?.stop());

async function saved(page) {
  const download = page.waitForEvent("download");
  await page.locator('a[data-download="xlsx"]').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^items-\d{4}-\d\d-\d\d\.xlsx$/);
  return readFile(await file.path());
}

for (const query of ["", "?category=Garden&status=stocked_out&sort=-stock_value"]) {
  test(`the list as a workbook: ${query || "all of it"}`, async ({ page, request }) => {
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${host.origin}${BASE}items/${query}`);
    await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
    expect(asked.filter((path) => path.includes("workbook")), "nobody loads it before it is asked for").toEqual([]);
    const made = sheets(await saved(page));
    const answer = await request.get(`/api/v1/items${query || "?"}&format=xlsx`);
    expect(answer.ok(), await answer.text()).toBe(true);
    const expected = sheets(await answer.body());
    expect(made).toHaveLength(2);
    expect(made[0].length).toBeGreaterThan(1);
    expect(made).toEqual(expected);
  });
}

test("a supplier's order as a workbook, with what was changed", async ({ page, request }) => {
  await page.goto(`${host.origin}${BASE}orders/?supplier=SUP-06`);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  const make = async () => {
    const download = page.waitForEvent("download");
    await page.locator('details.supplier-order a[data-download="xlsx"]').click();
    return sheets(await readFile(await (await download).path()));
  };
  const expected = sheets(await (await request.get("/api/v1/orders?supplier=SUP-06&format=xlsx")).body());
  expect(await make()).toEqual(expected);
  await page.locator(".order-lines-table tbody tr").first().getByRole("spinbutton").fill("0");
  await page.keyboard.press("Enter");
  await expect(page.locator(".order-changes")).toContainText("1 change");
  expect((await make())[0]).toHaveLength(expected[0].length - 1);
});

test("a workbook that cannot be made says so", async ({ page, problems }) => {
  await page.goto(`${host.origin}${BASE}items/`);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.route("**/workbook.*.wasm", (route) => route.abort());
  await page.locator('a[data-download="xlsx"]').click();
  await expect(page.locator("[role=status]")).toContainText("could not be made");
  await expect.poll(() => problems.splice(0).length).toBeGreaterThan(0);
});
