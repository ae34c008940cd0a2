import { join } from "node:path";
import { execa } from "execa";

/** The path of a program in this package's `python` folder. */
export function scriptPath(name: string): string {
  return join(import.meta.dirname, "../../python", `${name}.py`);
}

/** The real program behind a command, which may be a slow shim. */
export async function realPython(command = "python3"): Promise<string> {
  return (await execa(command, ["-I", "-S", "-c", "import sys; print(sys.executable)"])).stdout;
}
