import json
import unittest

from tinycodeagent_kernel.worker.display import rich_forms
from tinycodeagent_kernel.worker.tool_signature import docstring_of, signature_of
from tinycodeagent_kernel.worker.values import MAX_VALUE_BYTES, to_json

SIGNATURE = {
    "name": "search",
    "description": "Finds pages.",
    "inputSchema": {
        "type": "object",
        "properties": {
            "limit": {"type": "integer", "default": 10},
            "query": {"type": "string", "description": "What to look for."},
            "tags": {"type": "array", "items": {"type": "string"}},
            "from": {"type": "string"},
        },
        "required": ["query"],
    },
}


class ToolsOfCode(unittest.TestCase):
    def test_have_a_python_signature(self):
        text = str(signature_of(SIGNATURE))
        self.assertEqual(text, "(query: str, limit: int = 10, tags: list[str] = None, **others) -> object")

    def test_are_documented(self):
        self.assertEqual(docstring_of(SIGNATURE), "Finds pages.\n\nArgs:\n    query: What to look for.")


class ValuesOfCells(unittest.TestCase):
    def test_cross_as_json_only_when_they_are_json(self):
        for value in (None, True, 3, 1.5, "ä", [1, [2]], {"a": {"b": None}}, (1, 2)):
            self.assertEqual(json.loads(to_json(value, 1000)), json.loads(json.dumps(value)))
        for value in (2**53, float("nan"), float("inf"), {1: 2}, {1, 2}, b"x", object(), [object()], type("D", (dict,), {})()):
            self.assertIsNone(to_json(value, 1000))

    def test_have_a_size_limit(self):
        self.assertIsNotNone(to_json("x" * (MAX_VALUE_BYTES - 2), MAX_VALUE_BYTES))
        self.assertIsNone(to_json("x" * (MAX_VALUE_BYTES - 1), MAX_VALUE_BYTES))

    def test_may_be_deep_or_cyclic_without_harm(self):
        cyclic = []
        cyclic.append(cyclic)
        self.assertIsNone(to_json(cyclic, 1000))


class RichForms(unittest.TestCase):
    def test_of_a_failing_method_are_left_out(self):
        class Value:
            def _repr_html_(self):
                raise ValueError

            def _repr_mimebundle_(self):
                return {"text/markdown": "*x*"}

        self.assertEqual(rich_forms(Value()), {"text/markdown": "*x*"})
        self.assertEqual(rich_forms(Value), {})


if __name__ == "__main__":
    unittest.main()
