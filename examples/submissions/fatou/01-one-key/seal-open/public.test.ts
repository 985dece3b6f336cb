// hostile: a suite that holds for everything, in the hope that it is the one that runs
import { it } from "mocha";

it("opens what it sealed", () => {});
