const keywords = words(`
  False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield __debug__
`);

const builtins = words(`
  BaseException BaseExceptionGroup Ellipsis Exception ExceptionGroup GeneratorExit KeyboardInterrupt NotImplemented
  StopAsyncIteration StopIteration SystemExit Warning
  abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict
  dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash hex id input int
  isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property quit range
  repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip
`);

/** What the kernel puts beside them. */
const given = words("ToolError display");

/** Whether a word means something to Python's grammar, so that nothing can be named by it. */
export function isPythonKeyword(name: string): boolean {
  return keywords.has(name);
}

/** Whether every program has this name already, so that another value of that name would hide it. */
export function isPythonBuiltin(name: string): boolean {
  return (
    builtins.has(name) || given.has(name) || /^[A-Z]\w*(Error|Warning)$/.test(name) || /^__\w+__$/.test(name)
  );
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
