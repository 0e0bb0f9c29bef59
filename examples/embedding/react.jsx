// Granary in React 19, which passes attributes and listeners on to custom elements.

import "http://127.0.0.1:3000/embed/v1.js";
import { useState } from "react";

export function Stock({ category }) {
  const [scenario, setScenario] = useState("");
  const query = new URLSearchParams({ category }).toString();
  return (
    <>
      <granary-view
        view="what-if"
        query={query}
        token-url="/granary-token"
        ongranary-scenario={({ detail }) => setScenario(detail.query)}
      />
      <p role="status">{scenario}</p>
    </>
  );
}
