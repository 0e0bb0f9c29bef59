// The script of a site in one file: the document holds the files that pages load, and the page that is shown stands in the
// address behind `#`. Each page is a fresh document: the file is loaded again, from wherever it was opened.
//
// It runs before the page is read, so that nobody sees the first page where another one was asked for.

import { open, read } from "./draw.js";

const root = document.documentElement;
const { path, query, draws, then, failed } = document.querySelector("script[data-then]").dataset;
const HOME = `#/${path}${query && `?${query}`}`;
// Names of files become addresses, so that they can be told apart from any other; nothing is ever asked there.
const INSIDE = "https://one-file.invalid/";
// Z85 as the export writes it.
const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&~>()[]{}@%$#";
const TYPES = { js: "text/javascript", json: "application/json", wasm: "application/wasm" };

/** The bytes of a block: four for each five letters, the most significant first. */
function bytesOf(block) {
  const text = block.textContent;
  const values = new Uint8Array(128);
  for (const [value, letter] of [...LETTERS].entries()) values[letter.charCodeAt(0)] = value;
  const words = new DataView(new ArrayBuffer((text.length / 5) * 4));
  for (let at = 0; at < text.length; at += 5) {
    let word = 0;
    for (let letter = at; letter < at + 5; letter += 1) word = word * 85 + values[text.charCodeAt(letter)];
    words.setUint32((at / 5) * 4, word);
  }
  return words.buffer.slice(0, Number(block.dataset.bytes));
}

/** A file of the document, as an answer to a request. */
async function file(asked) {
  await read();
  const name = new URL(asked.url ?? asked, INSIDE).pathname.slice(1);
  const block = files.get(name);
  if (block === undefined) return new Response(null, { status: 404 });
  const headers = { "content-type": TYPES[name.split(".").at(-1)] ?? "application/octet-stream" };
  return new Response(new Blob([bytesOf(block)]).stream().pipeThrough(new DecompressionStream("gzip")), { headers });
}

/** Imports a script of the document, which finds the files beside it in the document, too. */
async function load(script) {
  const code = (await (await file(script)).text()).replaceAll("import.meta.url", JSON.stringify(INSIDE + script));
  return import(URL.createObjectURL(new Blob([code], { type: TYPES.js })));
}

// The elements stay known when another body takes their place.
const files = new Map();
globalThis.fetch = file;

/** The page's address, and the query behind it with its question mark. */
function here() {
  const mark = location.hash.indexOf("?");
  return mark < 0 ? [location.hash, ""] : [location.hash.slice(0, mark), location.hash.slice(mark)];
}

function go(address) {
  if (address === location.hash) location.reload();
  else location.hash = address;
}

/** Follows links that lead within the page, or ask it something else, as they would on a server. */
function follow(event) {
  const link = event.target.closest?.("a[href]");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const href = link?.getAttribute("href");
  if (href === undefined || !isPlain || event.defaultPrevented || !/^($|\?|#(?!\/))/.test(href)) return;
  event.preventDefault();
  if (href.startsWith("#")) {
    const target = document.getElementById(decodeURIComponent(href.slice(1)));
    target?.scrollIntoView();
    target?.focus();
  } else {
    go(here()[0] + (href.length > 1 ? href : ""));
  }
}

/** Sends a form as a server would be asked. */
function send(event) {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const action = event.target.getAttribute("action") ?? "";
  const address = action.startsWith("#/") ? action.split("?")[0] : here()[0];
  go(`${address}?${new URLSearchParams(new FormData(event.target, event.submitter))}`);
}

async function start() {
  if (!location.hash.startsWith("#/")) history.replaceState(null, "", HOME);
  addEventListener("hashchange", () => {
    const isHere = here()[0] === address && root.dataset.islands === "ready";
    // A live page shows by itself what Back and Forward lead to.
    if (location.hash.startsWith("#/") && !isHere) location.reload();
  });
  const [address, search] = here();
  document.addEventListener("click", follow);
  document.addEventListener("submit", send);
  document.addEventListener("DOMContentLoaded", () => {
    for (const block of document.querySelectorAll("script[data-file]")) files.set(block.dataset.file, block);
  });
  const asked = location.hash === HOME ? undefined : [address.slice(2), search];
  await open({ asked, load, draws, then, failed });
}

start();
