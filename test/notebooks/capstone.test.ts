/** What a student sees in lesson 9 once all is right: the stages, the liars by name, and the password that Eve read in lesson 0. */
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { courseRoot, exerciseFiles, readCourse, readText } from "../../grader/course.js";
import { cellOf } from "../../grader/extract.js";
import { tricks } from "../../grader/suite/tls-tricks.js";
import { bonusAnswer } from "../grader/suite/tls-client.js";
import { needJupyter, printed, type RunCell, runNotebook } from "../jupyter.js";

const password = "päss wörd 4711";
/** The tape as `overhear` writes it in lesson 0. */
const withTape = `import { sequence } from "@session-keys/kit";
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync(process.env.SESSION_KEYS_STATE!, { recursive: true });
const login = Buffer.from("login: alice\\r\\nPassword: ${password}\\r\\n", "utf8").toString("hex");
writeFileSync(process.env.SESSION_KEYS_STATE + "/eve.tape", JSON.stringify({ id: "00-sessions/login", hex: login }) + "\\n");`;

describe("lesson 9, done", function () {
  this.timeout(600_000);
  let cells: readonly RunCell[] = [];

  before(async function () {
    needJupyter(this as unknown as Mocha.Context);
    const { exercises } = await readCourse(courseRoot);
    const put: Record<string, string> = { whole: withTape, "p256-yours": await bonusAnswer() };
    for (const { id } of exercises.filter((one) => one.id.startsWith("09-capstone/")))
      put[`${id.split("/")[1]}-answer`] = cellOf(id, await readText(courseRoot, exerciseFiles(courseRoot, id).reference));
    cells = await runNotebook("09-capstone.ipynb", put);
    expect(cells.flatMap(({ id, outputs }) => outputs.filter(({ output_type }) => output_type === "error").map(() => id))).to.deep.equal([]);
  });
  const said = (id: string): string => {
    const cell = cells.find((one) => one.id === id);
    return cell === undefined ? `there is no cell ${id}` : printed(cell, "stdout") + printed(cell, "stderr");
  };

  it("says offline, byte for byte, what the client of RFC 8448 said", () => {
    expect(said("offline").trim().split("\n")).to.deep.equal([
      "Finished: every byte as in the RFC",
      "data: every byte as in the RFC",
      "close_notify: every byte as in the RFC",
      "the page: 000102030405060708090a0b0c0d0e0f…",
    ]);
  });

  it("shows the password of lesson 0 on the page, in both suites, and noise on the tap", () => {
    expect(said("password")).to.contain(password);
    const page = `Good evening. Your password is ${password}.`;
    expect(said("live").trim().split(/\n+/)).to.deep.equal(["TLS_AES_128_GCM_SHA256", page, "TLS_CHACHA20_POLY1305_SHA256", page]);
    expect(said("noise")).to.match(/The password is among them: false\nThe name of the host is: +true/);
  });

  it("meets OpenSSL's server, or says in a sentence that there is none", () => {
    expect(said("openssl")).to.match(/^OpenSSL \S+ sent \d+ letters\.[\s\S]*TLSv1\.3|^There is no OpenSSL/);
  });

  it("refuses every trick for its own reason", () => {
    expect(said("evil").trimEnd().split("\n")).to.deep.equal(tricks.map(({ does, word }) => `${word.padEnd(22)} ${does}`));
  });

  it("is fooled where nothing but its judge could notice, if that says yes to all", () => {
    const [first, ...lines] = said("blind")
      .split("\n")
      .filter((line) => line.trim() !== "");
    expect(first).to.match(/^Bob's page: Good evening\./);
    expect(lines.filter((line) => line.startsWith("FOOLED")).map((line) => line.slice(23))).to.deep.equal([
      "shows Bob's certificate without Bob's key",
      "shows a certificate that she signed herself",
      "signs as a client",
      "names another scheme",
      "leaves out CertificateVerify",
      "leaves out certificate and proof",
      "sends its messages out of order",
      "sends a wrong Finished",
      "sends an empty Finished",
    ]);
  });

  it("notices the cut line", () => {
    expect(said("cut")).to.match(/^Error: truncated/);
  });

  it("visits a shop with a P-256 key, and not the thief of its certificate, after the bonus", () => {
    expect(said("p256-run")).to.match(
      /^the shop with P-256: Good evening\.\nan evil server that shows Bob's certificate without Bob's key: Error: decrypt_error/,
    );
  });
});
