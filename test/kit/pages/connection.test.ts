import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { randomBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import { HtmlValidate } from "html-validate";
import { before, describe, it } from "mocha";
import { connect, openShop, type Visit } from "../../../kit/connect.js";
import { type Direction, trafficKeys } from "../../../kit/given/client.js";
import { keepsakeHtml } from "../../../kit/keepsake.js";
import { connectionPage, inWords } from "../../../kit/pages/connection.js";
import { type OpenedConnection, openConnection } from "../../../kit/pages/opened.js";
import { importedAnswer, referenceClient } from "../../grader/suite/tls-client.js";

type MakeDirection = (suite: 0x1303 | 0x1301, key: Uint8Array, iv: Uint8Array) => Direction;

describe("the page of a connection", function () {
  this.timeout(20_000);
  const shop = openShop("bob.test");
  const secretKey = randomBytes(32);
  const keylog = new Map<string, string>();
  let [visit, opened]: [Visit | undefined, OpenedConnection | undefined] = [undefined, undefined];
  const text = (): string => connectionPage(opened as OpenedConnection, { name: "<Zoë>", host: "bob.test", day: "2026-11-25", certificate: "PEM" });

  before(async () => {
    const makeClient = await referenceClient();
    const client = makeClient({ host: "bob.test", ca: shop.ca, now: Date.now(), random: randomBytes(32), sessionId: randomBytes(32), secretKey });
    const server = createServer({ ...shop.pem, minVersion: "TLSv1.3" }, (socket) =>
      socket.on("error", () => undefined).once("data", () => socket.end("HTTP/1.1 200 OK\r\n\r\ngood evening")),
    );
    server.on("keylog", (line) => {
      const [name = "", , secret = ""] = String(line).trim().split(" ");
      keylog.set(name, secret);
    });
    visit = await connect(client, server);
    opened = openConnection(visit.passed, secretKey);
  });

  it("has the secrets that the server's own keylog has", () => {
    const names = {
      "c hs": "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
      "s hs": "SERVER_HANDSHAKE_TRAFFIC_SECRET",
      "c ap": "CLIENT_TRAFFIC_SECRET_0",
      "s ap": "SERVER_TRAFFIC_SECRET_0",
    };
    expect(Object.fromEntries(opened?.secrets.map(({ name, bytes }) => [names[name as "c hs"], Buffer.from(bytes).toString("hex")]) ?? [])).to.deep.equal(
      Object.fromEntries(Object.values(names).map((name) => [name, keylog.get(name)])),
    );
  });

  it("was sealed as lesson 9's makeDirection seals, under the secrets of that keylog", async () => {
    const { makeDirection } = await importedAnswer<{ makeDirection: MakeDirection }>("09-capstone/record");
    const suite = opened?.suite === "TLS_AES_128_GCM_SHA256" ? 0x1301 : 0x1303;
    const of = (name: string): Direction => {
      const { key, iv } = trafficKeys(Buffer.from(keylog.get(name) ?? "", "hex"), suite === 0x1303 ? 32 : 16);
      return makeDirection(suite, Uint8Array.from(key), Uint8Array.from(iv));
    };
    const sealed = visit?.passed.filter(({ bytes }) => bytes[0] === 23) ?? [];
    const [hs, ap, mine, data] = [
      "SERVER_HANDSHAKE_TRAFFIC_SECRET",
      "SERVER_TRAFFIC_SECRET_0",
      "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
      "CLIENT_TRAFFIC_SECRET_0",
    ].map(of) as [Direction, Direction, Direction, Direction];
    const fromServer = sealed.filter(({ from }) => from === "server").map(({ bytes }, at) => (at < 4 ? hs : ap).open(bytes));
    const fromClient = sealed.filter(({ from }) => from === "client");

    expect(fromServer.slice(0, 4).map(({ body }) => body[0])).to.deep.equal([8, 11, 15, 20]);
    expect(new TextDecoder().decode(fromServer.find(({ type }) => type === 23)?.body)).to.contain("good evening");
    expect(fromServer.at(-1)).to.deep.equal({ type: 21, body: Uint8Array.of(1, 0) });
    const [finished, request] = fromClient.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array];
    const [shook, asked] = [mine.open(finished), data.open(request)];
    expect([of("CLIENT_HANDSHAKE_TRAFFIC_SECRET").seal(shook.type, shook.body), of("CLIENT_TRAFFIC_SECRET_0").seal(asked.type, asked.body)]).to.deep.equal([
      finished,
      request,
    ]);
  });

  it("opens every record, and says so in words", () => {
    const words = inWords(opened as OpenedConnection).join("\n");
    for (const line of [
      "you → server  ClientHello",
      "server → you  {CertificateVerify}  72 bytes  s hs, record 2",
      "you → server  {Finished}  36 bytes  c hs, record 0",
      "you → server  {data}",
      "server → you  {close_notify}  2 bytes",
    ])
      expect(words).to.contain(line);
    expect(opened?.records.map(({ inside }) => Buffer.from(inside).toString("latin1")).join()).to.contain("good evening");
  });

  it("needs nothing but itself, escapes names, and says that it is a keepsake", () => {
    expect(text()).to.not.match(/<(?:script|link|img|iframe|object|embed|base|form)\b|@import|url\(/i);
    expect(text()).to.contain("&lt;Zoë&gt;").and.contain("It is a keepsake").and.contain("prefers-color-scheme:dark").and.contain("The same in words");
  });

  it("is what html-validate calls valid", async () => {
    const checker = new HtmlValidate({ extends: ["html-validate:recommended"], rules: { "no-trailing-whitespace": "off", "doctype-style": "off" } });
    const { results } = await checker.validateString(text());
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`))).to.deep.equal([]);
  });

  it("is written beside the tape, with a certificate by the student's CA for a host that cannot be", () => {
    const root = mkdtempSync(join(tmpdir(), "keepsake-"));
    try {
      const said = keepsakeHtml({ visit: visit as Visit, secretKey, shop, name: "Zoë" }, Date.now(), root);
      const page = readFileSync(join(root, ".session-keys", "connection.html"), "utf8");
      const certificate = new X509Certificate(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/.exec(page)?.[0] ?? "");
      expect(said).to.contain("Written: .session-keys/connection.html");
      expect([certificate.subject, certificate.subjectAltName, certificate.ca]).to.deep.equal(["CN=Keepsake: Zoë", "DNS:keepsake.invalid", false]);
      expect(certificate.verify(new X509Certificate(shop.ca).publicKey)).to.equal(true);
      expect(keepsakeHtml({ visit: visit as Visit, secretKey: randomBytes(32), shop, name: "Zoë" }, Date.now(), root)).to.contain("Not written");
      expect(keepsakeHtml({ visit: visit as Visit, secretKey, shop, name: " " }, Date.now(), root)).to.contain("a name has 1 to 40 letters");
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
