/** The hostile answers below this folder. Each says in its head what it tries and what stops it; docs/threat-model.md has a row of each. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { courseRoot } from "../../../grader/course.js";

export interface Attack {
  /** `reading/node-fs`. */
  readonly name: string;
  readonly attack: string;
  readonly stoppedBy: string;
  /** What stops it in the hardened sandbox beside that. */
  readonly hardened: string | undefined;
  /** How judging it may end. */
  readonly ends: readonly string[];
  /** As JavaScript that our build has not seen: it would refuse half of this already. */
  readonly pastTheBuild: boolean;
  /** Run again: the second run must find nothing of the first. */
  readonly twice: boolean;
  readonly source: string;
}

export const folder = join("test", "grader", "threats");

/** In the order of the table: classes as issue 9 has them, names in order. */
export const classes = ["reading", "network", "channels", "forging", "starving", "exhausting", "surviving", "trusted-side", "leaking"];

export const attacks: readonly Attack[] = classes.flatMap((group) =>
  readdirSync(join(courseRoot, folder, group))
    .sort()
    .map((file) => parse(`${group}/${file.replace(/\.js$/, "")}`, readFileSync(join(courseRoot, folder, group, file), "utf8"))),
);

function parse(name: string, source: string): Attack {
  const [head = ""] = source.split(/^(?!\/\/ )/m);
  const word = (key: string): string | undefined => new RegExp(`^// ${key}: (.+)$`, "m").exec(head)?.[1];
  const needed = (key: string): string => {
    const value = word(key);
    if (value === undefined) throw new Error(`${name}: the head has no line "// ${key}: …"`);
    return value;
  };
  return {
    name,
    attack: needed("attack"),
    stoppedBy: needed("stopped by"),
    hardened: word("hardened"),
    ends: needed("ends").split(" or "),
    pastTheBuild: /^\/\/ past the build$/m.test(head),
    twice: /^\/\/ twice$/m.test(head),
    source,
  };
}
