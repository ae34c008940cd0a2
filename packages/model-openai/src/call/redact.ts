const minLength = 4;
const maxLength = 500;

/** Text from outside as an error may show it: without secrets, and short. */
export function redact(text: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter(secret => secret.length >= minLength)
    .sort((left, right) => right.length - left.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
  const line = hidden.replace(/\s+/g, " ").trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength)}…`;
}
