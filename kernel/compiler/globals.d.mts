// The names that a cell has without an import, until it needs the types of Node, which take a second to read.
// A .mts, so that our own compiler leaves it alone.
export {};
declare global {
  var console: {
    assert(condition?: boolean, ...data: any[]): void;
    count(label?: string): void;
    debug(...data: any[]): void;
    dir(item: any, options?: any): void;
    error(...data: any[]): void;
    group(...data: any[]): void;
    groupEnd(): void;
    info(...data: any[]): void;
    log(...data: any[]): void;
    table(data: any, columns?: string[]): void;
    time(label?: string): void;
    timeEnd(label?: string): void;
    timeLog(label?: string, ...data: any[]): void;
    trace(...data: any[]): void;
    warn(...data: any[]): void;
  };
  interface Timer {
    ref(): this;
    unref(): this;
    hasRef(): boolean;
    [Symbol.toPrimitive](): number;
  }
  function setTimeout(callback: (...args: any[]) => void, ms?: number, ...args: any[]): Timer;
  function clearTimeout(timer: Timer | number | undefined): void;
  function setInterval(callback: (...args: any[]) => void, ms?: number, ...args: any[]): Timer;
  function clearInterval(timer: Timer | number | undefined): void;
  function setImmediate(callback: (...args: any[]) => void, ...args: any[]): Timer;
  function clearImmediate(timer: Timer | undefined): void;
  function queueMicrotask(callback: () => void): void;
  function structuredClone<T>(value: T, options?: { transfer?: any[] }): T;
  function atob(base64: string): string;
  function btoa(binary: string): string;
  function fetch(input: string | URL, init?: any): Promise<Response>;
  interface Response {
    readonly ok: boolean;
    readonly status: number;
    readonly statusText: string;
    readonly headers: { get(name: string): string | null; has(name: string): boolean };
    arrayBuffer(): Promise<ArrayBuffer>;
    json(): Promise<any>;
    text(): Promise<string>;
  }
  class TextEncoder {
    readonly encoding: string;
    encode(text?: string): Uint8Array;
    encodeInto(text: string, into: Uint8Array): { read: number; written: number };
  }
  class TextDecoder {
    constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
    readonly encoding: string;
    decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
  }
  class URL {
    constructor(url: string | URL, base?: string | URL);
    hash: string;
    host: string;
    hostname: string;
    href: string;
    readonly origin: string;
    pathname: string;
    port: string;
    protocol: string;
    search: string;
    readonly searchParams: URLSearchParams;
    toString(): string;
  }
  class URLSearchParams {
    constructor(init?: string | Record<string, string> | string[][]);
    append(name: string, value: string): void;
    delete(name: string): void;
    get(name: string): string | null;
    getAll(name: string): string[];
    has(name: string): boolean;
    set(name: string, value: string): void;
    toString(): string;
  }
  class AbortController {
    readonly signal: AbortSignal;
    abort(reason?: any): void;
  }
  class AbortSignal {
    static timeout(ms: number): AbortSignal;
    readonly aborted: boolean;
    readonly reason: any;
    addEventListener(type: "abort", listener: () => void): void;
    throwIfAborted(): void;
  }
  var performance: { now(): number; readonly timeOrigin: number };
  var crypto: { getRandomValues<T extends ArrayBufferView>(array: T): T; randomUUID(): string; readonly subtle: any };
}
