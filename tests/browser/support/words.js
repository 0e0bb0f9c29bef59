// The words that a page shows, and which of them are Latin: on a Chinese page only names, units and codes may be.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { manifest, query } from "./duckdb.js";
import { sample } from "./environment.js";

/** Latin words that a Chinese planner reads as they are: the product, formats, codes, measures and methods by their makers. */
const KNOWN = new Set(
  [
    "Granary SKU CSV JSON SQL API WASM HTTP UTF ISO GET HEAD Windows Cookie Excel Parquet",
    "ABC XYZ EOQ GMROI MASE RMSSE WAPE AICc STL ADIDA IMAPA Theta means Var",
    "Croston Syntetos Boylan Teunter Babai Holt Winters",
    "invoice quantity sku supplier", // columns of files
    "unknown", // what the class of an item without a value is called in addresses and columns
    "Enter Shift Esc", // keys
  ].flatMap((line) => line.split(" ")),
);

/** What is not words: ids, commands, names with underscores or dots as settings and columns have them, codes of refusals. */
const CODE = [/\b[0-9a-f]{8,}\b/g, /granary [a-z]+( --[a-z-]+( [A-Z]+)?)*/g, /\b[a-z]+([_.][a-z]+)+\b/g, /(?<=代码：)[a-z-]+/g];

/** Every name that the data holds: what pages must show as it is. Longest first. */
export async function namesOfData() {
  const { sources, time_zone, currency, quality, files } = await manifest();
  const names = new Set([time_zone, currency, "main", ...files.map(({ table }) => table)]);
  for (const { name, file, licence, attribution } of sources) [name, file, licence, attribution].forEach((text) => names.add(text));
  for (const { examples } of quality.checks)
    for (const { file, fact } of examples) [file, ...Object.values(fact?.values ?? {})].forEach((text) => names.add(text));
  const columns = {
    products: ["sku", "name", "category", "supplier"],
    locations: ["location", "name"],
    suppliers: ["supplier", "name"],
  };
  for (const [table, list] of Object.entries(columns)) {
    if (!files.some((file) => file.table === table)) continue;
    for (const row of await query(`SELECT DISTINCT ${list.join(", ")} FROM ${table}`)) Object.values(row).forEach((text) => names.add(text));
  }
  return [...names].filter((name) => /[A-Za-z]/.test(name ?? "")).sort((a, b) => b.length - a.length);
}

/** The names that query pages give their queries, columns and parameters, as they are shown. Longest first. */
export function namesOfQueryPages() {
  const folder = join(sample, "main/queries");
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const given = texts.flatMap((text) => [...text.matchAll(/\bas (\w+)|^```sql (\w+)|^parameter (\w+)|\.(\w+)/gm)]);
  return given.map((found) => found.slice(1).find(Boolean).replaceAll("_", " ")).sort((a, b) => b.length - a.length);
}

/** What a page says: its title, its text and the attributes that are read out. Code, and what says that it is in another
 * language, is left out. */
async function said(page) {
  return page.evaluate(() => {
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      const isOther = ["SCRIPT", "STYLE", "CODE"].includes(node.tagName) || (node.lang && node.lang !== document.documentElement.lang);
      return isOther ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    });
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
      else for (const name of ["title", "aria-label", "placeholder", "alt"]) if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
    }
    return texts.filter((text) => /[A-Za-z]/.test(text));
  });
}

/** Latin words on a page that are neither names of the data nor known, each with the text it stands in. */
export async function latinWords(page, names) {
  const texts = await said(page);
  const all = texts.join("\n");
  const present = names.filter((name) => all.includes(name));
  return texts.flatMap((text) => {
    const rest = present.reduce((left, name) => left.replaceAll(name, " "), text);
    // Two letters or more: d, σ, k and the like are symbols of formulas.
    const words = CODE.reduce((left, code) => left.replaceAll(code, " "), rest).match(/\p{Script=Latin}{2,}/gu) ?? [];
    return words.filter((word) => !KNOWN.has(word)).map((word) => `${word}: ${text.trim().slice(0, 120)}`);
  });
}
