import { readFile, writeFile } from "node:fs/promises";

const section = /(<!-- benchmarks -->\n)[\s\S]*?(<!-- \/benchmarks -->)/;

/** Replaces what stands between the `benchmarks` comments of a file. @throws when the file has no such comments */
export async function writeSection(path: string, content: string): Promise<void> {
  const text = await readFile(path, "utf8");
  if (!section.test(text))
    throw new Error(`Expected <!-- benchmarks --> and <!-- /benchmarks --> in ${path}.`);
  await writeFile(
    path,
    text.replace(section, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`),
  );
}
