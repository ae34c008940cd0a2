import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession } from "@tinycodeagent/core";
import {
  everydayHostile,
  type HostileProgram,
  hostileCorpus,
  runHostile,
  whyNot,
} from "@tinycodeagent/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { local } from "./local.ts";
import type { LocalOptions } from "./options.ts";

const isLinux = process.platform === "linux";
/** What of the corpus ends its interpreter: only with a shadow it comes back. */
const deadly = hostileCorpus.filter(({ ends }) => ends.length === 1 && ends[0] === "crashed");

/** Two at a time: the programs wait more than they compute. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async work => {
    while (running >= 2) await new Promise<void>(resolve => waiting.push(resolve));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}

function defineHostile(programs: readonly HostileProgram[], options: LocalOptions): void {
  const provider = local(options);
  const turn = inTurn();
  for (const program of programs) {
    const skipped = whyNot(program, provider.capabilities);
    const run = () => runHostile(program, given => openSession(provider, given));
    if (skipped !== undefined) it.skip(`${program.name} (skipped: ${skipped})`);
    else
      it.concurrent(program.name, { timeout: 90_000 }, async () => {
        expect((await turn(run)).name).toBe(program.name);
      });
  }
}

// Elsewhere there are no shadows, and much of what these programs attack is not there.
describe.skipIf(!isLinux)("the hostile corpus (skipped where the system is not Linux)", () => {
  const temporary = process.env.TMPDIR;
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "tinycodeagent-corpus-"));

  beforeAll(() => {
    process.env.TMPDIR = folder;
  });

  afterAll(() => {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    rmSync(folder, { recursive: true, force: true });
  });

  describe("with shadows is held, and its state is what the result says", () => {
    defineHostile(hostileCorpus, {});
  });

  describe("without shadows is held, and what dies is reset", () => {
    defineHostile([...everydayHostile.slice(0, 6), ...deadly.slice(0, 8)], { shadows: false });
  });

  it("leaves no process and no file of any of its sessions", async () => {
    const left = () => readdirSync("/proc").filter(pid => environmentOf(pid).includes(folder));
    await expect.poll(left, { timeout: 3_000 }).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

function environmentOf(pid: string): string {
  try {
    return Number(pid) > 0 && Number(pid) !== process.pid
      ? readFileSync(`/proc/${pid}/environ`, "latin1")
      : "";
  } catch {
    return "";
  }
}
