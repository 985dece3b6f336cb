/** The reference client of lesson 9, for tests that let it meet servers. */
import { pathToFileURL } from "node:url";
import { courseRoot, exerciseFiles } from "../../../grader/course.js";
import { buildSuite } from "../../../grader/own-files.js";
import type { TlsClient } from "../../../kit/connect.js";

export type MakeClient = (o: { host: string; ca: Uint8Array; now: number; random: Uint8Array; sessionId: Uint8Array; secretKey: Uint8Array }) => TlsClient;

/** Undefined in a checkout without solutions. */
export async function referenceClient(): Promise<MakeClient> {
  const file = await buildSuite(courseRoot, exerciseFiles(courseRoot, "09-capstone/fetch-page").reference);
  return ((await import(pathToFileURL(file).href)) as { makeClient: MakeClient }).makeClient;
}
