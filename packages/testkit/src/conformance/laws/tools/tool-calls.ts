import { createBroker, type Session } from "@tinycodeagent/core";
import { all, facets, livePython } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";
import { echoTool, failTool, wholeTool } from "./law-tools.ts";

const applies = all(livePython, facets("tools"));

/** 12: a call is a function call. */
export const toolsReturnValues: Law = defineLaw({
  number: 12,
  title: "a tool is a documented function that returns what the host returned",
  applies,
  proves: ["facet tools"],
  async check({ open }) {
    const session = await open({ tools: [echoTool] });
    for (const value of [
      "1",
      "'é😀\\n'",
      "None",
      "[1, {'a': [True, None, 1.5]}]",
      "{}",
      "''",
      "{'__proto__': 1}",
    ])
      same(
        await evaluate(session, `echo(${value}) == ${value} and echo(value=${value}) == ${value}`),
        true,
        `echo(${value})`,
      );
    same(
      await evaluate(session, "[echo.__name__, 'Returns its value.' in echo.__doc__]"),
      ["echo", true],
      "its name and docstring",
    );
    same(
      await evaluate(session, "import inspect\nlist(inspect.signature(echo).parameters)"),
      ["value"],
      "its parameters",
    );
    same(
      await evaluate(session, "[echo(n) for n in range(200)] == list(range(200))"),
      true,
      "200 calls in a loop",
    );
  },
});

/** 12: a failure has a message. */
export const toolsFailAsExceptions: Law = defineLaw({
  number: 12,
  title:
    "a call that failed, was denied, is unknown or is invalid raises with its reason, and the code goes on",
  applies,
  async check({ open }) {
    const broker = createBroker({
      tools: [echoTool, failTool, wholeTool],
      decide: async ({ name, input }) =>
        name === "echo" && JSON.stringify(input).includes("forbidden")
          ? { kind: "deny", reason: "the decider's own reason" }
          : { kind: "run", input },
    });
    const session = await open({ broker });
    await completes(
      session,
      "def told(call):\n    try:\n        return ['no error', call()]\n    except Exception as error:\n        return [getattr(error, 'kind', type(error).__name__), str(error)]",
    );
    await tells(session, "fail()", "failed", "the tool's own reason");
    await tells(session, "echo('forbidden')", "denied", "the decider's own reason");
    await tells(session, "whole('x')", "invalid", "expected integer");
    await tells(session, "echo(wrong=1)", "TypeError", "wrong");
    same(
      await evaluate(session, "told(lambda: echo(object()))[0]"),
      "TypeError",
      "what an input that is no JSON raises",
    );
    same(
      await evaluate(session, "told(lambda: echo(float('nan')))[0]"),
      "TypeError",
      "what NaN as an input raises",
    );
    const escaped = await session.run("fail()").result;
    holds(
      escaped.status === "exception" && escaped.exception.message.includes("own reason"),
      "an exception",
      escaped,
    );
    holds(!/tinycodeagent_kernel/.test(JSON.stringify(escaped)), "the user's frames only", escaped);
  },
});

/** 12: sizes have ends. */
export const toolSizesAreHeld: Law = defineLaw({
  number: 12,
  title: "a megabyte goes in and eight come out; more is refused as an exception, and the session goes on",
  applies,
  async check({ open }) {
    const session = await open({ tools: [echoTool] });
    same(await evaluate(session, "len(echo('x' * 1_000_000))"), 1_000_000, "a megabyte there and back");
    same(await evaluate(session, "len(echo('é' * 150_000))"), 150_000, "text that grows when it is escaped");
    const code =
      "def told(call):\n    try:\n        call()\n    except Exception as error:\n        return type(error).__name__\ntold(lambda: echo('x' * 2_000_000))";
    holds((await evaluate(session, code)) !== null, "an exception for two megabytes of input", null);
    await manyBytesOut(
      await open({ broker: createBroker({ tools: [bigTool(7_000_000), bigTool(9_000_000)] }) }),
    );
  },
});

async function manyBytesOut(session: Session): Promise<void> {
  same(await evaluate(session, "len(big_7000000())"), 7_000_000, "seven megabytes of result");
  const { status } = await session.run("big_9000000()").result;
  same(status, "exception", "how nine megabytes of result end");
  same(await evaluate(session, "1"), 1, "the next cell's value");
}

function bigTool(bytes: number): typeof echoTool {
  return {
    ...echoTool,
    signature: { ...echoTool.signature, name: `big_${bytes}` },
    execute: async () => "x".repeat(bytes),
  };
}

async function tells(session: Session, call: string, kind: string, reason: string): Promise<void> {
  const saw = (await evaluate(session, `told(lambda: ${call})`)) as readonly [string, string];
  same(saw[0], kind, `the kind of failure of ${call}`);
  holds(saw[1].includes(reason), `a message of ${call} with "${reason}"`, saw[1]);
}
