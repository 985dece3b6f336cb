/**
 * What a student reads when a program or the file system refuses: one sentence with its cure, then the lines that tell it.
 * Known by the words that npm, uv, pip, Python and Node use.
 */
const CAUSES = [
  {
    words: /ENOSPC|EDQUOT|no space left|quota exceeded|not enough space on the disk|os error (?:28|112)\b/i,
    sentence: () => "the disk is full; make 1 GB free and run the same command again",
  },
  {
    words: /EACCES|EPERM|EROFS|permission denied|access is denied|read-only file system|\bos error (?:5|13|30)\b/i,
    sentence: (text) =>
      `you may not write${pathIn(text)}; move the course into a folder of your own, or if it was once started with sudo, give it back to yourself with chown, and run the same command again`,
  },
  {
    words: /SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_HAS_EXPIRED|CERTIFICATE_VERIFY_FAILED|invalid peer certificate/i,
    sentence: (text) =>
      `${hostIn(text)} shows a certificate that is not trusted; check this computer's clock, or use a network that does not look into what you download, and run the same command again`,
  },
  {
    words:
      /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|ConnectTimeoutError|ProxyError|error sending request|dns error|name resolution/i,
    sentence: (text) =>
      `${hostIn(text)} cannot be reached; connect this computer to the internet (behind a proxy, set HTTPS_PROXY) and run the same command again`,
  },
  {
    words: /EINTEGRITY|hash mismatch|do not match the hashes/i,
    sentence: () => "a download is damaged; remove the folder .cache, and run the same command again, on another network if that does not help",
  },
  {
    words: /no matching distribution|has no wheels with a matching|EBADPLATFORM/i,
    sentence: () =>
      "a package does not exist for this system or this Python; install a 64-bit Python from 3.9 to 3.14, name it in the environment variable PYTHON, and run the same command again",
  },
];

const MOST_LINES = 3;
const LAST_LINES = 12;
const NOISE = /^npm (?:notice|error A complete log)|^WARNING: There was an error checking the latest version/;

/**
 * @param {string} what ended without success, for example "the packages could not be installed"
 * @param {string} output of the program, or the message of an error
 * @param {string} cure for what is not known
 * @returns {string} the sentence, then the lines that tell the cause, or the last ones, indented
 */
export const describeFailure = (what, output, cure) => {
  const lines = output
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !NOISE.test(line));
  const cause = CAUSES.find(({ words }) => words.test(output));
  if (cause === undefined) return [`${what}; ${cure}`, ...indented(lines.slice(-LAST_LINES))].join("\n");
  const telling = lines.filter((line) => cause.words.test(line)).slice(0, MOST_LINES);
  return [`${what}: ${cause.sentence(output)}`, ...indented(telling)].join("\n");
};

/** A full disk or a folder that can't be written is no bug of ours. */
export const isFromSystem = (error) => error instanceof Error && "syscall" in error;

const indented = (lines) => lines.map((line) => `    ${line.trim()}`);

const hostIn = (text) => {
  const found = /https?:\/\/(?:[^/\s'"]*@)?([\w.-]+)/.exec(text) || /host='([\w.-]+)'/.exec(text);
  return found ? found[1] : "the server that has them";
};

const pathIn = (text) => {
  const found = /^npm error path (.+)$/m.exec(text) || /['`]((?:\/|[A-Z]:\\)[^'`]+)['`]/.exec(text);
  return found ? ` ${found[1].trim()}` : " there";
};
