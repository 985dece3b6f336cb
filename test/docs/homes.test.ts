import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { kernelName } from "../../setup/kernelspec.js";
import { commandsOf } from "./commands.js";
import { cellsOf, listed } from "./lessons.js";

/**
 * The properties that we use, as containers.dev/implementors/json_reference names them. Ours, because the devcontainer command line takes
 * anything.
 */
const schema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "image", "postCreateCommand"],
  properties: {
    name: { type: "string" },
    image: { type: "string", pattern: "^[a-z0-9.-]+(/[a-z0-9._-]+)+:[\\w.-]+$" },
    features: {
      type: "object",
      additionalProperties: false,
      patternProperties: { "^[a-z0-9.-]+(/[a-z0-9._-]+)+:\\d+(\\.\\d+)*$": { type: "object", additionalProperties: { type: ["string", "boolean"] } } },
    },
    postCreateCommand: { type: "string" },
    forwardPorts: { type: "array", items: { type: "integer", minimum: 0, maximum: 65535 } },
    portsAttributes: {
      type: "object",
      additionalProperties: false,
      patternProperties: {
        "^\\d+$": {
          type: "object",
          additionalProperties: false,
          properties: {
            label: { type: "string" },
            onAutoForward: { enum: ["notify", "openBrowser", "openBrowserOnce", "openPreview", "silent", "ignore"] },
          },
        },
      },
    },
    customizations: {
      type: "object",
      additionalProperties: false,
      properties: {
        vscode: {
          type: "object",
          additionalProperties: false,
          properties: { extensions: { type: "array", items: { type: "string", pattern: "^[a-z0-9-]+\\.[a-z0-9-]+$" } } },
        },
      },
    },
    hostRequirements: {
      type: "object",
      additionalProperties: false,
      properties: { cpus: { type: "integer", minimum: 1 }, memory: { type: "string", pattern: "^\\d+([tgmk]b)?$" } },
    },
  },
};

const text = readFileSync(join(courseRoot, ".devcontainer", "devcontainer.json"), "utf8");
const faults = (json: string): readonly (string | undefined)[] => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  validate(JSON.parse(json));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe(".devcontainer/devcontainer.json", () => {
  it("holds only what the format knows", () => {
    expect(faults(text)).to.deep.equal([]);
  });

  for (const [what, from, to] of [
    ["a property of another name", '"image"', '"imag"'],
    ["a port that there cannot be", "[8888]", "[88888]"],
    ["memory in words", '"4gb"', '"four"'],
    ["an extension without its publisher", '"ms-toolsai.jupyter"', '"jupyter"'],
  ] as const) {
    it(`would be refused with ${what}`, () => {
      expect(text).to.contain(from);
      expect(faults(text.replace(from, to))).not.to.deep.equal([]);
    });
  }

  it("runs a script that package.json has, here and in the students' copy", () => {
    const { postCreateCommand } = JSON.parse(text) as { postCreateCommand: string };
    expect(commandsOf(`\`${postCreateCommand}\``)).to.deep.equal(["npm run kernel"]);
    expect((JSON.parse(readFileSync(join(courseRoot, "package.json"), "utf8")) as { scripts: object }).scripts).to.have.property("kernel");
  });
});

describe("what an editor chooses the kernel by", () => {
  for (const id of listed()) {
    it(`stands in ${id}: the name of the course's kernel, and the language`, () => {
      const { metadata } = JSON.parse(readFileSync(join(courseRoot, "notebooks", `${id}.ipynb`), "utf8")) as { metadata: { kernelspec?: object } };
      expect(metadata.kernelspec).to.deep.equal({ display_name: "TypeScript", language: "typescript", name: kernelName });
      expect(cellsOf(id)).not.to.have.length(0);
    });
  }
});
