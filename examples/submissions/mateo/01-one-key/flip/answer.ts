// a list of numbers instead of bytes
export function flip(box: any, known: any, wanted: any): any {
  const forged = Array.from(box as number[]);
  for (let i = 0; i < known.length; i++) forged[12 + i] ^= known.charCodeAt(i) ^ wanted.charCodeAt(i);
  return forged;
}
