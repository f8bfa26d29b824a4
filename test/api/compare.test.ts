import { describe, expect, it } from '@jest/globals';
import { readPatch } from '../../api/compare/patch.js';

const PATCH = `diff --git a/app.py b/app.py
index 1..2 100644
--- a/app.py
+++ b/app.py
@@ -1,2 +1,2 @@
 import os
-A = 1
+A = 2
diff --git a/new.py b/new.py
new file mode 100644
index 0..3
--- /dev/null
+++ b/new.py
@@ -0,0 +1,2 @@
+one
+two
diff --git a/gone.py b/gone.py
deleted file mode 100644
index 4..0
--- a/gone.py
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git "a/gr\\303\\274n.md" "b/gr\\303\\274n.md"
new file mode 100644
--- /dev/null
+++ "b/gr\\303\\274n.md"
@@ -0,0 +1 @@
+++ not a header
diff --git a/logo.png b/logo.png
new file mode 100644
index 0..5
Binary files /dev/null and b/logo.png differ
`;

describe('a patch', () => {
  it('is read file by file, with its counts and the whole text of what is new', () => {
    const files = readPatch(PATCH);
    expect([...files.values()].map(({ path, added, removed, text }) => [path, added, removed, text])).toEqual([
      ['app.py', 1, 1, null],
      ['new.py', 2, 0, 'one\ntwo\n'],
      ['gone.py', 0, 1, null],
      ['grün.md', 1, 0, '++ not a header\n'],
      ['logo.png', 0, 0, null],
    ]);
  });

  it('of nothing has no files', () => {
    expect(readPatch('').size).toBe(0);
    expect(readPatch('no patch at all\n').size).toBe(0);
  });
});
