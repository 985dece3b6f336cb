/** JupyterLab in a real Chromium, for tests. */
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { courseRoot } from "../../grader/course.js";
import { ensureEnvironment } from "../../setup/environment.js";
import { serverArgs } from "../../setup/jupyter.js";
import { chromiumPath } from "./chromium.js";

export interface Lab {
  readonly page: Page;
  /** Folder of the notebooks' copies. */
  readonly folder: string;
  readonly problems: string[];
  close(): Promise<void>;
}

/** Where the tests leave their pictures, to be looked at. */
export const shots = join(courseRoot, ".cache", "screenshots");

/** Opens a copy of a notebook from notebooks/, so that the course's own is never changed. */
export async function openLab(notebook: string): Promise<Lab> {
  const environment = await ensureEnvironment(courseRoot, () => {});
  const folder = join(courseRoot, ".cache", "test-lab", String(process.pid));
  await mkdir(folder, { recursive: true });
  await mkdir(shots, { recursive: true });
  await cp(join(courseRoot, "notebooks", notebook), join(folder, notebook));
  const port = await freePort();
  const server = spawn(
    environment.python,
    [
      ...serverArgs(courseRoot, { browser: false, port }),
      "--LabApp.expose_app_in_browser=True",
      "--IdentityProvider.token=",
      "--ServerApp.disable_check_xsrf=True",
      "--ContentsManager.allow_hidden=True",
    ],
    {
      cwd: courseRoot,
      env: { ...process.env, ...environment.env, JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"), SESSION_KEYS_STATE: join(folder, "state") },
      stdio: "ignore",
    },
  );
  const profile = await mkdtemp(join(tmpdir(), "session-keys-chromium-"));
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await ended(server);
    await rm(profile, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(`http://127.0.0.1:${port}/api`);
    browser = await chromium.launch({
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      if (!/^(data|blob|http:\/\/127\.0\.0\.1|ws:\/\/127\.0\.0\.1)/.test(request.url())) problems.push(`a request to ${request.url()}`);
    });
    await page.goto(`http://127.0.0.1:${port}/lab/tree/.cache/test-lab/${process.pid}/${notebook}`);
    await ready(page);
    return { page, folder, problems, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The app has started, the notebook is open and its kernel waits for work. */
async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => "jupyterapp" in globalThis, undefined, { timeout: 60_000 });
  await page.evaluate(async () => {
    const app = (globalThis as unknown as LabWindow).jupyterapp;
    await app.restored;
    await app.serviceManager.ready;
  });
  await page.waitForFunction(
    () => (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle",
    undefined,
    { timeout: 90_000 },
  );
}

/** The little of JupyterLab's application object that the tests use. */
export interface LabWindow {
  readonly jupyterapp: {
    readonly restored: Promise<void>;
    readonly serviceManager: { readonly ready: Promise<void> };
    readonly commands: { execute(id: string, args?: object): Promise<unknown> };
    readonly shell: {
      readonly currentWidget?: {
        readonly sessionContext?: { readonly session?: { readonly kernel?: { readonly status: string } } };
        readonly content: LabNotebook;
      };
    };
  };
}

interface LabNotebook {
  activeCellIndex: number;
  readonly model: {
    readonly cells: Iterable<{
      readonly id: string;
      readonly type: string;
      readonly sharedModel: { setSource(text: string): void };
      readonly executionCount?: number | null;
    }>;
  };
}

export const command = (page: Page, id: string, args: object = {}): Promise<void> =>
  page.evaluate(
    async ([name, given]) => void (await (globalThis as unknown as LabWindow).jupyterapp.commands.execute(name as string, given as object)),
    [id, args],
  );

/** Writes a cell's source, as typing would. */
export const write = (page: Page, cell: string, source: string): Promise<void> =>
  page.evaluate(
    ([id, text]) => {
      const notebook = (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget?.content;
      const found = [...(notebook?.model.cells ?? [])].find((one) => one.id === id);
      if (!found) throw new Error(`no cell ${id}`);
      found.sharedModel.setSource(text as string);
    },
    [cell, source],
  );

/** Runs one cell and waits until the kernel is idle again. */
export async function runCell(page: Page, cell: string): Promise<void> {
  await page.evaluate((id) => {
    const notebook = (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget?.content;
    const index = [...(notebook?.model.cells ?? [])].findIndex((one) => one.id === id);
    if (!notebook || index < 0) throw new Error(`no cell ${id}`);
    notebook.activeCellIndex = index;
  }, cell);
  await command(page, "notebook:run-cell");
}

/** The element of a cell, by the cell's id. */
export async function cellElement(page: Page, cell: string) {
  const index = await page.evaluate((id) => {
    const notebook = (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget?.content;
    return [...(notebook?.model.cells ?? [])].findIndex((one) => one.id === id);
  }, cell);
  return page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${index}"]`).first();
}

export async function setDark(page: Page, dark: boolean): Promise<void> {
  await command(page, "apputils:change-theme", { theme: dark ? "JupyterLab Dark" : "JupyterLab Light" });
  await page.waitForSelector(`body[data-jp-theme-light="${!dark}"]`, { state: "attached" });
  await page.waitForSelector("#jupyterlab-splash", { state: "detached" });
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not answer at ${url} within 60 s`);
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const closed = new Promise((resolve) => server.once("close", resolve));
  server.kill("SIGTERM");
  const hard = setTimeout(() => server.kill("SIGKILL"), 10_000);
  await closed;
  clearTimeout(hard);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
