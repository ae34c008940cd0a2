import { requireFacet, type Session, type SessionShell } from "@tinycodeagent/core";
import { facets } from "../../applies.ts";
import { failsWith, holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { markedAfter, markVariable } from "../../observe/processes.ts";

const applies = facets("shell");
const shellOf = (session: Session): SessionShell => requireFacet(session, "shell", "to check its laws");

/** 11: a command's end is told. */
export const commandsRun: Law = defineLaw({
  number: 11,
  title: "a command gives its exit code, both streams, and takes stdin, a folder and an environment",
  applies,
  proves: ["facet shell"],
  async check({ open }) {
    const session = await open({ policy: { env: { FROM_POLICY: "p" } } });
    const shell = shellOf(session);
    const run = async (...args: Parameters<SessionShell["run"]>) => {
      const { stdout, stderr, exitCode, reason } = await shell.run(...args);
      return [stdout, stderr, exitCode, reason];
    };
    same(await run("echo out; echo err >&2; exit 3"), ["out\n", "err\n", 3, "completed"], "a command");
    same(await run("kill -9 $$"), ["", "", 137, "completed"], "a command that a signal ended");
    same(await run("cat", { stdin: "é\nb" }), ["é\nb", "", 0, "completed"], "cat with stdin");
    same(await run("cat"), ["", "", 0, "completed"], "cat without stdin");
    same(
      await run("echo $X-$FROM_POLICY", { env: { X: "a b; 'c'" } }),
      ["a b; 'c'-p\n", "", 0, "completed"],
      "the environment",
    );
    same(
      await run("mkdir -p in && cd in && pwd"),
      [`${session.report.workdir}/in\n`, "", 0, "completed"],
      "the folder",
    );
    same(
      await run("pwd", { cwd: "in" }),
      [`${session.report.workdir}/in\n`, "", 0, "completed"],
      "another folder",
    );
    same((await run("no-such-command-here"))[2], 127, "the exit code of a command that is not there");
    await failsWith(
      () => shell.run("pwd", { cwd: "/" }),
      ["FILE_DENIED", "SHELL_FAILED"],
      "a folder outside",
    );
    await failsWith(
      () => shell.run("pwd", { cwd: "absent" }),
      ["FILE_NOT_FOUND", "SHELL_FAILED"],
      "a folder that is absent",
    );
  },
});

/** 11: output comes as it is written. */
export const commandsStream: Law = defineLaw({
  number: 11,
  title: "a command's output streams, in order, bounded, with exactly one end, last",
  applies,
  async check({ open }) {
    const shell = shellOf(await open());
    const seen: string[] = [];
    for await (const event of shell.stream("for i in 1 2 3; do echo $i; sleep 0.1; done")) {
      seen.push(event.type === "end" ? `end ${event.exitCode}` : event.text);
    }
    same(seen, ["1\n", "2\n", "3\n", "end 0"], "the events of a command");
    const big = await shell.run("seq 1 300000; echo last", { maxOutputBytes: 10_000 });
    holds(
      big.stdout.length < 20_000 && big.omittedBytes > 1_000_000,
      "bounded output that says so",
      big.stdout.length,
    );
    same(
      [big.stdout.startsWith("1\n2\n"), big.stdout.endsWith("last\n")],
      [true, true],
      "head and tail of much output",
    );
  },
});

/** 11: time is up for the children too. */
export const commandsEndInTime: Law = defineLaw({
  number: 11,
  title: "a time limit, an abort and leaving the loop end a command with its children",
  applies,
  async check({ open }) {
    const shell = shellOf(await open());
    const mark = crypto.randomUUID();
    const options = { env: { [markVariable]: mark } };
    const command = "echo on; (sleep 600 & sleep 600); sleep 600";
    const timed = await within(
      3_000,
      shell.run(command, { ...options, timeoutMs: 200 }),
      "a command to be out of time",
    );
    same([timed.reason, timed.stdout], ["timeout", "on\n"], "the end of a command out of time");
    const aborted = shell.run(command, { ...options, signal: AbortSignal.timeout(200) });
    const reason = await within(
      3_000,
      aborted.then(
        end => end.reason,
        error => error.code,
      ),
      "a command to be aborted",
    );
    holds(["aborted", "ABORTED"].includes(String(reason)), "an aborted command", reason);
    for await (const event of shell.stream(command, options)) if (event.type === "stdout") break;
    same(await markedAfter(mark, 2_000), [], "the processes that commands left");
  },
});

/** 11: a job goes on beside cells. */
export const jobsGoOn: Law = defineLaw({
  number: 11,
  title: "a background job is polled for what is new, tells its end, and is killed with its children",
  applies,
  async check({ open }) {
    const shell = shellOf(await open());
    const job = await shell.start("echo first; sleep 0.3; echo second; exit 4");
    let text = "";
    let end: unknown;
    for (let turn = 0; turn < 100 && !end; turn++) {
      const polled = await job.poll();
      text += polled.stdout;
      end = polled.end;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    same([text, end], ["first\nsecond\n", { reason: "completed", exitCode: 4 }], "what a job said");
    const mark = crypto.randomUUID();
    const long = await shell.start("sleep 600 & sleep 600", { env: { [markVariable]: mark } });
    same((await long.poll()).end, undefined, "the end of a job that runs");
    await long.kill();
    await long.kill();
    same(await markedAfter(mark, 2_000), [], "the processes that a killed job left");
    const other = await shell.run("echo on");
    same(other.stdout, "on\n", "a command after a killed job");
  },
});
