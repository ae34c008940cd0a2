import { openModelServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { pythonReply, serverModel } from "../../test/python-reply.ts";
import { startInTerminal } from "../../test/start-in-terminal.ts";

describe.concurrent("in a terminal", () => {
  it("the view is coloured", async () => {
    const { code, screen } = await startInTerminal(["run", "--model", "demo", "task"], {}).ended;
    expect(code).toBe(0);
    expect(screen).toContain("\u001b[1mStep 1\u001b[22m");
  });

  it("NO_COLOR turns colours off", async () => {
    const { screen } = await startInTerminal(["run", "--model", "demo", "task"], { NO_COLOR: "1" }).ended;
    expect(screen).toContain("Step 1");
    expect(screen).not.toContain("\u001b");
  });

  it("the key Ctrl-C stops only the code, although the terminal signals the whole foreground group", async () => {
    await using server = await openModelServer([
      pythonReply("import time\nkept = 5\nprint('begun')\ntime.sleep(60)"),
      pythonReply("final_answer(kept + 1)"),
    ]);
    const { args, env } = serverModel(server.url);
    const program = startInTerminal([...args, "task"], { ...env, NO_COLOR: "1" });
    await program.waitFor("\n  begun");
    program.press("\u0003");
    const { code, screen } = await program.ended;
    expect(code).toBe(0);
    expect(screen).toContain("The code was stopped. Its variables are kept.");
    expect(screen).toContain("Answer\r\n6\r\n");
  });
});
