import type { ChatModel } from "@tinycodeagent/core";
import { runPython, ScriptedModel } from "@tinycodeagent/testkit";

const look = `import os, platform, sys

place = {
    "python": platform.python_version(),
    "system": platform.system(),
    "folder": os.getcwd(),
    "files": sorted(os.listdir())[:10],
}
for name, value in place.items():
    print(f"{name:8}{value}")`;

const answer = `count = len(place["files"])
final_answer(
    "This is the embedded demo model: its replies are scripted, so your task was not worked on. "
    f"What is real is the code: Python {place['python']} ran in {place['folder']} and saw {count} files. "
    "Choose a real model with --model."
)`;

/** Answers any task with the same small program, and says so. */
export function anyTaskModel(): ChatModel {
  return new ScriptedModel(
    [
      { text: "My replies are scripted. I look at the place where code runs.", ...runPython(look) },
      { text: "What I found is still there. I answer with it.", ...runPython(answer) },
    ],
    { provider: "demo", name: "demo" },
  );
}
