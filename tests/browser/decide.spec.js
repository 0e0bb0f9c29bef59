// What a buyer decides on the page of orders: at a server that takes it, and the file of a browser whose server does not.

import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addAxe, violations } from "./support/axe.js";
import { store } from "./support/environment.js";
import { run, serve } from "./support/other.js";
import { expect, openLive, test } from "./support/test.js";

let folder;
let server;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "granary-decide-"));
  await cp(store, folder, { recursive: true });
  server = await serve(async () => "", undefined, folder);
});
test.afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const orders = async (request, query = "") =>
  (await request.get(`${server.origin}/api/v1/orders?page_size=1000&${query}`)).json();
const line = (page, { sku, location }) => page.locator(`tr[data-sku="${sku}"][data-location="${location}"]`);
const value = async (page) => Number(await page.locator("details.supplier-order").first().getAttribute("data-value"));
/** Answered and taken over: nothing is kept in the browser any more. */
const heard = (page) => expect(page.locator(".order-changes")).toHaveCount(0);

async function open(page, supplier) {
  await openLive(page, `${server.origin}/orders?supplier=${supplier}`);
  await page.mouse.move(200, 200);
  await expect(page.locator(".live[data-live]")).toBeAttached();
}

test("a quantity, a skip and an order placed are shown at once, and everybody sees them", async ({ page, request, browser }) => {
  await addAxe(page);
  const { suppliers } = await orders(request);
  const { supplier } = suppliers.find((of) => of.sum.lines >= 4);
  const { lines, suppliers: [before] } = await orders(request, `supplier=${supplier}`);
  const [skipped, placed] = lines;
  const edited = lines.slice(2).find((one) => one.unit_cost > 0);
  await open(page, supplier);
  const field = line(page, edited).getByRole("spinbutton");
  await field.fill(String(edited.units + (edited.pack_size ?? 1)));
  await field.press("Enter");
  await heard(page);
  const units = Number(await line(page, edited).getAttribute("data-units"));
  const money = before.sum.value + (units - edited.units) * edited.unit_cost;
  await expect.poll(async () => Math.abs((await value(page)) - money)).toBeLessThan(0.02);
  await line(page, skipped).getByRole("button", { name: /^Skip/ }).focus();
  await page.keyboard.press("Enter");
  await line(page, skipped).getByLabel("Until").fill("2099-12-31");
  await line(page, skipped).getByLabel("Reason").fill("no <room>");
  await page.keyboard.press("Enter");
  await expect(line(page, skipped)).toContainText("skipped until 31 Dec 2099: no <room>");
  await line(page, placed).getByRole("button", { name: /as ordered$/ }).click();
  await expect(line(page, placed)).toContainText(`ordered, expected`);
  await heard(page);
  expect(await violations(page)).toEqual([]);

  const after = await orders(request, `supplier=${supplier}`);
  expect(after.lines.find(({ sku, location }) => sku === edited.sku && location === edited.location)).toMatchObject({
    units,
    proposed_units: edited.units,
    decision: "order_quantity",
  });
  const kinds = after.skipped.map((one) => [one.sku, one.decision]);
  expect(kinds).toContainEqual([skipped.sku, "skip"]);
  expect(kinds).toContainEqual([placed.sku, "order_placed"]);
  // The page says the sum of the server, to the cent, and another browser says the same.
  await expect.poll(async () => Math.abs((await value(page)) - after.suppliers[0].sum.value)).toBeLessThan(0.005);
  const other = await (await browser.newContext()).newPage();
  await openLive(other, `${server.origin}/orders?supplier=${supplier}`);
  expect(await value(other)).toBe(after.suppliers[0].sum.value);
  await expect(line(other, skipped)).toContainText("no <room>");
  await expect(line(other, edited)).toHaveAttribute("data-units", String(units));
  await other.goto(`${server.origin}/item?sku=${placed.sku}&location=${placed.location}`);
  await expect(other.locator(".decisions")).toContainText("ordered on");
  await other.context().close();

  await line(page, skipped).getByRole("button", { name: /^Undo/ }).click();
  await expect(line(page, skipped)).toHaveAttribute("data-units", String(skipped.units));
  await expect.poll(async () => (await orders(request, `supplier=${supplier}`)).skipped.length).toBe(1);
  await page.reload();
  await expect(line(page, skipped)).toHaveAttribute("data-units", String(skipped.units));
});

test("a whole order is marked as placed, and is no longer to be ordered", async ({ page, request }) => {
  const { suppliers } = await orders(request);
  const { supplier } = suppliers.at(-1).supplier ? suppliers.at(-1) : suppliers.at(-2);
  await open(page, supplier);
  await page.getByRole("button", { name: "Mark all lines as ordered" }).click();
  await expect.poll(async () => (await orders(request, `supplier=${supplier}`)).total.lines).toBe(0);
});

test("where a server does not take it, the browser keeps it and the file goes to granary decide", async ({ page, request }) => {
  await openLive(page, "/orders");
  await page.mouse.move(200, 200);
  const row = page.locator("tr[data-sku]").first();
  const [sku, location] = [await row.getAttribute("data-sku"), await row.getAttribute("data-location")];
  await row.locator("xpath=ancestor::details").evaluate((details) => (details.open = true));
  await row.getByRole("button", { name: /^Skip/ }).click();
  await row.getByLabel("Reason").fill("no room");
  await row.getByRole("button", { name: "Skip the line" }).click();
  await expect(page.locator(".order-changes")).toContainText("kept in this browser");
  await page.reload();
  await expect(line(page, { sku, location })).toHaveAttribute("data-units", "0");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the changes as a file" }).click(),
  ]);
  const path = await download.path();
  expect(await readFile(path, "utf8")).toContain('"kind":"skip"');
  run("", "decide", "--store", folder, "--who", "bo", "--file", path);
  await expect
    .poll(async () => (await orders(request)).skipped.find((one) => one.sku === sku && one.location === location)?.who)
    .toBe("bo");
});
