/** Writes the page of the student's own connection beside her tape, with a keepsake signed by her CA. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { box, type Html, html, line, render } from "../grader/report/html-parts.js";
import { certificate } from "../grader/suite/tls-server.js";
import type { OpenedShop, Visit } from "./connect.js";
import { connectionPage, inWords } from "./pages/connection.js";
import { openConnection } from "./pages/opened.js";
import { COURSE, writeState } from "./state.js";

export interface KeepsakeOf {
  readonly visit: Visit;
  /** The X25519 secret of this connection, 32 bytes. */
  readonly secretKey: Uint8Array;
  readonly shop: OpenedShop;
  readonly name: string;
}

const FILE = "connection.html";
/** What fits into a common name, beside our own words (RFC 5280, appendix A.1: 64). */
const MOST_LETTERS = 40;

/** Writes the page, and returns what to show. */
export function keepsakeHtml({ visit, secretKey, shop, name }: KeepsakeOf, now = Date.now(), root: string = COURSE): string {
  const said = name.trim();
  if (said === "" || said.length > MOST_LETTERS) return render(warning(`Not written: a name has 1 to ${MOST_LETTERS} letters, this one ${said.length}.`));
  try {
    const connection = openConnection(visit.passed, secretKey);
    // For a host that cannot be (RFC 6761 §6.4), with a key that is thrown away in this line: to be looked at, not used.
    const der = certificate({
      subject: `Keepsake: ${said}`,
      key: ed25519.keygen().publicKey,
      issuer: "Course CA",
      signSecret: shop.caSecret,
      now,
      host: "keepsake.invalid",
    });
    const pem = `-----BEGIN CERTIFICATE-----\n${(
      Buffer.from(der)
        .toString("base64")
        .match(/.{1,64}/g) ?? []
    ).join("\n")}\n-----END CERTIFICATE-----`;
    writeState(root, FILE, connectionPage(connection, { name: said, host: shop.host, day: new Date(now).toISOString().slice(0, 10), certificate: pem }));
    return render(
      html`${line(html`Written: .session-keys/${FILE}, ${connection.records.length} records. Open it in a browser; it needs nothing but itself.`)}<pre>${inWords(connection).join("\n")}</pre>`,
    );
  } catch (error) {
    return render(warning(`Not written: ${error instanceof Error ? error.message : String(error)}.`));
  }
}

const warning = (sentence: string): Html => box("warn", html`${sentence}`);
