export * from "../dist/kit/main.js";
