/**
 * Milliseconds that a response asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as an HTTP date
 * (RFC 9110, 10.2.3). Nothing when there is no such header or it makes no sense.
 */
export function parseRetryAfter(headers: Headers, nowMs: number = Date.now()): number | undefined {
  return (
    amount(headers.get("retry-after-ms"), 1) ??
    amount(headers.get("retry-after"), 1000) ??
    untilDate(headers.get("retry-after"), nowMs)
  );
}

function amount(text: string | null, unitMs: number): number | undefined {
  if (text === null || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return undefined;
  return Math.ceil(Number(text) * unitMs);
}

// An HTTP date starts with the name of a day; `Date.parse` alone would take "-5" for a year.
function untilDate(text: string | null, nowMs: number): number | undefined {
  if (text === null || !/^\s*[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
