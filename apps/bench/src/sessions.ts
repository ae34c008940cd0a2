import { openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { execa } from "execa";
import type { Benchmark } from "./benchmark.ts";
import { openRelay } from "./relay.ts";
import { inTurns } from "./timing.ts";

async function realPython(): Promise<string> {
  return (await execa("python3", ["-I", "-S", "-c", "import sys; print(sys.executable)"])).stdout;
}

/** A cell's round trip in a warm session. */
export const warmCell: Benchmark = {
  name: "warm cell `x = 1`, back to back",
  floor: "a line relayed by one bare Python through a second",
  reach: "≤ 2×",
  async measure() {
    await using session = await openSession(local());
    await using relay = await openRelay(await realPython());
    for (let round = 0; round < 200; round++)
      await Promise.all([session.run("x = 1").result, relay.roundTrip()]);
    const times = await inTurns(2_000, () => session.run("x = 1").result, relay.roundTrip);
    return { ...times, isReached: times.oursMs <= 2 * times.floorMs };
  },
};

/** From nothing to the first result. */
export const openToFirstResult: Benchmark = {
  name: "open a session to its first result",
  floor: "`python3 -I` that imports json and socket and echoes a line",
  reach: "≤ 2×",
  async measure() {
    const python = await realPython();
    const script = "import json, socket, sys; sys.stdout.write(sys.stdin.readline())";
    const open = async () => {
      await using session = await openSession(local());
      await session.run("1").result;
    };
    const times = await inTurns(21, open, () => execa(python, ["-I", "-c", script], { input: "x\n" }));
    return { ...times, isReached: times.oursMs <= 2 * times.floorMs };
  },
};
