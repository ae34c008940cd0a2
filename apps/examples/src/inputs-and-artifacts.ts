import { TinyCodeAgent } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { ScriptedModel } from "@tinycodeagent/testkit";

const code = `
import csv
rows = list(csv.DictReader(open("sales.csv")))
total = sum(int(row["pieces"]) for row in rows) * factor
with open("report.txt", "w") as report:
    report.write(f"sold: {total}")
final_answer(total)
`;
const model = new ScriptedModel([{ calls: [{ name: "run_python", input: { code } }] }]);

await using agent = new TinyCodeAgent({ model, provider: local() });
const result = await agent.run("Sum up the sales.", {
  variables: { factor: 10 },
  files: { "sales.csv": "shop,pieces\nnorth,3\nsouth,4\n" },
});
console.log(result.status === "completed" && result.output);
for (const { path, change, data } of result.artifacts)
  console.log(change, path, new TextDecoder().decode(data));
