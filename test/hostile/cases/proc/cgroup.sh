# what: raises its own limits and registers a program of the host at the end of a cgroup
# expect: read-only|system-files|absent
for file in /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max /sys/fs/cgroup/rdma/release_agent /sys/fs/cgroup/memory/release_agent; do
  (echo max >"$file") && echo "BREACH $file"
done
mkdir /sys/fs/cgroup/memory/owned || mkdir /sys/fs/cgroup/owned && echo BREACH
exit 1
