#!/usr/bin/env bats
# Each limit ends the run, says so, and leaves nothing. Times are ten times what is needed.

load helpers

setup() {
	new_marker
}

@test "timeout: a program that sleeps is ended" {
	start_clock
	execute python 'import time; print("begun", flush=True); time.sleep(60)' '{timeout: 0.5}'
	assert_within 5
	assert_status timeout
	assert_limit wall
	assert_true '.output == "begun\n"'
	assert_true '.executionTime >= 0.5 and .executionTime < 5'
	assert_true '.error | length > 0'
}

@test "timeout: ignored signals and a reader without input do not help" {
	start_clock
	execute python '
import signal, time
for s in range(1, 65):
    try: signal.signal(s, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True: time.sleep(1)' '{timeout: 0.5}'
	assert_within 5
	assert_status timeout
}

@test "cpuTime: a program that spins is ended before its wall time" {
	start_clock
	execute python 'while True: pass' '{limits: {cpuTime: 0.5}, timeout: 30}'
	assert_within 10
	assert_status timeout
	assert_limit cpu
}

@test "cpuTime: processes add up" {
	start_clock
	execute python '
import os
for _ in range(3): os.fork()
while True: pass' '{limits: {cpuTime: 1}, timeout: 30}'
	assert_within 20
	assert_status timeout
	assert_limit cpu
}

@test "outputKB: an endless printer is ended, and what fitted is kept" {
	start_clock
	execute python 'while True: print("x" * 1000)' '{limits: {outputKB: 1024}}'
	assert_within 20
	assert_status output_limit
	assert_limit output
	assert_field .outputTruncated true
	assert_true '.output | length == 1048576'
}

@test "outputKB: stderr has the same limit" {
	execute python '
import sys
while True: sys.stderr.write("x" * 1000)' '{limits: {outputKB: 64}}'
	assert_status output_limit
	assert_true '.error | length >= 65536 and length < 70000'
}

@test "memoryMB: touching a gigabyte is a memory limit with its source" {
	start_clock
	execute python '
blocks = []
while len(blocks) < 1024:
    blocks.append(bytearray(b"x") * (1 << 20))
print("survived")' '{limits: {memoryMB: 128}}'
	assert_within 30
	assert_status memory_limit
	assert_limit memory
	assert_true '.limit.value == 134217728'
	assert_true '.output | contains("survived") | not'
}

@test "memoryMB: a program that starts others is not counted twice" {
	execute python '
import subprocess
data = bytearray(90 << 20)
for at in range(0, len(data), 4096): data[at] = 1
for _ in range(300): subprocess.run(["/usr/bin/true"], close_fds=False)
print("fine")' '{timeout: 30}'
	assert_status success
	assert_true '.memoryUsed < 128 * 1048576'
}

@test "memoryMB: several processes add up" {
	execute python '
import os, time
for _ in range(6):
    if os.fork() == 0:
        data = bytearray(b"x") * (60 << 20)
        time.sleep(20)
        os._exit(0)
for _ in range(6): os.wait()
print("survived")' '{limits: {memoryMB: 128}, timeout: 10}'
	assert_status memory_limit
	assert_limit memory
}

@test "memoryMB: what a program in C++ allocates counts when it is touched" {
	requires_language cpp
	execute cpp '
#include <cstdlib>
#include <cstring>
int main() {
	for (int i = 0; i < 1024; i++) {
		char *p = static_cast<char *>(std::malloc(1 << 20));
		std::memset(p, i, 1 << 20);
	}
}'
	assert_status memory_limit
	assert_limit memory
}

@test "memoryMB: java's own out-of-memory end is a memory limit" {
	requires_language java
	execute java '
import java.util.*;
public class Main { public static void main(String[] a) {
	List<byte[]> all = new ArrayList<>();
	while (true) { byte[] b = new byte[1 << 20]; Arrays.fill(b, (byte) 1); all.add(b); }
} }'
	assert_status memory_limit
	assert_limit memory
}

@test "processes: a fork bomb is over quickly and nothing of it is left" {
	start_clock
	execute python '
import os
while True:
    try: os.fork()
    except OSError: pass' "{timeout: 3, limits: {processes: 16}, args: [\"$marker\"]}"
	assert_within 30
	assert_exit 1
	assert_no_process "$marker"
}

@test "processes: a refused fork is told and kills nobody" {
	execute python '
import os, sys, time
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(10); os._exit(0)
        count += 1
except OSError:
    print("refused after", count)
    sys.exit(3)' '{limits: {processes: 8}}'
	assert_status runtime_error
	assert_limit processes
	# Under a uid that others share the kernel cannot hold the limit; the supervisor does, and ends the run.
	if [ "$CODEX_HOST" = container-user ]; then
		assert_field .limit.source sampler
	else
		assert_field .exitCode 3
		assert_true '.output | test("refused after [1-8]\n")'
	fi
}

@test "processes: threads count" {
	execute python '
import threading, time, sys
try:
    for _ in range(100):
        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
except RuntimeError:
    print("refused", flush=True); sys.exit(3)' '{limits: {processes: 16}}'
	assert_exit 1
	assert_true '.output == "refused\n" or .limit.name == "processes"'
}

@test "fileMB: a file that grows too large is a runtime error with its limit" {
	execute python '
with open("big", "wb") as f:
    for _ in range(64): f.write(b"x" * (1 << 20))' '{limits: {fileMB: 4}}'
	assert_status runtime_error
	assert_limit fileSize
}

@test "diskMB: many files add up" {
	execute python '
import time
for i in range(200):
    with open("f%d" % i, "wb") as f: f.write(b"x" * (1 << 20))
    time.sleep(0.01)' '{limits: {fileMB: 4, diskMB: 16}}'
	assert_status runtime_error
	assert_limit disk
}

@test "a crash is a runtime error with its signal" {
	requires_language cpp
	execute cpp 'int main() { volatile int *p = nullptr; *p = 1; }'
	assert_status runtime_error
	assert_field .signal SIGSEGV
	assert_field .exitCode null
}

@test "a stack overflow is a runtime error" {
	requires_language cpp
	execute cpp 'int f(volatile int n) { volatile char a[4096]; a[0] = n; return f(n + 1) + a[0]; } int main() { return f(0); }'
	assert_status runtime_error
	assert_field .signal SIGSEGV
}

@test "a closed stdout ends nothing early" {
	start_clock
	execute python 'import os, time; os.close(1); os.close(2); time.sleep(0.3); open("done", "w").write("yes")' '{collect: ["done"]}'
	assert_within 10
	assert_status success
	assert_true '.files[0].content == "eWVz"'
	assert_true '.executionTime >= 0.3'
}

@test "a limit of a compiler ends the compile" {
	requires_language cpp
	start_clock
	execute cpp '
template <int N, class A> struct Path {};
template <int N, class A> struct Fork { Fork<N - 1, Path<0, A>> left; Fork<N - 1, Path<1, A>> right; };
template <class A> struct Fork<0, A> {};
int main() { Fork<40, int> all; (void)all; }'
	assert_within 100
	assert_status compile_error
	assert_true '.limit.name == "compileTime" or .limit.name == "compileMemory"'
}

@test "a compiler that ends itself for lack of memory or of room in a file has its limit, too" {
	requires_language c
	execute c '
#define A(x) x x x x x x x x x x
#define B(x) A(A(A(x)))
B(B(B(int f();)))
int main(void) { return 0; }'
	assert_status compile_error
	assert_limit compileMemory
	execute c 'char huge[1L << 32] = { 1 }; int main(void) { return 0; }'
	assert_status compile_error
	assert_limit fileSize
}

@test "memoryMB: an allocation that the runtime refuses is told in a sentence, too" {
	execute python 'data = bytearray(3 << 30)' '{limits: {memoryMB: 128}}'
	assert_status memory_limit
	assert_limit memory
	assert_true '.error | contains("MemoryError")'
	assert_true '.error | endswith("codex-run: the run needed more than 128 MB of memory (limits.memoryMB)\n")'
}
