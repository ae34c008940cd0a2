import { describe, it } from "vitest";
import { type DescribeProviderOptions, describeProvider as describeWith } from "./describe-provider.ts";

/** {@link describeWith | describeProvider} with vitest as the runner. */
export function describeProvider(options: Omit<DescribeProviderOptions, "runner">): void {
  describeWith({
    ...options,
    runner: {
      describe,
      it: (name, test, timeoutMs) => it(name, context => test(context), timeoutMs),
      skip: name => it.skip(name),
    },
  });
}
