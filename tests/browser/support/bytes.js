// What a page load costs on the wire.

/** Records every request of `page` from now on. */
export async function recordRequests(page) {
  const session = await page.context().newCDPSession(page);
  const requests = new Map();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    requests.set(requestId, { url: request.url, type, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  return () => [...requests.values()];
}

/** Whether a request fetches what draws the page, as opposed to what the page draws. */
export function isCode({ url, type }) {
  return ["Document", "Stylesheet", "Script"].includes(type) || new URL(url).pathname.endsWith(".wasm");
}

/** Compressed bytes of all, headers included. */
export function total(requests) {
  return requests.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Whether a request is for what comes some seconds after a page, whatever happens on it. */
export function isLater(url) {
  return /\/pkg\/pocket\./.test(url);
}
