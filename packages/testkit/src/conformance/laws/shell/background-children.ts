import { requireFacet } from "@tinycodeagent/core";
import { facets } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { markedAfter, markVariable } from "../../observe/processes.ts";

/** 11: who keeps a pipe open keeps nobody waiting. */
export const backgroundChildrenHoldNothingUp: Law = defineLaw({
  number: 11,
  title: "a command that leaves a child in the background returns within its limit, with what it wrote",
  applies: facets("shell"),
  async check({ open }) {
    const session = await open();
    const shell = requireFacet(session, "shell", "to check its laws");
    const mark = crypto.randomUUID();
    const options = { env: { [markVariable]: mark } };
    const run = shell.run("sleep 600 & echo hi", { ...options, timeoutMs: 600 });
    const { stdout, reason } = await within(3_000, run, "the command to return");
    same(stdout, "hi\n", "what the command wrote");
    holds(["completed", "timeout"].includes(reason), "a true end", reason);
    const signal = AbortSignal.timeout(300);
    const aborted = shell.run("sleep 600 & echo hi", { ...options, signal }).catch(error => error.code);
    await within(3_000, aborted, "an aborted command to return");
    same((await shell.run("echo on")).stdout, "on\n", "the next command");
    await session.close();
    same(await markedAfter(mark, 2_000), [], "the processes that outlived their session");
  },
});
