/** The reference client of lesson 9, for tests that let it meet servers. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { courseRoot, exerciseFiles, readText } from "../../../grader/course.js";
import { buildSuite } from "../../../grader/own-files.js";
import type { TlsClient } from "../../../kit/connect.js";
import type { Options, Parts } from "../../../kit/given/client.js";

/** @param parts - instead of the reference's own. */
export type MakeClient = (o: Options, parts?: Parts) => TlsClient;

/** Undefined in a checkout without solutions. */
export async function referenceClient(): Promise<MakeClient> {
  return (await importedAnswer<{ makeClient: MakeClient }>("09-capstone/fetch-page")).makeClient;
}

/** An exercise's reference. */
export const importedAnswer = <M>(exercise: string): Promise<M> => imported<M>(exerciseFiles(courseRoot, exercise).reference);

/** What a client needs for P-256 as well: the model answer to the notebook's bonus, as it stands in teaching.md. */
export async function bonusParts(): Promise<Parts> {
  const file = join(courseRoot, ".cache", "bonus", "p256.ts");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${await bonusAnswer()}\nexport { helloForBoth, checkBoth };\n`);
  const { helloForBoth, checkBoth } = await imported<{ helloForBoth: Parts["clientHello"]; checkBoth: Parts["checkServer"] }>(file);
  return { clientHello: helloForBoth, checkServer: checkBoth };
}

/** As it is written into the notebook's cell. */
export async function bonusAnswer(): Promise<string> {
  const text = await readText(courseRoot, join(courseRoot, "solutions", "09-capstone", "teaching.md"));
  return /^```ts\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? "";
}

async function imported<M>(file: string): Promise<M> {
  return (await import(pathToFileURL(await buildSuite(courseRoot, file)).href)) as M;
}
