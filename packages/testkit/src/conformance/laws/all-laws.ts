import type { Law } from "../law.ts";
import { deepDataIsHarmless } from "./boundary/deep-data.ts";
import { forgedDisplays } from "./boundary/forged-displays.ts";
import {
  brokenChannelsEndTruly,
  forgedFramesAreIgnored,
  lateOutputIsNobodys,
} from "./boundary/forged-frames.ts";
import { forgedPartsLeaveNothing } from "./boundary/forged-parts.ts";
import {
  hostEnvironmentStaysOutside,
  secretsStayInside,
  secretsStayInsideFacets,
} from "./boundary/secrets-stay-inside.ts";
import { exactlyOneEnd } from "./cells/exactly-one-end.ts";
import {
  chainedExceptions,
  exceptionGroups,
  exceptionIsData,
  hostileExceptions,
  longTracebacks,
  syntaxErrors,
} from "./cells/exceptions.ts";
import { iteratorsAreClosed } from "./cells/iterators-are-closed.ts";
import { busyForTheUser, oneCellAtATime } from "./cells/one-at-a-time.ts";
import { leavingTheLoopAborts, runIsReadAsOneLikes } from "./cells/running.ts";
import { sessionsShareNothing } from "./cells/sessions-share-nothing.ts";
import { smallCellsDoNotGrow } from "./cells/small-cells-do-not-grow.ts";
import {
  eventLoopPersists,
  failureKeepsState,
  seededRandomPersists,
  statePersists,
} from "./cells/state-persists.ts";
import { stdinIsEmpty } from "./cells/stdin-is-empty.ts";
import {
  afterCloseAllIsClosed,
  closingEndsACell,
  closingTwiceIsQuiet,
  facetsRejectAfterClose,
} from "./closing/after-close.ts";
import { killedKernelCanBeClosed, killedKernelIsLost } from "./closing/lost-is-lost.ts";
import { daemonsDieWithTheSession, nothingIsLeft } from "./closing/nothing-is-left.ts";
import { abortBeforeStart, abortEndsInTime, lateAbortIsQuiet } from "./endings/abort-ends-in-time.ts";
import { controlReturns } from "./endings/control-returns.ts";
import { exitEndsTheCell } from "./endings/exit-ends-the-cell.ts";
import { memoryIsHeld } from "./endings/memory-is-held.ts";
import { crashesAreUndone, statesAreTrue, statesAreTrueAfterTimeouts } from "./endings/states-are-true.ts";
import { filesWorkBesideCells } from "./files/beside-the-interpreter.ts";
import { filesAreBinarySafe, filesStream } from "./files/bytes-are-kept.ts";
import { editsAreAllOrNothing, editsKeepTheRest } from "./files/edits-keep-the-rest.ts";
import { badPathsAreRefused, namesAreNames } from "./files/names-are-names.ts";
import { linksInsideWork, noWayOut } from "./files/no-way-out.ts";
import { pipesStallNothing } from "./files/odd-files.ts";
import { globFinds, grepFinds, listFinds } from "./files/searching.ts";
import { preconditionsAreHeld, writesAreAtomic } from "./files/writes-are-atomic.ts";
import {
  javascriptExceptions,
  languagesEndInTime,
  languagesExit,
  languagesKeepState,
} from "./languages/other-languages.ts";
import { facetsAgree, probeAgrees } from "./opening/facets-agree.ts";
import { factoryDoesNoIo } from "./opening/factory-does-no-io.ts";
import { abortedBeforeOpening, abortedWhileOpening } from "./opening/opening-honours-abort.ts";
import { unknownEventsAreSkipped } from "./opening/unknown-events.ts";
import { workspaceIsBound } from "./opening/workspace-is-bound.ts";
import {
  muchOutputSlowlyRead,
  muchOutputUnread,
  spillIsBounded,
  truncationIsExact,
} from "./output/much-output.ts";
import { orderIsKept, outputComesFirst } from "./output/order-is-kept.ts";
import { slowReaderStallsNoAbort, slowReaderStallsNoFiles } from "./output/slow-reader-stalls-nothing.ts";
import { invalidBytesAreHarmless, textArrivesWhole } from "./output/text-arrives-whole.ts";
import { backgroundChildrenHoldNothingUp } from "./shell/background-children.ts";
import { commandsEndInTime, commandsRun, commandsStream, jobsGoOn } from "./shell/commands.ts";
import { checkpointsBringBack, checkpointsWaitForNobody } from "./states/checkpoints.ts";
import { forksGoOnApart, forksOfRunningCells, slowReaderStallsNoBranch } from "./states/forks.ts";
import { callIdsAreUnique, callsFollowOutput, callsRunAtOnce } from "./tools/concurrent-calls.ts";
import { answersDoNotMix, callsEndWithTheirCell, waitingIsNoRunningTime } from "./tools/slow-calls.ts";
import { toolSizesAreHeld, toolsFailAsExceptions, toolsReturnValues } from "./tools/tool-calls.ts";
import { figuresAreShown, richDisplays } from "./values/displays.ts";
import { manyDisplaysAreBounded } from "./values/many-displays.ts";
import { tablesCross } from "./values/tables.ts";
import { statesMove, transfersAreHonest } from "./values/transfer.ts";
import { hostileReprs, jsonValuesCross, noValue, otherValuesAreDescribed } from "./values/values.ts";
import { variablesAreChecked, variablesCross } from "./values/variables.ts";

