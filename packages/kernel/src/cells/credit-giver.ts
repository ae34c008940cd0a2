import { type ConnectionView, initialCreditBytes } from "../wire/index.ts";

/** Gives a sender credit for what was taken, some at a time. */
export interface CreditGiver {
  give(bytes: number): void;
}

/** Credit of one request; `branch` is absent for those of the clerk. */
export function creditGiver(
  connection: Pick<ConnectionView, "send">,
  branch: string | undefined,
  request: string,
): CreditGiver {
  let taken = 0;
  return {
    give(bytes) {
      taken += bytes;
      if (taken < initialCreditBytes / 4) return;
      const address = branch === undefined ? { service: "clerk" } : { branch };
      connection.send({ type: "credit", ...address, request, bytes: taken });
      taken = 0;
    },
  };
}
