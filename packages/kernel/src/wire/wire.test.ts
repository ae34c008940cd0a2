import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembler } from "./assembler.ts";
import { frameDecoder, WireError } from "./decoder.ts";
import { concat, encodeMessage } from "./encode.ts";
import { type Frame, maxHeaderBytes, maxMessageBytes, maxTailBytes } from "./frame.ts";
import { router } from "./router.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const message = fc.record({
  header: fc.record({
    type: fc.string({ minLength: 1, maxLength: 20 }),
    request: fc.integer({ min: 1, max: 9 }),
  }),
  body: fc.uint8Array({ maxLength: 300 }),
});

function cut(stream: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (let index = 0; start < stream.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(stream.subarray(start, start + size));
    start += size;
  }
  return pieces;
}

describe("the host's end of the wire", () => {
  it("receives what was sent, however the bytes are cut", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 20 }), sizes, (messages, pieces) => {
        const stream = concat([
          new Uint8Array(0),
          ...messages.flatMap(({ header, body }) => encodeMessage(header, body)),
        ]);
        const decode = frameDecoder();
        const frames = cut(stream, pieces).flatMap(piece => decode(piece));
        expect(frames.map(({ header, body }) => [header.type, header.request, [...body]])).toEqual(
          messages.map(({ header, body }) => [header.type, header.request, [...body]]),
        );
      }),
    );
  });

  it("refuses or skips damaged bytes and never fails otherwise", () => {
    const stream = concat(encodeMessage({ type: "stdout", request: "1" }, bytes("hello")));
    const damage = fc.array(fc.tuple(fc.nat(stream.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, changes => {
        const damaged = Uint8Array.from(stream);
        for (const [index, value] of changes) damaged[index] = value;
        try {
          for (const { header } of frameDecoder()(damaged)) expect(typeof header.type).toBe("string");
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["a header that never ends", "x".repeat(maxHeaderBytes + 1)],
    ["a header that is too long", `{"type":"${"x".repeat(maxHeaderBytes)}"}\n`],
    ["no JSON", "hello\n"],
    ["JSON that is no object", "[]\n"],
    ["null", "null\n"],
    ["an object without a type", "{}\n"],
    ["a type that is no text", '{"type":1}\n'],
    ["a tail that is too long", `{"type":"t","tail":${maxTailBytes + 1}}\n`],
    ["a negative tail", '{"type":"t","tail":-1}\n'],
    ["a tail that is no number", '{"type":"t","tail":"9"}\n'],
  ])("refuses %s", (_, text) => {
    expect(() => frameDecoder()(bytes(text))).toThrow(WireError);
  });

  it("joins the parts of messages that come interleaved", () => {
    const first = new Uint8Array(maxTailBytes * 2 + 5).fill(1);
    const second = new Uint8Array(maxTailBytes + 1).fill(2);
    const decode = frameDecoder();
    const one = encodeMessage({ type: "a", request: "1" }, first).flatMap(frame => decode(frame));
    const two = encodeMessage({ type: "b", request: "2" }, second).flatMap(frame => decode(frame));
    const assemble = assembler();
    const order = [one[0], two[0], one[1], two[1], one[2]] as Frame[];
    const whole = order.map(frame => assemble.add(frame)).filter(frame => frame !== undefined);
    expect(whole.map(({ header, body }) => [header.type, body.length])).toEqual([
      ["b", second.length],
      ["a", first.length],
    ]);
    expect(whole[1]?.body.every(byte => byte === 1)).toBe(true);
  });

  it("refuses a message whose parts are missing, or too many bytes", () => {
    const part = { header: { type: "part", request: "1" }, body: new Uint8Array(maxTailBytes) };
    expect(() => assembler().add({ header: { type: "a", request: "1", parts: 1 }, body: part.body })).toThrow(
      WireError,
    );
    const assemble = assembler();
    expect(() => {
      for (let size = 0; size <= maxMessageBytes; size += maxTailBytes) assemble.add(part);
    }).toThrow(WireError);
  });
});

it("a second greeting is kept by nobody", async () => {
  const { receive, greeting, fail } = router();
  const frame = { header: { type: "hello" }, body: new Uint8Array(0) };
  receive(frame);
  expect(await greeting.next()).toBe(frame);
  for (let count = 0; count < 200_000; count++) receive(frame);
  fail(new Error("gone"));
  await expect(greeting.next()).rejects.toThrow("gone");
});
