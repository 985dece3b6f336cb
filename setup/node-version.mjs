const OLDEST = [20, 19];

/**
 * @param {string} version for example "20.19.0"
 * @returns {string | undefined} what to do about a Node that is too old
 */
export const nodeProblem = (version) => {
  const [major, minor] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `this course needs Node ${OLDEST.join(".")} or newer, and this is Node ${version}; install the current LTS version of Node.js, open a new terminal and run the command again`;
};
