/** Steps through an iterator that may never answer. */
export interface GuardedSteps<T> {
  /** The iterator's next step. @throws what it was given up with */
  next(): Promise<IteratorResult<T>>;
  /** The step that waits, or else the next one, throws this error. */
  giveUp(error: Error): void;
}

/**
 * Makes {@link GuardedSteps}. A race of each step with one promise that lives as long as all of them would keep every value
 * until the last.
 */
export function guardedSteps<T>(iterator: AsyncIterator<T>): GuardedSteps<T> {
  let failure: Error | undefined;
  let refuse: (error: Error) => void = () => {};
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        refuse = reject;
        iterator.next().then(resolve, reject);
      }),
    giveUp(error) {
      failure = error;
      refuse(error);
    },
  };
}
