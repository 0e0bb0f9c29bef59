import { defineConfig } from "@playwright/test";
import { chromium, origin, results } from "./support/environment.js";

export default defineConfig({
  testDir: ".",
  outputDir: `${results}/artifacts`,
  reporter: [["list"]],
  fullyParallel: true,
  // Two: the server under test needs the machine too.
  workers: 2,
  // A browser test that passes at the second try has found something.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: origin,
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        // Containers give the browser no namespaces for its own sandbox, and a small /dev/shm.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        // Nothing may be asked of any other host.
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
      ],
    },
  },
  projects: [
    { name: "chromium", testMatch: "*.spec.js" },
    { name: "screenshots", testMatch: "screenshots.js" },
  ],
  webServer: {
    command: "node support/serve.js",
    url: `${origin}/readyz`,
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "pipe",
    // The first start publishes the sample.
    timeout: 600_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
  },
});
