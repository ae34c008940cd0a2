import { kernelSource } from "../generated/kernel-source.ts";

/**
 * What Python is started with: reads the kernel's sources from stdin (their size in ten digits, then JSON) and runs the
 * first of them. It must be readable by any Python, so that an old one can say that it is old.
 */
export const loader: string = [
  "import sys",
  "if sys.version_info < (3, 9):",
  "    sys.stderr.write('PYTHON_TOO_OLD %d.%d.%d' % sys.version_info[:3])",
  "    sys.exit(64)",
  "import json, os",
  "def read(size):",
  "    data = b''",
  "    while len(data) < size:",
  "        piece = os.read(0, size - len(data))",
  "        if not piece: os._exit(70)",
  "        data += piece",
  "    return data",
  "sources = json.loads(read(int(read(10))))",
  "boot = {'__name__': 'boot'}",
  "exec(compile(sources['tinycodeagent_kernel.boot'], '<tinycodeagent_kernel.boot>', 'exec'), boot)",
  "boot['start'](sources)",
].join("\n");

/** The bytes that the loader reads. Made once. */
export function loaderInput(): Uint8Array {
  input ??= makeInput();
  return input;
}

let input: Uint8Array | undefined;

function makeInput(): Uint8Array {
  const encoder = new TextEncoder();
  const sources = encoder.encode(JSON.stringify(kernelSource));
  const size = encoder.encode(String(sources.length).padStart(10, "0"));
  const whole = new Uint8Array(size.length + sources.length);
  whole.set(size);
  whole.set(sources, size.length);
  return whole;
}
