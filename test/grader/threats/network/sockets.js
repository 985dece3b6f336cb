// attack: opens a TCP socket, a UDP socket and a unix socket
// stopped by: Deno: no permission for the network
// hardened: the network namespace is empty
// ends: failed
// past the build
export const f = async () => {
  const net = await import("node:net");
  const dgram = await import("node:dgram");
  const reached = (make) => new Promise((ok, no) => { const socket = make(); socket.on("connect", () => ok(1)); socket.on("data", (data) => ok(String(data))); socket.on("error", no) });
  const doors = [() => reached(() => net.connect({{port}}, "127.0.0.1")), () => reached(() => net.connect("{{socket}}")),
    () => new Promise((ok, no) => dgram.createSocket("udp4").on("error", no).send("x", {{port}}, "127.0.0.1", (e) => (e ? no(e) : ok(1)))),
    () => new Promise((ok, no) => net.createServer().on("error", no).listen(0, () => ok(1)))];
  const open = [];
  for (const [at, door] of doors.entries()) {
    try {
      open.push(at, await door());
    } catch {}
  }
  if (open.length > 0) return "canary-" + open;
};
