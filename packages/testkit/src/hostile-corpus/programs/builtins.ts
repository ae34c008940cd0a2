import { ample, completed, type HostileProgram, raised, short } from "../hostile-program.ts";

/** What the kernel itself could use, replaced. */
export const builtins: readonly HostileProgram[] = [
  {
    name: "builtins that are nothing",
    code: `
import builtins
for name in ("print", "len", "compile", "eval", "exec", "isinstance", "type", "getattr", "map", "sum", "dict", "list", "str",
             "bytes", "BaseException", "Exception", "OSError", "ConnectionError", "open", "super", "__import__", "repr", "iter",
             "memoryview", "BlockingIOError", "KeyboardInterrupt", "RuntimeError", "all", "any", "sorted", "range", "zip"):
    setattr(builtins, name, None)
`,
    ...completed,
  },
  { name: "builtins that are gone", code: "import builtins\nvars(builtins).clear()", ...completed },
  { name: "no builtins in its namespace", code: "del __builtins__", ...completed },
  { name: "other builtins in its namespace", code: "__builtins__ = {}", ...completed },
  {
    name: "modules whose functions are nothing",
    code: `
import gc, io, json, linecache, os, select, signal, socket, threading, time, traceback, warnings, _thread
for module in (gc, io, json, linecache, os, select, signal, socket, threading, time, traceback, warnings, _thread):
    for name in [name for name in vars(module) if not name.startswith("_")]:
        setattr(module, name, None)
`,
    ...completed,
  },
  {
    name: "modules whose functions raise when they are called",
    code: `
import json, os, socket, time
def fail(*_, **__): raise ZeroDivisionError
json.dumps = json.loads = json.JSONEncoder.encode = json.JSONEncoder.iterencode = json.JSONDecoder.decode = fail
os.fork = os.write = os.read = os.close = os.dup2 = os.waitpid = os._exit = os.getpid = fail
socket.socket.send = socket.socket.recv = socket.socket.recvmsg_into = socket.socket.close = fail
time.monotonic = time.sleep = fail
6 * 7
`,
    ...completed,
  },
  { name: "no modules at all", code: "import sys\nsys.modules.clear()", ...completed },
  {
    name: "another __main__",
    code: "import sys\nsys.modules['__main__'] = None\ndel sys.modules['builtins']\ntype('Own', (), {}).__module__",
    ...completed,
  },
  {
    name: "the kernel's own modules, scribbled on",
    code: `
import sys
for name in [name for name in sys.modules if name.startswith("tinycodeagent_kernel")]:
    for member in [member for member in vars(sys.modules[name]) if not member.startswith("__")]:
        setattr(sys.modules[name], member, None)
`,
    limits: ample,
    ends: ["crashed", "completed", "exception"],
    fate: ["restored", "kept"],
  },
  {
    name: "an import hook that never ends, and an exception",
    code: `
import sys
class Endless:
    def find_spec(self, *_):
        while True: pass
sys.meta_path.insert(0, Endless())
1 / 0
`,
    limits: short,
    ends: ["exception", "timeout"],
    fate: ["kept"],
  },
  {
    name: "imports that all fail",
    code: "import sys\nsys.meta_path.clear()\nsys.path.clear()\nsys.path_hooks.clear()\nimport nothing_like_it",
    ...raised,
  },
];
