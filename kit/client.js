export * from "../dist/kit/given/client.js";
