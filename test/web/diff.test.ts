import { describe, expect, it } from '@jest/globals';
import { createTwoFilesPatch } from 'diff';
import { parseDiff } from '../../web/src/ui/diff/parse-diff.js';

const DIFF = `diff --git a/src/app.py b/src/app.py
index 1111111..2222222 100644
--- a/src/app.py
+++ b/src/app.py
@@ -1,3 +1,4 @@ def main():
 import os
-print("a")
+print("b")
+--- not a header
 end()
\\ No newline at end of file
diff --git a/new file.txt b/new file.txt
new file mode 100644
index 0000000..3333333
--- /dev/null
+++ b/new file.txt
@@ -0,0 +1 @@
+hello
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-bye
diff --git a/old.js b/new.js
similarity index 100%
rename from old.js
rename to new.js
diff --git "a/t\\303\\266st.md" "b/t\\303\\266st.md"
index 1..2 100644
--- "a/t\\303\\266st.md"
+++ "b/t\\303\\266st.md"
@@ -1 +1 @@
-a
+b
diff --git a/logo.png b/logo.png
index 1..2 100644
Binary files a/logo.png and b/logo.png differ
`;

describe('a unified diff', () => {
  const files = parseDiff(DIFF);

  it('is read file by file: changed, new, removed, renamed, quoted, binary', () => {
    expect(files.map(({ path, from, kind, binary, added, removed }) => [path, from, kind, binary, added, removed])).toEqual([
      ['src/app.py', null, 'changed', false, 2, 1],
      ['new file.txt', null, 'added', false, 1, 0],
      ['gone.txt', null, 'removed', false, 0, 1],
      ['new.js', 'old.js', 'renamed', false, 0, 0],
      ['töst.md', null, 'changed', false, 1, 1],
      ['logo.png', null, 'changed', true, 0, 0],
    ]);
  });

  it('numbers its lines on both sides, and takes no line inside a hunk for a header', () => {
    expect(files[0]?.hunks[0]?.context).toBe('def main():');
    expect(files[0]?.hunks[0]?.lines.map(({ kind, text, before, after }) => [kind, text, before, after])).toEqual([
      ['same', 'import os', 1, 1],
      ['removed', 'print("a")', 2, null],
      ['added', 'print("b")', null, 2],
      ['added', '--- not a header', null, 3],
      ['same', 'end()', 3, 4],
      ['note', 'no newline at the end', null, null],
    ]);
  });

  it('gives back both texts of any change', () => {
    const before = 'a\nb\nc\n-- x\n++ y\n\nend\n';
    const after = 'a\nB\nc\n++ x\n-- y\n@@ -1 +1 @@\nend\n';
    const patch = createTwoFilesPatch('a/x', 'b/x', before, after).split('\n').slice(1).join('\n');
    const [file] = parseDiff(`diff --git a/x b/x\n${patch}`);
    const side = (kind: string) =>
      (file?.hunks ?? []).flatMap(({ lines }) => lines.filter((line) => line.kind === 'same' || line.kind === kind).map(({ text }) => `${text}\n`)).join('');
    expect([side('removed'), side('added')]).toEqual([before, after]);
  });

  it('of nonsense is nothing', () => {
    expect(parseDiff('')).toEqual([]);
    expect(parseDiff('@@ -1 +1 @@\n+x\n<script>alert(1)</script>')).toEqual([]);
  });
});
