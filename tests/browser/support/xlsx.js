// Reads workbooks: what is in each cell, whichever way a writer put it there.

import { inflateRawSync } from "node:zlib";

/** The files of an archive, by name. */
function unzip(bytes) {
  const files = new Map();
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < bytes.readUInt16LE(end + 10); entry += 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(begin, begin + size);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), (method === 8 ? inflateRawSync(content) : content).toString("utf8"));
    at += 46 + name + extra + comment;
  }
  return files;
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const text = (xml) =>
  [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, part]) => part.replaceAll(/&(\w+);/g, (_, name) => entities[name])).join("");

/** The rows of each sheet, in their order: cells by column letter, numbers as numbers. */
export function sheets(bytes) {
  const files = unzip(bytes);
  const shared = [...(files.get("xl/sharedStrings.xml") ?? "").matchAll(/<si>.*?<\/si>/gs)].map(([item]) => text(item));
  const rows = (xml) =>
    [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
      const cells = [...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)];
      return Object.fromEntries(
        cells.map(([, column, attributes, inner]) => {
          const value = inner.match(/<v>([^<]*)<\/v>/)?.[1];
          if (attributes.includes('t="s"')) return [column, shared[Number(value)]];
          if (attributes.includes('t="b"')) return [column, value === "1"];
          return [column, value === undefined ? text(inner) : Number(value)];
        }),
      );
    });
  return [...files].filter(([name]) => name.startsWith("xl/worksheets/sheet")).sort().map(([, xml]) => rows(xml));
}
