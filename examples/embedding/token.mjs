// A token for a view, in Node, without a library. `lock` and `subject` may be left out; ten minutes are the longest
// that it may live.

import { createHmac, randomUUID } from "node:crypto";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function token(of) {
  const { key, secret, origin, views, lock, subject, tenant = "main", audience = "granary", lifeS = 600 } = of;
  const iat = Math.floor(Date.now() / 1000);
  const head = { alg: "HS256", typ: "JWT", kid: key };
  const claims = { aud: audience, iat, exp: iat + lifeS, jti: randomUUID(), tenant, origin, views, lock, sub: subject };
  const message = `${base64url(head)}.${base64url(claims)}`;
  return `${message}.${createHmac("sha256", secret).update(message).digest("base64url")}`;
}
