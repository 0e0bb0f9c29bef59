// Every page of the dashboard. What holds for all pages (accessibility, layout, screenshots) reads this list.

export const pages = [
  { name: "overview", path: "/" },
  { name: "orders", path: "/orders" },
  { name: "items", path: "/items" },
  { name: "segments", path: "/segments", isStatic: true },
  { name: "what-if", path: "/what-if" },
  { name: "accuracy", path: "/accuracy", isStatic: true },
  { name: "proof", path: "/proof", isStatic: true },
  { name: "data-quality", path: "/data-quality", isStatic: true },
  { name: "sql", path: "/sql", isStatic: true },
  { name: "q", path: "/q/suppliers", isStatic: true },
  { name: "item", path: "/item?sku=85123A&location=UK" },
];

export const themes = ["light", "dark"];
