// In the place of the service worker where a server keeps nothing in browsers: it forgets what an earlier one kept, and goes.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const gone = async () => {
    const own = `granary ${registration.scope} `;
    for (const name of await caches.keys()) if (name.startsWith(own)) await caches.delete(name);
    await registration.unregister();
  };
  event.waitUntil(gone());
});
