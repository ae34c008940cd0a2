import { spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { webStream } from "./web-stream.ts";

it("hands on every byte in order, as plain bytes, and ends", async () => {
  const child = spawn("seq", ["200000"]);
  const pieces: Uint8Array[] = [];
  for await (const piece of webStream(child.stdout)) pieces.push(piece);
  expect(pieces.every(piece => piece.constructor === Uint8Array)).toBe(true);
  const lines = Buffer.concat(pieces).toString().trimEnd().split("\n");
  expect(lines).toHaveLength(200_000);
  expect(lines.every((line, index) => line === String(index + 1))).toBe(true);
});

it("makes a program wait whose output nobody reads, and loses none of it", async () => {
  const bytes = 20_000_000;
  const child = spawn("head", ["-c", String(bytes), "/dev/zero"]);
  const exited = once(child, "exit").then(() => "exited");
  const stream = webStream(child.stdout);
  const later = new Promise(resolve => setTimeout(() => resolve("waits"), 300));
  expect(await Promise.race([exited, later])).toBe("waits");
  let seen = 0;
  for await (const piece of stream) seen += piece.length;
  expect(seen).toBe(bytes);
});

it("keeps what a program wrote before it exited until it is read", async () => {
  const child = spawn("sh", ["-c", "head -c 100000 /dev/zero"]);
  const stream = webStream(child.stdout);
  await once(child, "exit");
  await new Promise(resolve => setTimeout(resolve, 100));
  expect((await new Response(stream).bytes()).length).toBe(100_000);
});

it("destroys the stream of a reader that leaves", async () => {
  const child = spawn("sh", ["-c", "yes"]);
  const reader = webStream(child.stdout).getReader();
  await reader.read();
  await reader.cancel();
  expect(child.stdout.destroyed).toBe(true);
  await once(child, "exit");
});

it("fails with the stream's error", async () => {
  const source = new PassThrough();
  const reader = webStream(source).getReader();
  source.destroy(new Error("broken"));
  await expect(reader.read()).rejects.toThrow("broken");
});
