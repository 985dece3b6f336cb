import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";

const STAMP = ".session-keys";
// npm's own pauses between tries let one without a network wait for more than a minute.
const PATIENCE = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
// No scripts: no package needs its own, and that of deno fails where there is no Deno, though the course opens there.
const INSTALL = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", ...PATIENCE];

/** Runs `npm ci` unless node_modules holds what package-lock.json lists. Also repairs an interrupted `npm ci`. */
export const ensurePackages = (root, say) => {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const stampFile = join(root, "node_modules", STAMP);
  const stamp = stampOf(lock);
  if (readOr(stampFile, "") === stamp) return;
  if (!installedByHand(root, lock)) {
    say("installing the course's packages (once, about half a minute) …");
    const startedMs = Date.now();
    npm(root, INSTALL, { what: "the course's packages could not be installed", cure: "run the same command again" });
    say(`packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
  }
  // Last, so that an interrupted installation has no stamp.
  writeFileSync(stampFile, stamp);
};

/** For the doctor, who installs nothing. */
export const packagesAre = (root) => {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const fresh = readOr(join(root, "node_modules", STAMP), "") === stampOf(lock) || installedByHand(root, lock);
  if (fresh) return "fine";
  return readOr(join(root, "node_modules", ".package-lock.json"), "") === "" ? "missing" : "old";
};

/** Packages with binaries differ by system, so a folder that is shared by two systems is installed anew. */
const stampOf = (lock) => createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");

/**
 * npm empties node_modules first and writes node_modules/.package-lock.json last, with what it really installed.
 * Contents are compared, not times: an unpacked archive has old times, a clone has new ones.
 */
const installedByHand = (root, lock) => {
  const installed = packagesOf(readOr(join(root, "node_modules", ".package-lock.json"), "{}"));
  return Object.entries(packagesOf(lock)).every(([path, wanted]) => {
    if (path === "" || !path.includes("node_modules/")) return true;
    const found = installed[path];
    if (found === undefined) return isForOtherSystem(wanted);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
};

const isForOtherSystem = ({ optional, os, cpu, libc }) =>
  Boolean(optional) && !(isOrAny(os, process.platform) && isOrAny(cpu, process.arch) && libc === undefined);

const isOrAny = (list, value) => list === undefined || list.includes(value);

const packagesOf = (text) => {
  try {
    return JSON.parse(text).packages || {};
  } catch {
    return {};
  }
};

const readOr = (path, otherwise) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
};
