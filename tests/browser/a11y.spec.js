// Everybody can use every page: WCAG 2.2 AA as far as a program can tell.

import { addAxe, violations } from "./support/axe.js";
import { expect, openLive, test } from "./support/test.js";
import { pages, themes } from "./support/pages.js";

const viewports = { desktop: { width: 1440, height: 900 }, phone: { width: 360, height: 800 } };

for (const { name, path } of pages) {
  for (const colorScheme of themes) {
    for (const [device, viewport] of Object.entries(viewports)) {
      test(`${name}, ${colorScheme}, ${device}: axe finds nothing`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await addAxe(page);
        await openLive(page, path);
        expect(await violations(page)).toEqual([]);
      });
    }
  }

  test(`${name}: every disclosure opened, axe still finds nothing`, async ({ page }) => {
    await addAxe(page);
    await openLive(page, path);
    for (const details of await page.locator("details").all()) {
      await details.evaluate((element) => (element.open = true));
    }
    expect(await violations(page)).toEqual([]);
  });

  test(`${name}: the keyboard reaches everything, and one sees where it is`, async ({ page }) => {
    await openLive(page, path);
    const stops = [];
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(focused);
      if (!stop) break;
      // A date field has several stops inside; the browser marks those itself.
      if (stop.element !== stops.at(-1)?.element) stops.push(stop);
    }
    expect(stops.length).toBeGreaterThan(3);
    expect(stops.filter(({ visible }) => !visible)).toEqual([]);
    expect(stops[0].href, "the first stop skips to the content").toMatch(/#/);
  });

  test(`${name} says the same to those who want more contrast or no motion`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await addAxe(page);
    await openLive(page, path);
    expect(await violations(page)).toEqual([]);
    const moving = await page.evaluate(() => document.getAnimations().length);
    expect(moving).toBe(0);
  });
}

/** Runs in the page: the element with the focus, and whether one sees it and its mark. None at the end. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const isInside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return {
    element: element.outerHTML.slice(0, 120),
    href: element.getAttribute("href"),
    visible: box.width > 0 && box.height > 0 && isInside && (isMarked || style.boxShadow !== "none"),
  };
}
