# what: a database in a file
# expect: fine
# says: 49995000
import sqlite3

base = sqlite3.connect("/tmp/test.db")
base.execute("create table t (n integer)")
base.executemany("insert into t values (?)", [(n,) for n in range(10_000)])
base.commit()
print(base.execute("select sum(n) from t").fetchone()[0])
