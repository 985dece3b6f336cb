// attack: calls home by a computed import, by node:http and by fetch
// stopped by: Deno: no remote modules, no permission for the network; fetch is gone
// hardened: the network namespace is empty
// ends: failed
// past the build
export const f = async (input) => {
  const url = "http://127.0.0.1:{{port}}/" + input;
  const doors = [() => import(url), () => fetch(url), async () => { const http = await import("node:http"); await new Promise((ok, no) => http.get(url, ok).on("error", no)) },
    async () => { const web = await import("node:undici"); await web.fetch(url) }];
  let open = 0;
  for (const door of doors) {
    try {
      await door();
      open += 1;
    } catch {}
  }
  return open;
};
