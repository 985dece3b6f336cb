export * from "../dist/kit/given/earlier.js";
