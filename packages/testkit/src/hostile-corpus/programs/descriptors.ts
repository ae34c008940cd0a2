import { ample, completed, crashed, type HostileProgram, killed } from "../hostile-program.ts";

/** Descriptors closed, exchanged and scribbled on: those of the kernel among them. */
export const descriptors: readonly HostileProgram[] = [
  {
    name: "every descriptor closed, and on it goes",
    code: "import os\nos.closerange(0, 4096)\nwhile True: pass",
    ...crashed,
  },
  {
    name: "standard descriptors closed",
    code: "import os\nfor fd in (0, 1, 2): os.close(fd)",
    ...completed,
  },
  {
    name: "standard descriptors that are files",
    code: "import os\nnull = os.open(os.devnull, os.O_RDWR)\nfor fd in (0, 1, 2): os.dup2(null, fd)",
    ...completed,
  },
  {
    name: "another file in the place of every descriptor",
    code: "import os\nnull = os.open(os.devnull, os.O_RDWR)\nfor fd in range(3, 1024):\n    if fd != null: os.dup2(null, fd)",
    ...crashed,
  },
  {
    name: "a pipe of its own in the place of every descriptor",
    code: "import os\nreader, writer = os.pipe()\nfor fd in range(3, 1024):\n    if fd not in (reader, writer): os.dup2(reader, fd)\nwhile True: pass",
    limits: ample,
    ends: ["crashed"],
    fate: ["restored"],
  },
  {
    name: "garbage on every descriptor",
    code: `
import os
for fd in range(1024):
    try: os.write(fd, b"\\x00garbage\\xff\\n{]\\n" * 100)
    except OSError: pass
while True: pass
`,
    ...crashed,
  },
  {
    name: "descriptors that block where the kernel expects none",
    code: `
import fcntl, os
for fd in range(1024):
    try: fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK)
    except OSError: pass
`,
    ...completed,
  },
  {
    name: "every descriptor that there may be",
    code: "import os\nheld = []\ntry:\n    while True: held.append(os.open(os.devnull, os.O_RDONLY))\nexcept OSError: pass",
    limits: ample,
    ends: ["completed", "crashed"],
    fate: ["kept", "restored"],
  },
  {
    name: "a socket that nobody reads any more",
    code: `
import os, socket
for fd in range(100, 1024):
    try: socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_RD)
    except OSError: pass
while True: pass
`,
    limits: { timeMs: 150 },
    ends: ["timeout", "crashed"],
    fate: ["kept", "restored"],
  },
  {
    name: "a full pipe that is its own",
    code: "import os\n_, writer = os.pipe()\nwhile True:\n    try: os.write(writer, b'x' * 65536)\n    except BaseException: pass",
    ...killed,
  },
];
