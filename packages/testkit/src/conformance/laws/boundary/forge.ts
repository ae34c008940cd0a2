import type { Session } from "@tinycodeagent/core";
import { holds, same, within } from "../../assertions.ts";
import { completes, evaluate, summary } from "../../run-cell.ts";
import { checkFate } from "../endings/fates.ts";

/** Finds every socket of this process, and writes to it what it likes. */
export const forge: string = `
import json, os, stat, threading
def sockets():
    found = []
    for fd in range(3, 1024):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): found.append(fd)
        except OSError: pass
    return found
def frame(tail=b"", **header):
    if tail: header["tail"] = len(tail)
    return json.dumps(header).encode() + b"\\n" + tail
def forge(*frames):
    for fd in sockets():
        for data in frames:
            os.write(fd, data)
`;

/** Looks for the id of the running cell wherever the interpreter holds one, and writes headers in its name. */
export const forgeAsOneself: string = `
import gc, time
def running():
    found = set()
    for item in gc.get_objects():
        try: request = object.__getattribute__(item, "request")
        except Exception: continue
        if type(request) is str: found.add(request)
    return found
def forge_own(header, body=b"x", count=1):
    for request in running():
        frame = ('{"request": "%s", "tail": %d, ' % (request, len(body)) + header[1:]).encode() + b"\\n" + body
        for _ in range(count): forge(frame)
    time.sleep(0.05)
`;

/** Runs what a program does to its own channel: the cell must end truly, and the session must live. */
export async function survives(session: Session, code: string): Promise<void> {
  await completes(session, `${forge}\nbefore = 'set'\nif 'during' in globals(): del during`);
  const { result } = session.run(`during = 1\n${code}\nNone`, { limits: { timeMs: 2_000 } });
  const ended = await within(5_000, result, `${JSON.stringify(code)} to end`);
  holds(
    ["completed", "crashed", "exception", "timeout"].includes(ended.status),
    `a true end of ${code}`,
    summary(ended),
  );
  await checkFate(session, ended, code);
  same(await evaluate(session, "1 + 1"), 2, `the value of a cell after ${JSON.stringify(code)}`);
}
