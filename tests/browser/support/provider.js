// Providers of OpenID Connect: a real one, and one that says whatever a test wants.

import { createServer } from "node:http";
import { once } from "node:events";
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from "jose";
import Provider from "oidc-provider";

export const CLIENT = { id: "granary", secret: "given-by-the-provider" };

/** A port that is free now. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function listening(server) {
  if (!server.listening) await once(server, "listening");
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return stop;
}

/** A provider whose people sign in on its own pages; `claims` has what it says of each. */
export async function provide(site, claims) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${site}/sign-in/return`] }],
    claims: { openid: ["sub", "groups", "categories"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["of this test alone"] },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims[id] }) }),
  });
  const stop = await listening(provider.listen(port, "127.0.0.1"));
  return { issuer, stop };
}

/** A provider that answers each code with the identity token that `lie` makes of an honest one's parts. */
export async function pretend(site) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const [own, other] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
  const jwk = { ...(await exportJWK(own.publicKey)), kid: "own", alg: "RS256", use: "sig" };
  const sign = (claims, { key = own.privateKey, alg = "RS256", kid = "own" } = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key);
  const secretOf = async (text) => new TextEncoder().encode(text);
  const keys = {
    other: other.privateKey,
    clientSecret: await secretOf(CLIENT.secret),
    publicAsSecret: await secretOf(await exportSPKI(own.publicKey)),
  };
  const state = { lie: undefined, asked: 0 };
  const documents = {
    "/.well-known/openid-configuration": {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
    },
    "/keys": { keys: [jwk] },
  };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, issuer).pathname;
    let answer = documents[path];
    if (path === "/token") {
      state.asked += 1;
      const now = Math.floor(Date.now() / 1000);
      const honest = { iss: issuer, sub: "ada", aud: CLIENT.id, iat: now, exp: now + 60, nonce: state.nonce, groups: ["it"] };
      const id_token = await state.lie(honest, { sign, keys, unsigned: (claims) => new UnsecuredJWT(claims).encode() });
      answer = { access_token: "a", token_type: "Bearer", id_token };
    }
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? {}));
  });
  const stop = await listening(server.listen(port, "127.0.0.1"));
  return { issuer, state, stop, site };
}
