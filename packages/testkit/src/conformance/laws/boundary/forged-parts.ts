import { livePython } from "../../applies.ts";
import { holds, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { grownBytes, memoryBytes } from "../../observe/host.ts";
import { completes } from "../../run-cell.ts";
import { forgeAsOneself, survives } from "./forge.ts";

const mebibyte = 1024 * 1024;
const parts = `forge_own('{"type": "part"}', b"x" * 65536, 200)`;

/** 21: what a cell began and did not end goes with it. */
export const forgedPartsLeaveNothing: Law = defineLaw({
  number: 21,
  title: "parts of messages that never end do not stay with the host when their cell has ended",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    await survives(session, `${forgeAsOneself}\n${parts}`);
    const before = memoryBytes();
    for (let turn = 0; turn < 3; turn++)
      await within(
        10_000,
        session.run(`${forgeAsOneself}\n${parts}\nNone`).result,
        "the forging cell to end",
      );
    await completes(session, "1");
    const grown = await grownBytes(before, 16 * mebibyte);
    holds(grown < 16 * mebibyte, "the host to grow by less than 16 MiB", `${grown} bytes`);
  },
});
