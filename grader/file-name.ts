/** A student's name as the name of a file, on every system. Pure. */

/** Windows opens a device under these, whatever ending follows. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?=\.|$)/i;

/** File systems allow 255 bytes; a report's file has an ending and, while it is written, a prefix and a number. */
const maxBytes = 180;

/** No separators, no signs that Windows forbids, no dots or blanks at the ends, no device, at most 180 bytes. */
export function fileName(name: string): string {
  const plain = cut(name.replace(/\p{Cs}/gu, "\ufffd").replace(/[/\\:*?"<>|\u0000-\u001f\u007f]/g, "-")).replace(/^[. ]+|[. ]+$/g, "");
  return device.test(plain.trimEnd()) ? `_${plain}` : plain || "unnamed";
}

/** Never inside a character. */
function cut(text: string): string {
  let bytes = 0;
  let kept = "";
  for (const sign of text) {
    bytes += Buffer.byteLength(sign);
    if (bytes > maxBytes) break;
    kept += sign;
  }
  return kept;
}
