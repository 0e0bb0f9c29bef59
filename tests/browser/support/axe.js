// axe-core in the page. An init script, because the page's own policy refuses an injected one.

import { createRequire } from "node:module";

const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Makes axe available in every page this one opens from now on. */
export async function addAxe(page) {
  await page.addInitScript({ path: source });
}

/** What axe finds wrong in the page as it is now, one line for each element. */
export async function violations(page) {
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    rules,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
}
