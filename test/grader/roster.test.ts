import { expect } from "chai";
import { describe, it } from "mocha";
import { applyRoster, readRoster } from "../../grader/roster.js";

const named = (name: string, ...keys: string[]) => ({ name, keys, notebooks: [], answers: new Map(), quarantined: [] });
const refusal = (text: string): string => {
  try {
    readRoster(text, "r.csv");
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};

describe("grader/roster", () => {
  it("maps names of submissions and numbers of platforms, and lists what fits nothing", () => {
    const roster = readRoster("key,name\r\nanna,Anna Müller\r\n77,Bob\r\nghost,Nobody\r\n", "r.csv");
    const { submissions, unmatched, missing } = applyRoster([named("ANNA"), named("Bob Smith", "77", "x@y"), named("carl", "9")], roster);
    expect(submissions.map(({ name }) => name)).to.deep.equal(["Anna Müller", "Bob", "carl"]);
    expect([unmatched, missing]).to.deep.equal([["carl"], ["Nobody"]]);
  });

  for (const [what, text] of Object.entries({
    "a byte order mark": "\uFEFFkey,name\na,Anna\n",
    semicolons: "key;name\na;Anna\n",
    "other columns, in another order": "mail,NAME,Key\nm,Anna,a\n",
    "quotes and empty lines": 'key,name\n\n"a","Anna"\n\n',
  })) {
    it(`reads ${what}`, () => {
      expect([...readRoster(text, "r.csv")]).to.deep.equal([["a", "Anna"]]);
    });
  }

  it("keys that disagree rename nothing", () => {
    const { submissions, unmatched } = applyRoster([named("group", "1", "2")], readRoster("key,name\n1,Anna\n2,Bob\n", "r.csv"));
    expect([submissions[0]?.name, unmatched]).to.deep.equal(["group", ["group"]]);
  });

  it("accents count the same however a file system spells them", () => {
    const { submissions } = applyRoster([named("Zoe\u0308")], readRoster("key,name\nZo\u00eb,Zoë O'Neil\n", "r.csv"));
    expect(submissions[0]?.name).to.equal("Zoë O'Neil");
  });

  it("a name becomes the name of a file, and leads nowhere", () => {
    const { submissions } = applyRoster([named("a")], readRoster("key,name\na,../../etc/x\n", "r.csv"));
    expect(submissions[0]?.name).to.equal("-..-etc-x");
  });

  it("says what is wrong, and where", () => {
    expect(refusal("id,name\n1,A\n")).to.equal("r.csv:1: the first line must name the columns key and name, e.g. key,name");
    expect(refusal("")).to.match(/^r\.csv:1: /);
    expect(refusal("key,name\na,\n")).to.equal("r.csv, entry 1: it needs a key and a name");
    expect(refusal("key,name\na,Anna\nA,Bob\n")).to.equal('r.csv, entry 2: the key "A" stands twice, with two names');
  });
});
