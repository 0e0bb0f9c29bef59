// `cargo xtask screenshots`: every page, wide and narrow, light and dark, as people see it.

import { openLive, test } from "./support/test.js";
import { pages, themes } from "./support/pages.js";
import { screenshots } from "./support/environment.js";

for (const { name, path } of pages) {
  for (const width of [1440, 360]) {
    for (const colorScheme of themes) {
      test(`${name}-${width}-${colorScheme}.png`, async ({ page }) => {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await openLive(page, path);
        await page.screenshot({ path: `${screenshots}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      });
    }
  }
}

// First screens, as people see them; README shows two.
for (const { name, path } of pages.filter(({ name }) => ["overview", "items", "item"].includes(name))) {
  test(`${name}.png, what a person sees first`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await openLive(page, path);
    await page.screenshot({ path: `${screenshots}/${name}.png` });
  });
}
