import { frameCostBytes } from "../wire/frame.ts";
import { type ConnectionView, type Frame, initialCreditBytes } from "../wire/index.ts";

/** Gives a sender credit for what was taken, some at a time. */
export interface CreditGiver {
  give(taken: Frame): void;
}

/** Credit of one request; `branch` is absent for those of the clerk. */
export function creditGiver(
  connection: Pick<ConnectionView, "send">,
  branch: string | undefined,
  request: string,
): CreditGiver {
  let taken = 0;
  return {
    give({ body }) {
      taken += body.length + frameCostBytes;
      if (taken < initialCreditBytes / 4) return;
      const address = branch === undefined ? { service: "clerk" } : { branch };
      connection.send({ type: "credit", ...address, request, bytes: taken });
      taken = 0;
    },
  };
}
