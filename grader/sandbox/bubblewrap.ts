/** The second wall, on Linux: namespaces in which there is nothing but the files that the answer's process needs. */
import { execFileSync } from "node:child_process";

/** Nobody's user and group. */
const nobody = "65534";
const tmpBytes = 8 << 20;

/**
 * @param bwrap - path of bubblewrap, 0.8 or newer.
 * @param program - path outside of a dynamically linked program that runs inside; its libraries come along.
 * @param files - path outside → path inside, read only.
 * @returns the words that stand before a command of paths inside.
 */
export function bubblewrap(bwrap: string, program: string, files: Readonly<Record<string, string>>): string[] {
  const binds = [...librariesOf(program).map((file) => [file, file]), ...Object.entries(files)];
  return [
    bwrap,
    // User, mount, pid, network, ipc, host name and cgroup; and inside none of it once more.
    ...["--unshare-all", "--unshare-user", "--disable-userns", "--uid", nobody, "--gid", nobody, "--cap-drop", "ALL", "--hostname", "sandbox"],
    ...["--die-with-parent", "--new-session"],
    ...binds.flatMap(([outside = "", inside = ""]) => ["--ro-bind", outside, inside]),
    // The size counts for the tmpfs behind it. No /proc and no /dev: Deno does without.
    ...["--size", String(tmpBytes), "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/"],
  ];
}

let libraries: { readonly program: string; readonly files: readonly string[] } | undefined;

/** As the dynamic loader finds them, once a process. */
function librariesOf(program: string): readonly string[] {
  if (libraries?.program !== program) {
    const listed = execFileSync("/usr/bin/ldd", [program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    libraries = { program, files: [...new Set(listed.match(/(?<=^\s|=> )\/\S+/gm))] };
  }
  return libraries.files;
}

const profile =
  "allow bubblewrap by an AppArmor profile with `userns,`, or for the whole machine: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";

/** What to do, by what bubblewrap says when it cannot begin. */
const cures: readonly (readonly [RegExp, string])[] = [
  [/unknown option/i, "this bubblewrap is too old; it takes version 0.8 or newer"],
  // Ubuntu since 23.10, and with it GitHub's runners: the namespace is made, but without the right to do anything in it.
  [/setting up uid map: permission denied|RTM_NEWADDR/i, `AppArmor keeps unprivileged users from namespaces, as on GitHub's runners; ${profile}`],
  [
    /creating new namespace failed|no permissions to create( a)? new namespace|operation not permitted|no space left/i,
    "user namespaces are not to be had, as in most containers; grade outside of the container, or let it have them (Docker: --security-opt seccomp=unconfined; Linux: sysctl -w user.max_user_namespaces=10000 kernel.unprivileged_userns_clone=1)",
  ],
];

/** @param said - what came on bubblewrap's standard error. */
export const cureFor = (said: string): string | undefined => cures.find(([pattern]) => pattern.test(said))?.[1];
