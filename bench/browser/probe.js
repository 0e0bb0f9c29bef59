// Injected before every page: when is a change of the page painted?
//
// A change counts as painted in the first task after the frame that shows it: an animation frame posts a message,
// which the browser handles once that frame's style, layout and paint are done. The same clock for every contender.

globalThis.probe = (() => {
  let selector = null;
  let shown = null;
  let changedAt = null;
  let input = null;
  let frameAt = 0;
  let samples = [];
  let running = false;

  const text = () => document.querySelector(selector)?.textContent ?? null;
  const look = () => {
    const now = text();
    if (now !== null && now !== "" && now !== shown) {
      shown = now;
      changedAt ??= performance.now();
    }
  };
  const observer = new MutationObserver(look);
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    if (changedAt !== null) {
      const paintedAt = performance.now();
      samples.push({ input, frameAt, changedAt, paintedAt });
      changedAt = null;
      input = null;
    }
  };
  const frame = () => {
    if (!running) return;
    // Asked for before anything the page asks for in this frame, so this is where the frame's work begins.
    frameAt = performance.now();
    channel.port2.postMessage(null);
    requestAnimationFrame(frame);
  };

  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
    type: "longtask",
    buffered: true,
  });
  addEventListener("keydown", (event) => (input ??= event.timeStamp), { capture: true });

  return {
    /** Watches the text of the first element that `wanted` selects. */
    watch(wanted) {
      selector = wanted;
      shown = text() || null;
      samples = [];
      // Keys pressed and changes made before the watch are nobody's sample.
      changedAt = null;
      input = null;
      tasks.length = 0;
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      if (!running) {
        running = true;
        requestAnimationFrame(frame);
      }
    },
    /** Watches from the beginning of the page: the first text is the first sample. */
    watchFirst(wanted) {
      selector = wanted;
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      running = true;
      requestAnimationFrame(frame);
      look();
    },
    stop() {
      running = false;
      observer.disconnect();
    },
    samples: () => samples,
    /** Milliseconds of every task of 50 ms and more since the watch began. */
    longTasks: () => tasks,
  };
})();
