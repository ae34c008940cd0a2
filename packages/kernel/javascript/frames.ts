const ownFrame = /^\s+at .*(?:node:|tinycodeagent_kernel)|^\s+\.\.\. \d+ lines matching cause stack trace/;

/** A text with stacks in it: the user's frames only, and cells by the name that they have in every language. */
export function withoutOwnFrames(text: string): string {
  if (!/tinycodeagent_kernel|<cell_|node:/.test(text)) return text;
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    if (!ownFrame.test(line)) kept.push(line);
    // The last frame opens the braces of an error's members.
    else if (line.endsWith(" {")) kept.push(`${kept.pop() ?? ""} {`);
  }
  return kept.join("\n").replace(/<cell_(\d+)>/g, "<cell $1>");
}
