/** The student's own connection as a page to keep: one HTML file without scripts, for light and dark, with all of it in words at its end. */
import { hexGroups, ROW_BYTES, toHex } from "../../grader/hex.js";
import { type Html, html, nothing, raw, render } from "../../grader/report/html-parts.js";
import type { OpenedConnection, OpenedRecord } from "./opened.js";

export interface Keepsake {
  readonly name: string;
  readonly host: string;
  /** As 2026-11-25. */
  readonly day: string;
  /** A certificate that says that it is a keepsake, as PEM. */
  readonly certificate: string;
}

const style = `:root{color-scheme:light dark;--text:#1c2024;--dim:#5b646d;--back:#fff;--line:#c3c9cf;--you:#0b5cad;--bob:#8a3ea8;--sealed:#f3f5f7}
@media(prefers-color-scheme:dark){:root{--text:#e6e9ec;--dim:#a3acb5;--back:#15181b;--line:#414850;--you:#7cb8f5;--bob:#d79af0;--sealed:#1f2429}}
body{margin:2rem auto;max-width:64rem;padding:0 1rem;color:var(--text);background:var(--back);font:16px/1.5 system-ui,sans-serif}
pre,code{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace}pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
section{border-top:1px solid var(--line);padding:.5rem 0 1rem}h2,h3{margin:.6rem 0 .3rem}h3{font-size:1rem}
.client h3{color:var(--you)}.server h3{color:var(--bob)}.both{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
.eve{background:var(--sealed);padding:.5rem}.dim{color:var(--dim)}th,td{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}
@media print{body{margin:0}}`;

/** The whole page. The same input gives the same text. */
export function connectionPage(connection: OpenedConnection, keepsake: Keepsake): string {
  const { suite, secrets, records, transcript } = connection;
  const { name, host, day, certificate } = keepsake;
  return render(html`${raw("<!DOCTYPE html>")}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}: one TLS 1.3 connection, byte by byte</title>
<style>${raw(style)}</style>
</head>
<body>
<h1>One TLS 1.3 connection, byte by byte</h1>
<p>On ${day} a program by <strong>${name}</strong> opened a TLS 1.3 connection to ${host}, with the suite ${suite}. These are all bytes that crossed the wire: on the left as Eve has them, on the right as ${name}'s program opened them.</p>
<p class="dim">The keys below belong to this one connection. It is over, and they open nothing else.</p>
<section>
<h2>The keys</h2>
<table>
<thead><tr><th scope="col">secret</th><th scope="col">what it is for</th><th scope="col">bytes</th></tr></thead>
<tbody>${secrets.map(
    ({ name: secret, bytes }) => html`<tr><th scope="row">${secret}</th><td>${purpose(secret)}</td><td><code>${toHex(bytes)}</code></td></tr>
`,
  )}</tbody>
</table>
</section>
<h2>The records</h2>
${records.map((record, at) => recordSection(record, at + 1))}
<section>
<h2>A keepsake</h2>
<p>This is no certificate of skill, and no program trusts it. It is a keepsake: the CA that ${name} opened in this course signed it, over the hash of the handshake, <code>${toHex(transcript)}</code>.</p>
<pre>${certificate}</pre>
</section>
<section>
<h2>The same in words</h2>
<pre>${inWords(connection).join("\n")}</pre>
</section>
</body>
</html>
`);
}

/** One line a record. */
export const inWords = ({ records }: OpenedConnection): string[] =>
  records.map(({ from, what, inside, key }, at) => {
    const sealed = key === undefined ? what : `{${what}}`;
    return `${at + 1}  ${who(from)}  ${sealed}  ${inside.length} bytes  ${key === undefined ? "in the open" : `${key.name}, record ${key.count}`}`;
  });

const who = (from: OpenedRecord["from"]): string => (from === "client" ? "you → server" : "server → you");

function purpose(secret: string): string {
  const side = secret.startsWith("c") ? "what you send" : "what the server sends";
  return `${side}, ${secret.endsWith("hs") ? "handshake" : "data"}`;
}

function recordSection({ from, wire, what, inside, key }: OpenedRecord, number: number): Html {
  const how = key === undefined ? "in the open" : `sealed under ${key.name}, record ${key.count}`;
  const opened = key === undefined ? nothing : html`<div><p class="dim">opened, ${inside.length} bytes</p>${hex(inside)}</div>`;
  return html`<section class="${from}">
<h3>${number}. ${who(from)}: ${what}</h3>
<p class="dim">${how}</p>
<div class="both"><div class="eve"><p class="dim">on the wire, ${wire.length} bytes</p>${hex(wire)}</div>${opened}</div>
</section>
`;
}

const hex = (bytes: Uint8Array): Html => html`<pre>${lines(bytes).join("\n")}</pre>`;

/** 16 bytes a line, with the letters that they stand for. */
function lines(bytes: Uint8Array): string[] {
  const starts = Array.from({ length: Math.ceil(bytes.length / ROW_BYTES) }, (_, row) => row * ROW_BYTES);
  return starts.map((at) => {
    const row = bytes.subarray(at, at + ROW_BYTES);
    const letters = Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
    return `${hexGroups(row).join(" ").padEnd(36)}${letters}`;
  });
}
