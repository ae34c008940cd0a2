import json
import math
import sys
import unittest

from tinycodeagent_kernel.worker.bodies import join, split
from tinycodeagent_kernel.worker.cell_source import MAX_CELLS, CellSources
from tinycodeagent_kernel.worker.state.definitions import definition_of
from tinycodeagent_kernel.worker.state.imports import import_of
from tinycodeagent_kernel.worker.state.origins import origins_of
from tinycodeagent_kernel.worker.state.pickling import Rules, Trial, groups_of


def statements_of(name, *cells):
    sources = [("<cell %d>" % (number + 1), cell) for number, cell in enumerate(cells)]
    return [type(origin.statement).__name__ for origin in origins_of(sources).get(name, [])]


class OriginsOfNames(unittest.TestCase):
    def test_are_statements_of_the_top_level_in_their_order(self):
        cells = ("x = 1\nfor x in []: pass", "if y:\n    def x(): x = 5", "with a as x: del x", "[x for x in y]; f(lambda x: x)")
        self.assertEqual(statements_of("x", *cells), ["Assign", "For", "FunctionDef", "With", "Delete"])

    def test_are_found_behind_cells_that_are_no_python_or_too_deep(self):
        deep = "x = " + "-" * 90 + "+".join(["1"] * 5000)
        found = statements_of("x", "x = ", deep, "await x\nx = 1", "class x: pass")
        self.assertEqual(found[-2:], ["Assign", "ClassDef"])

    def test_count_lines_as_python_does(self):
        source = "s = 'a\x0cb\u2028c'\r\ndef f():\r    return 1\n"
        namespace = {"__name__": "__main__"}
        exec(compile(source, "<cell 1>", "exec"), namespace)
        origin = origins_of([("<cell 1>", source)])["f"][-1]
        self.assertEqual(definition_of("f", namespace["f"], origin), "def f():\r    return 1")


class Imports(unittest.TestCase):
    def test_are_only_those_that_give_this_very_value(self):
        origins = origins_of([("<cell 1>", "from math import pi as p, sqrt\nimport os.path as m, json")])
        self.assertEqual(import_of("p", math.pi, origins["p"]), "from math import pi as p")
        self.assertIsNone(import_of("p", 3.5, origins["p"]))
        self.assertEqual(import_of("sqrt", math.cos, origins["sqrt"]), "from math import cos as sqrt")
        self.assertEqual(import_of("json", json, origins["json"]), "import json")
        self.assertEqual(import_of("other", json, []), "import json as other")
        self.assertIsNone(import_of("fake", type(sys)("fake"), []))


class Groups(unittest.TestCase):
    def groups(self, **values):
        rules = Rules([], {}, [])
        trials = [Trial(name, value, rules, 10**6) for name, value in values.items()]
        return sorted(sorted(trial.name for trial in group) for group in groups_of(trials))

    def test_are_of_what_shares_what_can_change(self):
        one, two = [1], [2]
        self.assertEqual(self.groups(a=one, b={"x": one}, c=two, d=[two, one], e=[1]), [["a", "b", "c", "d"], ["e"]])

    def test_do_not_join_what_is_only_equal_or_never_changes(self):
        text = "text"
        self.assertEqual(self.groups(a=[text], b=[text], c=(), d=[()], e=[math.sin], f=[math.sin]), [[n] for n in "abcdef"])


class Sources(unittest.TestCase):
    def test_are_kept_for_the_latest_cells(self):
        sources = CellSources()
        for number in range(MAX_CELLS + 5):
            sources.add("x = %d\n" % number)
        kept = list(sources.kept())
        self.assertEqual((len(kept), kept[0], kept[-1][1]), (MAX_CELLS, ("<cell 6>", "x = 5\n"), "x = %d\n" % (MAX_CELLS + 4)))


class Bodies(unittest.TestCase):
    def test_come_apart_as_they_were_joined(self):
        head, rest = split(join({"a": "\n"}, [b"1\n", b"2"]))
        self.assertEqual((head, bytes(rest)), ({"a": "\n"}, b"1\n2"))


if __name__ == "__main__":
    unittest.main()
