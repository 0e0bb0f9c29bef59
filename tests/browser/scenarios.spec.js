// Scenarios under names: kept in the browser, side by side, in files that tell whether they were changed.

import { readFile } from "node:fs/promises";
import { addAxe, violations } from "./support/axe.js";
import { expect, openLive, test } from "./support/test.js";

const section = (page) => page.locator("section.saved");
const said = (page) => section(page).locator("[data-said]");
const names = (page) => section(page).locator("li[data-saved]").evaluateAll((all) => all.map(({ dataset }) => dataset.saved));

/** Opens the page under a query and saves its scenario. */
async function save(page, query, name) {
  await openLive(page, `/what-if${query}`);
  await section(page).getByLabel("Name of this scenario").fill(name);
  await section(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(said(page)).toHaveText(`Saved: ${name}.`);
}

/** What the file holds that the page saves. */
async function file(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    section(page).getByRole("button", { name: "Save as a file" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("granary-scenarios.json");
  return readFile(await download.path(), "utf8");
}

const add = (page, text) =>
  section(page).getByLabel("Add from a file").setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from(text) });

test("a scenario is kept under its name, opens from it and goes", async ({ page, request }) => {
  await save(page, "?service_level=0.98&location=EU", "Careful");
  await save(page, "?lead_time_factor=1.5", "Late <b>suppliers</b>");
  await openLive(page, "/what-if");
  expect(await names(page)).toEqual(["Careful", "Late <b>suppliers</b>"]);
  await expect(section(page).locator("li").first()).toContainText("98.0 %, EU");
  await section(page).getByRole("link", { name: "Careful" }).click();
  await expect(page).toHaveURL(/location=EU&service_level=0\.98/);
  const { scenario } = await (await request.get("/api/v1/what-if?service_level=0.98&location=EU")).json();
  const total = page.locator('[data-total="stock_value"][data-scenario="scenario"]').first();
  await expect.poll(async () => Number(await total.getAttribute("data-value"))).toBe(scenario.totals.stock_value);
  await section(page).getByRole("button", { name: "Delete Careful" }).click();
  await expect(said(page)).toHaveText("Deleted: Careful.");
  await page.reload();
  await expect.poll(() => names(page)).toEqual(["Late <b>suppliers</b>"]);
});

test("the same name again takes the scenario's place, and one without a name is not saved", async ({ page }) => {
  await save(page, "?service_level=0.98", "A");
  await save(page, "?service_level=0.97", "A");
  expect(await names(page)).toEqual(["A"]);
  await expect(section(page).getByRole("link", { name: "A", exact: true })).toHaveAttribute("href", "?service_level=0.97");
  await section(page).getByLabel("Name of this scenario").fill("   ");
  await section(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(said(page)).toHaveText("A scenario needs a name.");
  expect(await names(page)).toEqual(["A"]);
});

test("up to four stand beside today with the server's numbers, under the filter of the page", async ({ page, request }) => {
  const queries = ["service_level=0.98", "lead_time_factor=1.5", "demand_factor=1.2", "review_days=14", "holding_rate=0.3"];
  for (const [place, query] of queries.entries()) await save(page, `?${query}`, `S${place}`);
  await openLive(page, "/what-if?location=EU");
  const boxes = section(page).getByRole("checkbox");
  for (const place of [0, 1, 2, 3]) await boxes.nth(place).check();
  await expect(boxes.nth(4)).toBeDisabled();
  const table = section(page).getByRole("table");
  await expect(table.getByRole("columnheader")).toHaveText(["Measure", "Today", "S0", "S1", "S2", "S3"]);
  const check = async (location) => {
    for (const place of [0, 1, 2, 3]) {
      const { scenario } = await (await request.get(`/api/v1/what-if?location=${location}&${queries[place]}`)).json();
      const cell = table.locator(`td[data-beside="S${place}"]`).first();
      await expect.poll(async () => Number(await cell.getAttribute("data-value"))).toBe(scenario.totals.stock_value);
    }
  };
  await check("EU");
  await expect(table.locator('td[data-beside="S0"]').first()).toContainText("worse");
  // Another filter is another sum.
  await page.locator(".filters summary").nth(1).click();
  await page.getByRole("checkbox", { name: /United Kingdom/ }).check();
  await expect(page).toHaveURL(/location=EU&location=UK|location=UK/);
  await check("EU&location=UK");
  await boxes.nth(0).uncheck();
  await expect(table.getByRole("columnheader")).toHaveText(["Measure", "Today", "S1", "S2", "S3"]);
  await expect(boxes.nth(4)).toBeEnabled();
});

test("a file brings scenarios to another browser, and keeps those that are there", async ({ page, browser }) => {
  await save(page, "?service_level=0.98&location=EU", "Careful");
  await save(page, "?demand_factor=1.2", "More");
  const text = await file(page);
  const { format, version, scenarios, sha256 } = JSON.parse(text);
  expect([format, version]).toEqual(["granary-scenarios", 1]);
  expect(scenarios).toEqual([
    { name: "Careful", query: "location=EU&service_level=0.98" }, { name: "More", query: "demand_factor=1.2" },
  ]);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(new URL("/what-if", page.url()).href);
  await expect(other.locator("html")).toHaveAttribute("data-islands", "ready");
  await section(other).getByLabel("Name of this scenario").fill("More");
  await section(other).getByRole("button", { name: "Save", exact: true }).click();
  await add(other, text);
  await expect(said(other)).toHaveText("Read from the file: 2.");
  expect(await names(other)).toEqual(["More", "Careful", "More (2)"]);
  await add(other, text);
  await expect(said(other)).toHaveText("Read from the file: 2.");
  await context.close();
});

test("a file that was changed, is of another version or sets what the page does not know is refused whole", async ({ page }) => {
  await save(page, "?service_level=0.98", "Careful");
  const text = await file(page);
  // Signs what the page would not write, as somebody with the page's own means could.
  const signed = (scenarios, version = 1) => page.evaluate(async ([scenarios, version]) => {
    const content = new TextEncoder().encode(JSON.stringify(["granary-scenarios", version, scenarios]));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return JSON.stringify({ format: "granary-scenarios", version, scenarios, sha256 });
  }, [scenarios, version]);
  for (const [what, words] of [
    [text.replace("0.98", "0.89"), "was changed after it was saved"],
    [text.replace('"query"', '"note": "x", "query"'), "was changed after it was saved"],
    [text.replace('"version": 1', '"version": 2'), "is of version 2; this page reads version 1"],
    ["{}", "no scenarios of Granary"],
    ["sku,units\n1,2\n", "no scenarios of Granary"],
    [await signed([{ name: "A", query: "" }, { name: "B", query: "shoe_size=43" }]), "“shoe_size”, which is no parameter"],
    [await signed([{ name: "B", query: "service_level=2" }]), "service_level"],
    [await signed([{ name: " ", query: "" }]), "needs a name"],
  ]) {
    await add(page, what);
    await expect(said(page)).toContainText(words);
    expect(await names(page)).toEqual(["Careful"]);
  }
  await add(page, await signed([{ name: "B", query: "service_level=0.97" }]));
  await expect.poll(() => names(page)).toEqual(["Careful", "B"]);
});

test("by keyboard alone, in German, and axe finds nothing", async ({ page }) => {
  await addAxe(page);
  await openLive(page, "/de/what-if?service_level=0.98");
  await section(page).getByLabel("Name dieses Szenarios").focus();
  await page.keyboard.type("Vorsichtig");
  await page.keyboard.press("Enter");
  await expect(said(page)).toHaveText("Gespeichert: Vorsichtig.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(section(page).getByRole("table")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("without a place to keep them, the page says so", async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await openLive(page, "/what-if?service_level=0.98");
  await section(page).getByLabel("Name of this scenario").fill("A");
  await section(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(said(page)).toContainText("This browser keeps nothing for this page");
  expect(await names(page)).toEqual(["A"]);
});
