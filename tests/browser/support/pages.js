// Every page of the dashboard. What holds for all pages (accessibility, layout, screenshots) reads this list.

export const pages = [
  { name: "overview", path: "/" },
  { name: "items", path: "/items" },
  { name: "what-if", path: "/what-if" },
  { name: "data-quality", path: "/data-quality", isStatic: true },
];

export const themes = ["light", "dark"];
