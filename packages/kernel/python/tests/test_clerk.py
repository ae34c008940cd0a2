import os
import tempfile
import unittest

from tinycodeagent_kernel.clerk.editing import apply_edits
from tinycodeagent_kernel.clerk.errors import ClerkError
from tinycodeagent_kernel.clerk.patterns import compile_glob
from tinycodeagent_kernel.clerk.paths import Paths
from tinycodeagent_kernel.clerk.tree import walk


class GlobPatterns(unittest.TestCase):
    def test_match_what_people_expect(self):
        for pattern, path, expected in (
            ("*.ts", "a.ts", True),
            ("*.ts", "sub/a.ts", False),
            ("**/*.ts", "a.ts", True),
            ("**/*.ts", "sub/deep/a.ts", True),
            ("sub/**/*.ts", "sub/a.ts", True),
            ("sub/**/*.ts", "subway/a.ts", False),
            ("sub/**", "sub/x/y", True),
            ("a?c", "abc", True),
            ("a?c", "a/c", False),
            ("[!a]b", "cb", True),
            ("[!a]b", "/b", False),
            ("[a-c]1", "b1", True),
            ("[", "[", True),
            ("{a,b}.py", "b.py", True),
            ("{a,{b,c}}.py", "c.py", True),
            ("{a", "{a", True),
            ("a.b", "axb", False),
            ("(x)+", "(x)+", True),
            ("*", ".hidden", True),
        ):
            self.assertEqual(bool(compile_glob(pattern).match(path)), expected, (pattern, path))

    def test_refuse_to_stand_for_too_many(self):
        with self.assertRaises(ValueError):
            compile_glob("{a,b}" * 12)


class IgnoredPaths(unittest.TestCase):
    def test_follow_gitignore_files_from_the_repository_down(self):
        with tempfile.TemporaryDirectory() as root:
            for path, text in {
                ".git/config": "",
                ".gitignore": "*.log\n!keep.log\n/build/\nnode_modules\n# no\n",
                "a.log": "",
                "keep.log": "",
                "build/x": "",
                "sub/build/x": "",
                "sub/.gitignore": "secret.txt\n",
                "sub/secret.txt": "",
                "sub/node_modules/y": "",
                "secret.txt": "",
            }.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w") as file:
                    file.write(text)
            found = [path for path, _ in walk(root, respect_gitignore=True) if os.path.isfile(os.path.join(root, path))]
            self.assertEqual(found, [".gitignore", "keep.log", "secret.txt", "sub/.gitignore", "sub/build/x"])
            inner = [path for path, _ in walk(os.path.join(root, "sub"), respect_gitignore=True)]
            self.assertEqual(inner, [".gitignore", "build", "build/x"])


class Edits(unittest.TestCase):
    def test_keep_line_ends_and_the_byte_order_mark(self):
        before = "\ufeffone\r\ntwo\r\nthree\r\n".encode()
        after, count, diff = apply_edits("f", before, [{"oldText": "one\ntwo", "newText": "1\n2"}])
        self.assertEqual(after, "\ufeff1\r\n2\r\nthree\r\n".encode())
        self.assertEqual(count, 1)
        self.assertIn("-one", diff)

    def test_change_nothing_when_the_count_is_wrong(self):
        for edits, found in (
            ([{"oldText": "a", "newText": "b"}], 3),
            ([{"oldText": "zz", "newText": "b"}], 0),
            ([{"oldText": "a", "newText": "b", "expectedMatches": 2}], 3),
        ):
            with self.assertRaises(ClerkError) as caught:
                apply_edits("f", b"a a a", edits)
            self.assertEqual(caught.exception.code, "EDIT_MISMATCH")
            self.assertEqual(caught.exception.details["matches"], found)

    def test_say_in_the_diff_where_they_are(self):
        lines = ["line %d" % number for number in range(200)]
        _, _, diff = apply_edits("f", "\n".join(lines).encode(), [{"oldText": "line 150", "newText": "new"}])
        self.assertIn("@@ -148,7 +148,7 @@", diff)
        self.assertIn("-line 150\n+new\n", diff)

    def test_refuse_bytes_that_are_no_text(self):
        with self.assertRaises(ClerkError) as caught:
            apply_edits("f", b"\xff\xfe\x00", [{"oldText": "a", "newText": "b"}])
        self.assertEqual(caught.exception.code, "FILE_INVALID")


class PathsOfASession(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = os.path.join(os.path.realpath(self.folder.name), "work")
        os.mkdir(self.root)
        self.paths = Paths([{"path": self.root, "writable": True}])

    def tearDown(self):
        self.folder.cleanup()

    def test_may_have_dots_in_their_names(self):
        self.assertEqual(self.paths.resolve("a..b/c"), os.path.join(self.root, "a..b/c"))

    def test_never_lead_outside(self):
        os.symlink("/etc", os.path.join(self.root, "link"))
        for path in ("..", "../x", "/etc/passwd", "a/../../x", "link/passwd", self.root + "x"):
            with self.assertRaises(ClerkError, msg=path) as caught:
                self.paths.resolve(path)
            self.assertEqual(caught.exception.code, "FILE_DENIED")

    def test_are_not_followed_through_a_link_that_is_put_there_later(self):
        os.mkdir(os.path.join(self.root, "sub"))
        resolve = self.paths.resolve

        def resolve_then_swap(path, for_writing=False):
            real = resolve(path, for_writing)
            os.rmdir(os.path.join(self.root, "sub"))
            os.symlink("/etc", os.path.join(self.root, "sub"))
            return real

        self.paths.resolve = resolve_then_swap
        with self.assertRaises((ClerkError, OSError)):
            os.close(self.paths.open_file("sub/passwd"))


if __name__ == "__main__":
    unittest.main()
