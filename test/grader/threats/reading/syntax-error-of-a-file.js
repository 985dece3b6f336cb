// attack: imports a file that is no JavaScript, for the line in its error
// stopped by: Deno: no permission to read
// hardened: the file is not in the mount namespace
// ends: failed
// past the build
export const f = async () => {
  try {
    return Object.keys(await import("file://{{file}}"));
  } catch (error) {
    return String(error) + error.stack;
  }
};
