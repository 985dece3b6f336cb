/** Errors that learners meet, in their words. Undefined where the error's own message says enough. */
import type { BuiltAnswer } from "../model.js";

/** noble 2.x: what its messages mean for the one who called it. Held against noble itself by a test. */
const nobleErrors: readonly (readonly [RegExp, string])[] = [
  [
    /^cannot encrypt\(\) twice/,
    "A cipher object stands for one nonce, so it encrypts once. Make a new nonce, and with it a new cipher object, for each message.",
  ],
  [
    /"nonce" expected Uint8Array of length (\d+), got length=(\d+)|nonce must be 12|invalid nonce length/,
    "The nonce has the wrong length: this cipher takes 12 bytes.",
  ],
  [/"(?:arx )?key" expected Uint8Array of length (\d+), got length=(\d+)/, "The key has the wrong length: this cipher takes 32 bytes."],
  [/"ciphertext" expected length >= tagLength/, "What you decrypt is shorter than a tag. It must be the ciphertext with its 16-byte tag behind it."],
  [/^(?:aes-gcm: )?invalid tag$/, "The tag does not fit: another key, another nonce, other associated data, or changed bytes."],
  [/^integrity check failed$/, "The wrapped key does not fit: another key, or changed bytes."],
  [
    /^invalid private or public key received$/,
    "This public key is refused: it has the wrong length, or is one of a few that would make the shared secret known to everyone.",
  ],
  [/"prk" must be at least HashLen/, "HKDF's second step takes the 32 bytes that its first step returns; what you passed is shorter."],
  [/"signature" expected Uint8Array of length (\d+)/, "An Ed25519 signature has 64 bytes."],
  [/expected Uint8Array, got type=string/, "noble takes bytes, and you passed a text. Turn it into bytes with new TextEncoder().encode(text)."],
  [/expected Uint8Array, got type=(undefined|object)/, "noble takes bytes (a Uint8Array), and you passed something else. Print it to see what it is."],
];

const absent = /^(process|require|Buffer|Deno|fetch|module|exports|window|document|XMLHttpRequest|WebSocket|setImmediate|localStorage|performance|navigator)$/;

/** @param message - of the error that the answer threw. */
export function explainThrown(errorName: string, message: string, answer: BuiltAnswer): string | undefined {
  const unknown = errorName === "ReferenceError" ? /^(\S+) is not defined$/.exec(message)?.[1] : undefined;
  if (unknown !== undefined) return explainName(unknown, answer);
  return nobleErrors.find(([pattern]) => pattern.test(message))?.[1];
}

function explainName(name: string, { cell, elsewhere }: BuiltAnswer): string {
  const other = elsewhere?.[name];
  if (other !== undefined) return `${name} stands in cell ${other}, and a check sees only the cell of your answer. Move it in here.`;
  if (absent.test(name)) return `Answers run without Node and without a browser: there is no ${name} here.`;
  return `No line of this ${cell === undefined ? "file" : "cell"} says what ${name} is. Is it spelt as you declared it, or an import that is missing?`;
}
