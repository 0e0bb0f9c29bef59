// The key that leads to the search field, on pages without a module: elsewhere the module listens for it.

const TYPING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const plain = event.key === "/" && !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  const field = document.querySelector("header input[type=search]");
  if (!plain || !field || event.target.closest(TYPING)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
