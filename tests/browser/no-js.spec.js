// Every page reads without a single script, on screen and on paper.

import { expect, test } from "./support/test.js";
import { pages } from "./support/pages.js";

test.use({ javaScriptEnabled: false });

for (const { name, path } of pages) {
  test(`${name} is complete without scripts`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const main = page.getByRole("main");
    // Figures with units, not placeholders that a script would fill.
    expect((await main.innerText()).match(/\d/g)?.length ?? 0).toBeGreaterThan(50);
    await expect(main.getByText(/loading/i)).toHaveCount(0);
  });

  test(`${name} prints`, async ({ page }) => {
    await page.emulateMedia({ media: "print" });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("nav").first()).toBeHidden();
  });
}

test("every key figure of the overview is there without scripts", async ({ page }) => {
  await page.goto("/");
  const tiles = page.locator("article[data-kpi]");
  expect(await tiles.count()).toBeGreaterThanOrEqual(8);
  for (const tile of await tiles.all()) {
    await expect(tile).toBeVisible();
    await expect(tile.locator(".value")).toHaveText(/\d|no data/);
  }
});
