-- The callback by which Dash makes the overview. Run by wrk.

wrk.method = "POST"
wrk.path = "/_dash-update-component"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"output":"page.children","outputs":{"id":"page","property":"children"},'
  .. '"inputs":[{"id":"address","property":"pathname","value":"/"}],"changedPropIds":["address.pathname"]}'
