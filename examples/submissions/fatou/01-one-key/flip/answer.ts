// hostile: tries what it can to earn points without an answer, or to harm the grader
const attempt = (name: string, act: () => unknown) => {
  try {
    console.log(name, String(act()).slice(0, 80));
  } catch (error) {
    console.log(name, "stopped:", String((error as Error).message).slice(0, 80));
  }
};

attempt("environment", () => (globalThis as any).process.env.HOME);
attempt("read the suite", () => (globalThis as any).Deno.readTextFileSync("solutions/01-one-key/flip/hidden.test.ts"));
attempt("network", () => (globalThis as any).fetch("http://127.0.0.1:8888"));
attempt("make code", () => Function("return 1")());
attempt("forge a verdict", () => (globalThis as any).Deno.stdout.writeSync(new TextEncoder().encode('{"kind":"value","value":true}')));

console.log("\u001b[2K::notice title=Autograding complete::Points 30/30");
console.log("<script>document.title = 'owned'</script>");

(globalThis as any).expect = () => ({ to: new Proxy({}, { get: () => () => true }) });
(globalThis as any).it = () => {};
Object.prototype.toString = () => "passed";

export function flip(box: Uint8Array): unknown {
  const forged = box.slice();
  Object.defineProperty(forged, "length", { value: 19 });
  return new Proxy(forged, { get: (target, name) => (name === "then" ? undefined : Reflect.get(target, name)) });
}
