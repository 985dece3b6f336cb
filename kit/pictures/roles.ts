/** What a stretch of bytes is for: a colour, a pattern and a letter, the same in every picture. */
import { type Html, html, nothing } from "../../grader/report/html-parts.js";

export type Role = "key" | "nonce" | "plaintext" | "ciphertext" | "tag" | "aad" | "header";

export interface RoleLook {
  /** From Okabe and Ito's palette, which colour-blind readers can tell apart. */
  readonly color: string;
  readonly letter: string;
  readonly name: string;
  readonly pattern: "none" | "diagonals" | "dots" | "crosses" | "bars" | "lines";
}

export const ROLES: Readonly<Record<Role, RoleLook>> = {
  key: { color: "#E69F00", letter: "K", name: "key", pattern: "diagonals" },
  nonce: { color: "#CC79A7", letter: "N", name: "nonce", pattern: "dots" },
  plaintext: { color: "#56B4E9", letter: "P", name: "plaintext", pattern: "none" },
  ciphertext: { color: "#7a8794", letter: "C", name: "ciphertext", pattern: "crosses" },
  tag: { color: "#009E73", letter: "T", name: "tag", pattern: "bars" },
  aad: { color: "#2f8fd0", letter: "A", name: "associated data", pattern: "lines" },
  header: { color: "#2f8fd0", letter: "H", name: "header", pattern: "lines" },
};

/** A place in a picture, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Fills an area with a role's pattern. Drawn as plain paths: SVG `<pattern>`s need ids, and ids of several pictures on one page clash.
 */
export function patterned(role: RoleLook, area: Area): Html {
  const { x, y, width, height } = area;
  const middle = y + height / 2;
  const stroke = (path: string, rest: Html): Html => html`<path d="${path}" fill="none" stroke="${role.color}" ${rest}/>`;
  switch (role.pattern) {
    case "none":
      return nothing;
    case "bars":
      return stroke(`M${x + 3} ${middle}H${x + width}`, html`stroke-width="${height}" stroke-dasharray="1.6 3.4" opacity=".6"`);
    case "dots":
      return stroke(`M${x + 4} ${middle}H${x + width - 2}`, html`stroke-width="2.6" stroke-linecap="round" stroke-dasharray="0 6" opacity=".9"`);
    case "lines":
      return stroke(`M${x} ${y + height / 3}H${x + width}M${x} ${y + (2 * height) / 3}H${x + width}`, html`stroke-width="1.2" opacity=".7"`);
    case "diagonals":
      return stroke(
        hatch(area, (left) => `M${left} ${y + height}l${height} ${-height}`),
        html`stroke-width="1.4" opacity=".7"`,
      );
    case "crosses":
      return stroke(
        hatch(area, (left) => `M${left} ${y + height}l${height} ${-height}M${left} ${y}l${height} ${height}`),
        html`stroke-width=".9" opacity=".7"`,
      );
  }
}

const hatch = ({ x, width, height }: Area, mark: (left: number) => string): string =>
  Array.from({ length: Math.max(0, Math.floor((width - 2) / height)) }, (_, index) => mark(x + 1 + index * height)).join("");
