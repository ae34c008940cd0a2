import jsTokens, { type Token } from "js-tokens";

/** The function that stands for `import` in cells: V8's inspector evaluates scripts, and knows of no modules. */
export const importName = "__import";

const name = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
const clause = `(?:(?<first>${name})\\s*,?\\s*)?(?:\\*\\s*as\\s+(?<all>${name})|\\{(?<some>[^}]*)\\})?\\s*from\\s*`;
const from = `(?<from>"[^"\\n]*"|'[^'\\n]*')(?:\\s*with\\s*(?<options>\\{[^}]*\\}))?`;
const statement = new RegExp(`import\\s*(?:${clause})?${from}`, "uy");

interface Rewrite {
  readonly text: string;
  readonly length: number;
}

/** Code in which imports of both kinds call {@link importName}. Lines stay where they are. */
export function rewriteImports(code: string): string {
  if (!code.includes("import")) return code;
  const tokens = [...jsTokens(code)];
  let rewritten = "";
  let offset = 0;
  let done = 0;
  for (const [index, { value }] of tokens.entries()) {
    const rewrite = offset < done ? undefined : rewriteAt(code, tokens, index, offset);
    if (rewrite) {
      rewritten += rewrite.text;
      done = offset + rewrite.length;
    } else if (offset >= done) rewritten += value;
    offset += value.length;
  }
  return rewritten;
}

function rewriteAt(
  code: string,
  tokens: readonly Token[],
  index: number,
  offset: number,
): Rewrite | undefined {
  const token = tokens[index];
  if (token?.type !== "IdentifierName" || token.value !== "import") return undefined;
  if (/^\??\.$/.test(neighbour(tokens, index, -1))) return undefined;
  const next = neighbour(tokens, index, 1);
  if (next === "(") return { text: importName, length: token.value.length };
  statement.lastIndex = offset;
  const match = next === "." ? null : statement.exec(code);
  return match ? { text: declarations(match), length: match[0].length } : undefined;
}

function neighbour(tokens: readonly Token[], index: number, step: 1 | -1): string {
  for (let near = index + step; tokens[near]; near += step) {
    if (!/Comment$|WhiteSpace|LineTerminator/.test(tokens[near]?.type ?? ""))
      return tokens[near]?.value ?? "";
  }
  return "";
}

function declarations(match: RegExpExecArray): string {
  const { first, all, some, from: specifier, options } = match.groups ?? {};
  const call = `await ${importName}(${specifier}${options ? `, { with: ${options} }` : ""})`;
  const lines = "\n".repeat(match[0].split("\n").length - 1);
  const bound = [first && `default: ${first}`, some?.replace(/(\S)\s+as\s+/g, "$1: ").replace(/\s+/g, " ")];
  const members = bound.filter(part => part?.trim()).join(", ");
  if (all) return `const ${all} = ${call}${first ? `, { ${members} } = ${all}` : ""};${lines}`;
  return members ? `const { ${members} } = ${call};${lines}` : `${call};${lines}`;
}
