import { isMembers, type MemberRule } from "./check-members.ts";

/** A string. */
export const text: MemberRule = { expected: "a string", fits: value => typeof value === "string" };

/** `true` or `false`. */
export const flag: MemberRule = { expected: "true or false", fits: value => typeof value === "boolean" };

/** A number from 0. */
export const amount: MemberRule = {
  expected: "a number from 0",
  fits: value => typeof value === "number" && value >= 0,
};

/** A whole number from 1. */
export const count: MemberRule = {
  expected: "a whole number from 1",
  fits: value => Number.isInteger(value) && Number(value) >= 1,
};

/** An object with members of any names. */
export const record: MemberRule = { expected: "an object", fits: isMembers };

/** Whatever it is. */
export const anything: MemberRule = { expected: "anything", fits: () => true };

/** What a rule takes, or `null`. */
export function orNull({ expected, fits }: MemberRule): MemberRule {
  return { expected: `${expected}, or null`, fits: value => value === null || fits(value) };
}

/** A member that must be there. */
export function required(rule: MemberRule): MemberRule {
  return { ...rule, isRequired: true };
}

/** A list. Its items are checked where they are read. */
export const list: MemberRule = { expected: "a list", fits: Array.isArray };
