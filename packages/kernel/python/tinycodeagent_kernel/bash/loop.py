"""What the shell itself runs: reads cells, runs them where their variables stay, and tells how they ended."""

CELL_FD = 190
STATUS_FD = 191

# Cells come as data, ended by NUL: their id, then their code. `eval` runs them outside of any function, so that `declare`
# is global. When a cell exits, its shell goes on in a fork made by the EXIT trap: variables, functions and options stay.
_lines = """\
__cell_exit='
__cell_status=$?;
builtin printf "exit %%s %%s\\n" "$__cell_id" "$__cell_status" >&%(status)d;
( builtin eval "$__cell_loop" );
builtin trap - EXIT';
__cell_loop='
builtin trap "exit 130" INT;
until [[ ${__cell_over-} ]]; do
  while builtin printf "done %%s %%s\\n" "${__cell_id-}" "$?" >&%(status)d;
    IFS= builtin read -r -d "" -u %(cell)d __cell_id && IFS= builtin read -r -d "" -u %(cell)d __cell_code ||
      { __cell_over=1; false; }
  do
    builtin trap "$__cell_exit" EXIT;
    builtin trap "exit 130" INT;
    builtin eval "$__cell_code";
  done;
done;
builtin trap - EXIT';
builtin eval "$__cell_loop"
""" % {"cell": CELL_FD, "status": STATUS_FD}

# On one line: the lines of a cell are counted from there.
LOOP = _lines.replace("\n", " ")