/** Every law, in the order of their numbers. */
export const laws: readonly Law[] = [
  factoryDoesNoIo,
  abortedBeforeOpening,
  abortedWhileOpening,
  exactlyOneEnd,
  iteratorsAreClosed,
  runIsReadAsOneLikes,
  orderIsKept,
  outputComesFirst,
  textArrivesWhole,
  invalidBytesAreHarmless,
  statePersists,
  seededRandomPersists,
  eventLoopPersists,
  failureKeepsState,
  languagesKeepState,
  exceptionIsData,
  chainedExceptions,
  syntaxErrors,
  exceptionGroups,
  longTracebacks,
  hostileExceptions,
  javascriptExceptions,
  exitEndsTheCell,
  languagesExit,
  leavingTheLoopAborts,
  abortEndsInTime,
  abortBeforeStart,
  lateAbortIsQuiet,
  muchOutputUnread,
  muchOutputSlowlyRead,
  truncationIsExact,
  spillIsBounded,
  filesWorkBesideCells,
  filesAreBinarySafe,
  filesStream,
  editsKeepTheRest,
  editsAreAllOrNothing,
  namesAreNames,
  badPathsAreRefused,
  noWayOut,
  linksInsideWork,
  globFinds,
  grepFinds,
  listFinds,
  pipesStallNothing,
  writesAreAtomic,
  preconditionsAreHeld,
  commandsRun,
  commandsStream,
  commandsEndInTime,
  jobsGoOn,
  backgroundChildrenHoldNothingUp,
  callsRunAtOnce,
  callIdsAreUnique,
  callsFollowOutput,
  waitingIsNoRunningTime,
  callsEndWithTheirCell,
  answersDoNotMix,
  toolsReturnValues,
  toolsFailAsExceptions,
  toolSizesAreHeld,
  oneCellAtATime,
  busyForTheUser,
  checkpointsWaitForNobody,
  sessionsShareNothing,
  forksGoOnApart,
  forksOfRunningCells,
  afterCloseAllIsClosed,
  facetsRejectAfterClose,
  closingTwiceIsQuiet,
  closingEndsACell,
  nothingIsLeft,
  secretsStayInside,
  secretsStayInsideFacets,
  hostEnvironmentStaysOutside,
  killedKernelIsLost,
  killedKernelCanBeClosed,
  stdinIsEmpty,
  smallCellsDoNotGrow,
  forgedFramesAreIgnored,
  brokenChannelsEndTruly,
  lateOutputIsNobodys,
  forgedDisplays,
  forgedPartsLeaveNothing,
  deepDataIsHarmless,
  controlReturns,
  languagesEndInTime,
  memoryIsHeld,
  statesAreTrue,
  statesAreTrueAfterTimeouts,
  crashesAreUndone,
  checkpointsBringBack,
  workspaceIsBound,
  daemonsDieWithTheSession,
  facetsAgree,
  probeAgrees,
  unknownEventsAreSkipped,
  slowReaderStallsNoAbort,
  slowReaderStallsNoFiles,
  slowReaderStallsNoBranch,
  jsonValuesCross,
  otherValuesAreDescribed,
  noValue,
  hostileReprs,
  variablesCross,
  variablesAreChecked,
  tablesCross,
  richDisplays,
  figuresAreShown,
  manyDisplaysAreBounded,
  statesMove,
  transfersAreHonest,
];
