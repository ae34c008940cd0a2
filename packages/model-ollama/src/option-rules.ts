/** What a value of an option must be: in words, and as a check. */
export interface OptionRule {
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const duration = /^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

const headerRule: OptionRule = {
  expected: "an object of header names and values",
  accepts: value => isObject(value) && areHeaders(value),
};

/** Of the options that say where the server is. */
export const serverRules: Readonly<Record<string, OptionRule>> = {
  host: { expected: "an http or https address without a user and password", accepts: isHost },
  headers: headerRule,
  fetch: { expected: "a function", accepts: value => typeof value === "function" },
  timeoutMs: whole(1, 2_147_483_647),
};

/** Of every option of a model. */
export const modelRules: Readonly<Record<string, OptionRule>> = {
  ...serverRules,
  numCtx: whole(1),
  numPredict: whole(-2),
  temperature: number(0),
  topP: number(0, 1),
  topK: whole(0),
  minP: number(0, 1),
  repeatPenalty: number(0),
  repeatLastN: whole(-1),
  seed: whole(Number.MIN_SAFE_INTEGER),
  stop: { expected: "a list of texts that are not empty", accepts: isStopList },
  numThread: whole(0),
  numGpu: whole(-1),
  keepAlive: { expected: 'a number of seconds or a duration such as "10m"', accepts: isKeepAlive },
  think: {
    expected: 'true, false, "low", "medium" or "high"',
    accepts: value => [true, false, "low", "medium", "high"].includes(value as string),
  },
  capabilities: { expected: "an object of { tools, images, contextTokens }", accepts: areCapabilities },
  maxRetries: whole(0, 100),
};

function whole(least: number, most = Number.MAX_SAFE_INTEGER): OptionRule {
  return {
    expected: `a whole number${range(least, most)}`,
    accepts: value => Number.isSafeInteger(value) && within(value, least, most),
  };
}

function number(least: number, most = Number.MAX_VALUE): OptionRule {
  return { expected: `a number${range(least, most)}`, accepts: value => within(value, least, most) };
}

function range(least: number, most: number): string {
  if (most < Number.MAX_SAFE_INTEGER) return ` from ${least} to ${most}`;
  return least === Number.MIN_SAFE_INTEGER ? "" : ` of at least ${least}`;
}

function within(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

function isHost(value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  const url = URL.parse(value.includes("://") ? value : `http://${value}`);
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password;
}

function areHeaders(value: object): boolean {
  if (!Object.values(value).every(text => typeof text === "string")) return false;
  try {
    return Boolean(new Headers(value as Record<string, string>));
  } catch {
    return false;
  }
}

function isStopList(value: unknown): boolean {
  return Array.isArray(value) && value.every(text => typeof text === "string" && text !== "");
}

function isKeepAlive(value: unknown): boolean {
  return typeof value === "string" ? duration.test(value) : Number.isFinite(value);
}

function areCapabilities(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { tools, images, contextTokens, ...unknown } = value;
  const areFlags = [tools, images].every(flag => flag === undefined || typeof flag === "boolean");
  const isSize = contextTokens === undefined || whole(1).accepts(contextTokens);
  return areFlags && isSize && Object.keys(unknown).length === 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
