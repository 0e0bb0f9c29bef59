// The key that leads to the search field, on pages without a module: elsewhere the module listens for it.

const TYPING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const plain = event.key === "/" && !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  const field = document.querySelector("header input[type=search]");
  // In a shadow root the event's own target is hidden behind the root's host.
  if (!plain || !field || event.composedPath()[0].closest(TYPING)) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// What hours without a network need comes when all else is there; without one, at once.
const { pocket } = document.documentElement.dataset;
if (pocket) setTimeout(() => import(pocket), navigator.onLine && 3_000);
