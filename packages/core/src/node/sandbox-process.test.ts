import { spawn, spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { sandboxProcess } from "./sandbox-process.ts";

const start = (command: string, ...args: string[]) =>
  sandboxProcess(spawn(command, args, { detached: true }));

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text();
}

it("carries three streams of bytes and tells how the process ended", async () => {
  const process = start("sh", "-c", "cat; echo no >&2; exit 3");
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode("hello"));
  await writer.close();
  expect(await textOf(process.stdout)).toBe("hello");
  expect(await textOf(process.stderr)).toBe("no\n");
  expect(await process.exited).toEqual({ exitCode: 3 });
});

it("ends the whole group at once, and is quiet when there is nothing left", async () => {
  const process = start("sh", "-c", "sleep 1000 & echo $!; wait");
  const { value } = await process.stdout.getReader().read();
  const child = Number(new TextDecoder().decode(value));
  await process.kill();
  expect(await process.exited).toEqual({ signal: "SIGKILL" });
  await process.kill();
  await expect.poll(() => isRunning(child)).toBe(false);
});

it("has ended with code 127 when the program is not there", async () => {
  const process = start("there-is-no-such-program");
  expect(await process.exited).toEqual({ exitCode: 127 });
  await process.kill();
});

// What was killed may stay a zombie until its new parent looks.
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}
