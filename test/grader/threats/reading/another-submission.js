// attack: imports the answer of the student next to it
// stopped by: the build refuses every import but noble's
// ends: stopped: build
import { f as theirs } from "../../bilal/answer.ts";
function f(input) { return theirs(input); }
