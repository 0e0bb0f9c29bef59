// Steps of tests of the page /sql.

import { expect } from "./test.js";

/** The page with a query. */
export const address = (sql, rest = {}) => `/sql?${new URLSearchParams({ sql, ...rest })}`;

/** Opens the page and waits for its editor. */
export async function openEditor(page, path) {
  await page.goto(path);
  await expect(page.locator("form[data-editor=ready]")).toBeAttached();
  return page.locator(".sql-editor .cm-content");
}

/** Writes a query into the editor in place of the one that is there. */
export async function write(page, editor, sql) {
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(sql);
}

/** The rows in the document, once the script has all rows of an answer. */
export async function shownRows(page, count) {
  await expect(page.locator(`#sql-result .sql-rows[data-rows="${count}"]`)).toBeVisible({ timeout: 45_000 });
  return page.locator("#sql-result tbody tr:not(.space)");
}
