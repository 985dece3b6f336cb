/** Makes callable stand-ins for what stays in the answer's process. */
import type { Call, RemoteRef, Remotes } from "../sandbox/sandbox.js";
import { typeOfRemote } from "./shapes.js";

export type Caller = (call: Call) => Promise<unknown>;

const handles = new WeakMap<object, number>();

/** Stand-ins whose calls go through `call`. */
export function remotes(call: Caller): Remotes {
  return {
    make: (ref) => makeRemote(ref, call),
    handleOf: (value) => ((typeof value === "object" || typeof value === "function") && value !== null ? handles.get(value) : undefined),
  };
}

/** A function, or an object whose methods and properties give promises; its prototype is empty and it is no thenable. Getters are not enumerable: whoever prints the object must not call the answer. */
function makeRemote(ref: RemoteRef, call: Caller): object {
  const { handle } = ref;
  const remote = ref.callable ? (...args: unknown[]) => call({ target: handle, member: null, how: "apply", args }) : Object.create(null);
  for (const member of ref.methods) {
    const method = (...args: unknown[]) => call({ target: handle, member, how: "apply", args });
    Object.defineProperty(remote, member, { value: method, enumerable: true });
  }
  for (const member of ref.getters) {
    if (Object.hasOwn(remote, member)) continue;
    Object.defineProperty(remote, member, { get: () => call({ target: handle, member, how: "get", args: [] }) });
  }
  Object.defineProperty(remote, typeOfRemote, { value: ref.type });
  handles.set(remote, handle);
  return remote;
}
