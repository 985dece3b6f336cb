/** Bytes → text, or why not. Nothing is guessed: an answer in another encoding would be judged with other letters. Pure. */

export type Decoded = { readonly text: string } | { readonly reason: string };

/** UTF-8, with or without a byte order mark, which is no part of the text. */
export function decode(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return { reason: utf16 };
  // Letters of ASCII in UTF-16 without its mark: every other byte is 0.
  if (bytes.length >= 4 && (isZeroAt(bytes, 0) || isZeroAt(bytes, 1))) return { reason: utf16 };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { reason: "not UTF-8, perhaps an old Windows encoding; save it again as UTF-8" };
  }
}

const utf16 = "UTF-16; save it again as UTF-8";

const isZeroAt = (bytes: Uint8Array, offset: number): boolean => bytes[offset] === 0 && bytes[offset + 2] === 0 && bytes[1 - offset] !== 0;
