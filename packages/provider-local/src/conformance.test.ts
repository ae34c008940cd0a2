import { describeProvider } from "@tinycodeagent/testkit/vitest";
import { local } from "./local.ts";

describeProvider({ name: "local", factory: () => local() });
