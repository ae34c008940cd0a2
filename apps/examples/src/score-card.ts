import { local } from "@tinycodeagent/provider-local";
import { laws, runLaws } from "@tinycodeagent/testkit";

// In a test file one call does it: describeProvider({ name: "local", factory: () => local() }) of @tinycodeagent/testkit/vitest.
const chosen = laws.filter(law => [3, 7, 8].includes(law.number));
const card = await runLaws({ name: "local", factory: () => local() }, { laws: chosen });
for (const { number, title, status } of card.laws) console.log(number, status, title);
