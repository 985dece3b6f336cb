/** What an alert of TLS, or the first word of an error of the course's client, has to do with the student's code. */

interface Cause {
  /** Its name in RFC 8446 §6.2. */
  readonly name: string;
  /** What it means, and where to look. */
  readonly look: string;
  /** The exercise whose check tells more. */
  readonly check: string;
}

const hello = "09-capstone/client-hello";
const record = "09-capstone/record";
const server = "09-capstone/check-server";
const page = "09-capstone/fetch-page";

/** By number, RFC 8446 §6.2. */
const alerts: ReadonlyMap<number, Cause> = new Map([
  [10, { name: "unexpected_message", look: "A message came at the wrong time. Is your Finished sealed as type 22, and the request as 23?", check: page }],
  [
    20,
    {
      name: "bad_record_mac",
      look: "The server could not open a record of yours. Look at the header's length, and at the keys under which you seal: Finished under the handshake's, the request under the application's.",
      check: record,
    },
  ],
  [22, { name: "record_overflow", look: "A record of yours says that it is longer than records may be. Look at the two length bytes.", check: record }],
  [
    40,
    {
      name: "handshake_failure",
      look: "Client and server have nothing in common: no suite, no group, no signature scheme. Look at the lists in your ClientHello.",
      check: hello,
    },
  ],
  [
    47,
    {
      name: "illegal_parameter",
      look: "The server could read your message, but a field in it must not be so. Look at key_share and at compression.",
      check: hello,
    },
  ],
  [
    50,
    {
      name: "decode_error",
      look: "The server was lost in your message: a length is wrong or missing. Look at clientHello, first at extension 51, then at compression.",
      check: hello,
    },
  ],
  [51, { name: "decrypt_error", look: "Your Finished is wrong. Look at sendFinished: whose secret, and over which messages?", check: page }],
  [70, { name: "protocol_version", look: "The server thinks that you asked for TLS 1.2. Look at extension 43 in your ClientHello.", check: hello }],
  [109, { name: "missing_extension", look: "An extension is missing in your ClientHello.", check: hello }],
]);

/** By the first word of an error that the client threw. */
const words: ReadonlyMap<string, Omit<Cause, "name">> = new Map([
  [
    "bad_record_mac",
    {
      look: "A record of the server's did not open. Before the server's Finished it is about place 1, afterwards about place 3: which secret, which hash, and does the count begin at 0?",
      check: page,
    },
  ],
  ["internal_error", { look: "A direction was used before it was set. Look at places 1 and 3.", check: page }],
  ["unknown_ca", { look: "The certificate is not signed by your CA. With an honest server: is o.ca the right one?", check: server }],
  ["certificate_expired", { look: "The certificate is not valid now. With an honest server: is o.now in milliseconds?", check: server }],
  ["bad_certificate", { look: "The certificate is for another host. With an honest server: is o.host its name?", check: server }],
  ["decrypt_error", { look: "The server's proof does not fit. With an honest server: look at what is signed, and at what Finished covers.", check: server }],
  ["truncated", { look: "The line ended before the server's last word. With an honest server: does takeData notice type 21?", check: page }],
  ["not", { look: "A place is still empty.", check: page }],
]);

/** A sentence or two for an alert's number, or for the text of an error; undefined if there is nothing to say. */
export function causeOf(what: number | string): string | undefined {
  const number = typeof what === "number" ? what : Number(/^alert (\d+)/.exec(what)?.[1] ?? Number.NaN);
  const alert = alerts.get(number);
  if (alert) return `Alert ${number} is ${alert.name}. ${alert.look} Then: await check("${alert.check}")`;
  if (!Number.isNaN(number)) return `Alert ${number}: RFC 8446, section 6.2, lists them all.`;
  const cause = words.get(/^[a-z_]+/.exec(String(what))?.[0] ?? "");
  return cause && `${cause.look} Then: await check("${cause.check}")`;
}
