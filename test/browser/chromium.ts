/** Debian's Chromium, or Chrome, if there is one. */
import { existsSync } from "node:fs";

export const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Skips a suite with a sentence where there is no Chromium. */
export function needChromium(suite: Mocha.Context): void {
  if (chromiumPath !== undefined) return;
  process.stdout.write("skipped: needs Chromium, install it (Debian: apt-get install chromium)\n");
  suite.skip();
}
