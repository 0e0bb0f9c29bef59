// The page fits, and stays where it is.

import { startProxy } from "./support/proxy.js";
import { expect, openLive, test } from "./support/test.js";
import { pages } from "./support/pages.js";

const SHIFT_MAX = 0.02;

for (const { name, path } of pages) {
  // 320 is the width WCAG asks for (1.4.10), 360 a common phone, 768 a tablet, 2560 a wide screen.
  for (const width of [320, 360, 768, 1440, 2560]) {
    test(`${name} fits ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await openLive(page, path);
      const { scrollWidth, clientWidth } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    });
  }

  for (const width of [360, 1440]) {
    test(`${name} does not move while it comes over a slow line at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.addInitScript(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) globalThis.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      const line = await startProxy();
      line.state.isSlow = true;
      try {
        await openLive(page, line.origin + path);
        await page.waitForLoadState("networkidle");
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        expect(await page.evaluate(() => globalThis.shift)).toBeLessThan(SHIFT_MAX);
      } finally {
        await line.stop();
      }
    });
  }
}
