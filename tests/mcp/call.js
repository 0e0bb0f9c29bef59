// Calls tools with the protocol's official client, which checks every answer against the tool's own schema.
//
// Standard input: { command, args } or { url }, and calls: [{ name, arguments }], between which { run: [program, …] } runs a
// program. Standard output: { server, instructions, tools, answers }.

import { execFileSync } from "node:child_process";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

let text = "";
for await (const piece of process.stdin) text += piece;
const { command, args, url, calls } = JSON.parse(text);

const client = new Client({ name: "granary-tests", version: "1.0.0" });
await client.connect(
  url ? new StreamableHTTPClientTransport(new URL(url)) : new StdioClientTransport({ command, args, stderr: "inherit" }),
);
const { tools } = await client.listTools();
const answers = [];
for (const call of calls) {
  if (call.run) {
    execFileSync(call.run[0], call.run.slice(1), { stdio: ["ignore", "ignore", "inherit"] });
    answers.push(null);
    continue;
  }
  // A call that the protocol refuses is an answer, too.
  answers.push(await client.callTool(call).catch((error) => ({ protocolError: error.message })));
}
console.log(JSON.stringify({ server: client.getServerVersion(), instructions: client.getInstructions(), tools, answers }));
await client.close();
