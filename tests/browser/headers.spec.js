// What the server says about its answers: who may run what, and how long a copy is good for.

import { expect, test } from "./support/test.js";
import { pages } from "./support/pages.js";

const POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "font-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
  "object-src": "'none'",
};

function directives(policy) {
  return Object.fromEntries(
    policy
      .split(";")
      .map((directive) => directive.trim())
      .filter(Boolean)
      .map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]),
  );
}

for (const { name, path } of pages) {
  test(`${name} forbids what it does not need`, async ({ request }) => {
    const headers = (await request.get(path)).headers();
    expect(directives(headers["content-security-policy"])).toEqual(POLICY);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(["no-referrer", "same-origin", "strict-origin-when-cross-origin"]).toContain(headers["referrer-policy"]);
  });

  test(`${name} carries no inline script and no inline style`, async ({ request }) => {
    const html = await (await request.get(path)).text();
    expect(html).not.toMatch(/<style[\s>]/);
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toMatch(/\son[a-z]+=/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  });

  test(`${name} is not sent twice to someone who has it`, async ({ request }) => {
    const first = await request.get(path);
    const { etag } = first.headers();
    expect(etag).toBeTruthy();
    const second = await request.get(path, { headers: { "if-none-match": etag } });
    expect(second.status()).toBe(304);
  });
}

test("hashed assets are compressed beforehand and kept for ever", async ({ request }) => {
  const html = await (await request.get("/")).text();
  const assets = [...new Set([...html.matchAll(/(?:src|href)="([^"]*\/?pkg\/[^"]+)"/g)].map(([, url]) => url))];
  expect(assets.some((url) => url.endsWith(".css"))).toBe(true);
  expect(assets.some((url) => url.endsWith(".js"))).toBe(true);
  for (const url of assets) {
    const headers = (await request.get(url, { headers: { "accept-encoding": "br" } })).headers();
    expect(headers["cache-control"], url).toMatch(/immutable/);
    expect(headers["content-encoding"], url).toBe("br");
    expect(headers["vary"], url).toMatch(/accept-encoding/i);
    expect(headers["x-content-type-options"], url).toBe("nosniff");
  }
});
