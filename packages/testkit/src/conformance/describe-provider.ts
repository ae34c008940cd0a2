import { LawBroken } from "./assertions.ts";
import { uncheckedClaims, uncheckedText } from "./claims.ts";
import type { Law } from "./law.ts";
import { laws as allLaws } from "./laws/all-laws.ts";
import type { ProviderUnderTest } from "./provider-under-test.ts";
import { runLaw } from "./run-law.ts";
import { scaleFromEnvironment } from "./scale.ts";

/** What a test function is handed by its runner, as far as the kit uses it. */
export interface RunningTest {
  /** Marks the test as skipped, with a reason. */
  skip?(reason?: string): void;
}

/** The part of a test runner that the kit needs: that of vitest, of `node:test`, and of their like. */
export interface TestRunner {
  describe(name: string, define: () => void): void;
  /** Defines a test that may take that long. */
  it(name: string, test: (running: RunningTest) => Promise<void>, timeoutMs: number): void;
  /** Defines a test that is listed and not run. */
  skip(name: string): void;
}

/** What {@link describeProvider} takes. */
export interface DescribeProviderOptions extends ProviderUnderTest {
  readonly runner: TestRunner;
  /** Default: every law. */
  readonly laws?: readonly Law[];
}

/**
 * Runs the laws that exist for what the provider's manifest claims, one test each, and names the claims that no law checks
 * yet as skipped tests. A law about something that is not claimed is a skip with its reason. Laws look at the clock, the memory
 * and the children of this process: run the tests of one file one after another, and hold no other session open beside them.
 */
export function describeProvider({ runner, laws = allLaws, ...subject }: DescribeProviderOptions): void {
  const scale = scaleFromEnvironment();
  const { capabilities } = subject.factory();
  runner.describe(`${subject.name} keeps the laws of a provider`, () => {
    for (const law of laws) {
      const name = `${law.number}: ${law.title}`;
      const answer = law.applies(capabilities);
      if (answer === true) runner.it(name, test => checkAsTest(law, subject, scale, test), 120_000 * scale);
      else runner.skip(`${name} (skipped: ${answer})`);
    }
    for (const claim of uncheckedClaims(capabilities, [...allLaws, ...laws]))
      runner.skip(uncheckedText(claim));
  });
}

async function checkAsTest(
  law: Law,
  subject: ProviderUnderTest,
  scale: number,
  test: RunningTest,
): Promise<void> {
  const { status, detail } = await runLaw(law, subject, scale);
  if (status === "failed") throw new LawBroken(detail);
  if (status === "skipped") test.skip?.(detail);
}
