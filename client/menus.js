// Menus close as people expect: by Escape, which leads back to what opened them, and by a click or a step elsewhere.

const openMenu = () => document.querySelector("details.menu[open]");

for (const elsewhere of ["pointerdown", "focusin"]) {
  document.addEventListener(elsewhere, (event) => {
    const menu = openMenu();
    if (menu && !event.composedPath().includes(menu)) menu.open = false;
  });
}

document.addEventListener("keydown", ({ key }) => {
  const menu = key === "Escape" && openMenu();
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
