// `cargo xtask screenshots`: every page, wide and narrow, light and dark, as people see it.

import { openLive, test } from "./support/test.js";
import { pages, themes } from "./support/pages.js";
import { screenshots } from "./support/environment.js";

for (const { name, path } of pages) {
  for (const width of [1440, 360]) {
    for (const colorScheme of themes) {
      test(`${name}-${width}-${colorScheme}.png`, async ({ page }) => {
        await page.setViewportSize({ width, height: width > 700 ? 900 : 780 });
        await page.emulateMedia({ colorScheme });
        await openLive(page, path);
        const file = `${screenshots}/${name}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
      });
    }
  }
}
