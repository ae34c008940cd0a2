import { describe, expect, it } from "vitest";
import { checkHook } from "./check-hook.ts";

const refused = (message: string) =>
  expect.objectContaining({ code: "OPTION_INVALID", message: expect.stringContaining(message) });

describe("a hook", () => {
  it("with a member of a wrong name is refused, with the known names and the nearest", () => {
    const check = () => checkHook({ name: "guard", beforeTool: () => {} });
    expect(check).toThrow(
      refused('options of hook "guard" among name, timeoutMs, onEvent, onRunStart, onStepStart'),
    );
    expect(check).toThrow(refused('got "beforeTool". Did you mean "beforeToolCall"?'));
  });

  it.each<[string, unknown, string]>([
    ["no name", {}, 'option "name" of hooks[2] to be text that is not empty, got undefined'],
    ["an empty name", { name: " " }, '"name"'],
    [
      "a member that is no function",
      { name: "g", beforeModel: true },
      '"beforeModel" of hook "g" to be a function, got true',
    ],
    ["a member of its own", { name: "g", decide: () => {} }, 'got "decide". Correct its name'],
    ["no time", { name: "g", timeoutMs: 0 }, '"timeoutMs" of hook "g" to be a number above 0, got 0'],
    ["a factory in its place", function guard() {}, "got a function; did you mean guard()?"],
    ["nothing in its place", undefined, "got undefined"],
  ])("is refused with %s", (_, hook, message) => {
    expect(() => checkHook(hook, "hooks[2]")).toThrow(refused(message));
  });

  it("may be an instance of a class with members of its own", () => {
    class Tracker {
      readonly name = "tracker";
      total = 0;
      onModelEnd() {
        this.add(1);
      }
      add(count: number) {
        this.total += count;
      }
    }
    expect(() => checkHook(new Tracker())).not.toThrow();
  });

  it("that is an instance is refused for a member that is no function", () => {
    class Guard {
      readonly name = "guard";
      readonly beforeModel = "deny";
    }
    expect(() => checkHook(new Guard())).toThrow(refused('to be a function, got "deny"'));
  });

  it("that is an instance is refused for a method that is named almost like a member", () => {
    class Guard {
      readonly name = "guard";
      beforeToolcall() {}
    }
    expect(() => checkHook(new Guard())).toThrow(refused('Did you mean "beforeToolCall"?'));
  });
});
