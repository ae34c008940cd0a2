import { LawBroken } from "./assertions.ts";
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
 * Defines one test for each law that the provider's manifest claims, and a named skip, with its reason, for each that
 * it does not.
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
