# make            build build/release/codex-run
# make check      all checks and tests: scripts/test; check-hostile and check-full take longer
# make bench      times codex-run against other ways, into docs/benchmark
# make matrix     every language by every program, as a table
# MODE=asan       address and undefined behaviour sanitizers
# MODE=fuzz       clang's libFuzzer
# make install    into PREFIX, below DESTDIR; make uninstall (install.mk)
MODE ?= release
B    := build/$(MODE)

VERSION := 0.1.0
# Of the shared library: a new number when a program that was linked with the last one could break.
ABI     := 0
PREFIX ?= /usr/local

CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE -fstack-clash-protection -fcf-protection
CFLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_clang   := $(CFLAGS_release)
CFLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS_release := -pie -Wl,-z,relro,-z,now,--as-needed
LDFLAGS_clang   := $(LDFLAGS_release)
LDFLAGS_asan    := -fsanitize=address,undefined
LDFLAGS_fuzz    := -fsanitize=address,undefined
ifeq ($(MODE),fuzz)
CC := clang
endif

WARN := -Wall -Wextra -Wshadow -Wvla -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 -Wundef $(if $(CI),-Werror)
STD  := -std=gnu17 -D_GNU_SOURCE -DCODEX_VERSION='"$(VERSION)"'
LIBS := -ljson-c -lseccomp -lpcre2-8 -lnettle

LIB_SRC  := $(wildcard lib/*.c lib/*/*.c)
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/%.o) $(B)/gen/filters.o
FCGI_OBJ := $(patsubst %.c,$(B)/%.o,$(wildcard fcgi/frame/*.c fcgi/executor/*.c))
GATE_OBJ := $(patsubst %.c,$(B)/%.o,$(wildcard fcgi/frame/*.c fcgi/gateway/*.c))
CLI_OBJ  := $(patsubst %.c,$(B)/%.o,$(wildcard cli/*.c))
UNIT     := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
# Where there is a JDK; without one Java is not to be had anyway.
JDK      := $(patsubst %/bin/javac,%,$(realpath $(shell command -v javac)))
JAVA     := $(if $(JDK),JavaCheck.class CompileServer.class Rehearsal.class $(if $(wildcard $(JDK)/include/jni.h),park))
JAVA     := $(JAVA:%=languages/java/%)
FUZZ     := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

# For those who embed the library; sanitizers and fuzzers have no use for it.
SHARED_release := $(B)/libcodexrun.so.$(VERSION)
SHARED_clang   := $(SHARED_release)

# A fork server with this distribution's Python in it, where that can be linked; without it Python starts cold, as it
# does with sanitizers, whose memory is more than a guest may have.
PYTHON_CONFIG = /usr/bin/python3 -c 'import sysconfig; print(sysconfig.get_config_var("$(1)") or "")'
PYTHON_INCLUDE := $(shell [ -x /usr/bin/python3 ] && $(call PYTHON_CONFIG,INCLUDEPY))
PYTHON_LIBRARY := $(if $(PYTHON_INCLUDE),$(wildcard $(shell $(call PYTHON_CONFIG,LIBPL))/libpython*.*[0-9].a))
AGENT_PYTHON := $(if $(and $(filter release clang,$(MODE)),$(wildcard $(PYTHON_INCLUDE)/Python.h),$(PYTHON_LIBRARY)),$(B)/codex-python)

all: $(B)/codex-run $(B)/codex-fcgi $(B)/codex-gateway $(SHARED_$(MODE)) $(AGENT_PYTHON) $(JAVA) languages/native/park languages/node_limits.so

comma := ,
# Static: the loader's work is much of a short run, and a process that forks for each run has less to copy; each is one
# third of a millisecond or more. STATIC= links as usual.
STATIC_release := -static-pie
STATIC ?= $(STATIC_$(MODE))
$(B)/codex-run: $(CLI_OBJ) $(B)/libcodex.a
	$(CC) $(CFLAGS_$(MODE)) $(LDFLAGS_$(MODE)) $(STATIC) $(LDFLAGS) -o $@ $^ $(LIBS)

# libfcgi has code that connects to others, which nobody calls; a static program cannot look names up.
$(B)/codex-fcgi: $(FCGI_OBJ) $(B)/libcodex.a
	$(CC) $(CFLAGS_$(MODE)) $(LDFLAGS_$(MODE)) $(STATIC) $(if $(STATIC),-Wl$(comma)--defsym$(comma)gethostbyname=abort) \
		$(LDFLAGS) -o $@ $^ $(LIBS) -lfcgi

$(B)/codex-gateway: $(GATE_OBJ) $(B)/libcodex.a
	$(CC) $(CFLAGS_$(MODE)) $(LDFLAGS_$(MODE)) $(LDFLAGS) -o $@ $^ $(LIBS) -lfcgi -lcurl

# As the interpreter itself is linked: in a fixed place, and its symbols are for extension modules.
$(patsubst %,$(B)/lib/warm/agents/%.o,python python_end python_inside): CPPFLAGS += -Ilib -isystem $(PYTHON_INCLUDE)
$(B)/codex-python: $(patsubst %,$(B)/lib/warm/agents/%.o,python python_end python_inside command memory) $(B)/libcodex.a $(PYTHON_LIBRARY)
	$(CC) $(CFLAGS_$(MODE)) $(LDFLAGS_$(MODE)) $(LDFLAGS) -no-pie -o $@ $(filter %.o,$^) $(B)/libcodex.a \
		-Wl,--whole-archive $(PYTHON_LIBRARY) -Wl,--no-whole-archive -Wl,--export-dynamic \
		$(shell $(call PYTHON_CONFIG,LIBS)) $(shell $(call PYTHON_CONFIG,MODLIBS)) -lm

languages/java/%.class: languages/java/%.java
	javac --release 11 -XDstringConcat=inline -Xlint:all -Werror -d languages/java $<
	chmod 755 $@ # the registry looks for a program
languages/java/park: languages/java/park.c Makefile
	$(CC) $(STD) $(WARN) $(CFLAGS_release) $(CFLAGS) -I$(JDK)/include -I$(JDK)/include/linux $(LDFLAGS_release) -o $@ $<

languages/native/park: languages/native/park.c lib/warm/await.c lib/warm/job.h Makefile
	$(CC) $(STD) -Ilib/include -Ilib $(WARN) $(CFLAGS_release) $(CFLAGS) $(LDFLAGS_release) $(STATIC_release) -o $@ $(filter %.c,$^)

languages/node_limits.so: languages/node_limits.c Makefile
	$(CC) $(STD) $(WARN) $(CFLAGS_release) $(CFLAGS) -fPIC -shared -Wl,-z,relro,-z,now -o $@ $<

$(B)/libcodex.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

# What a program may lean on is lib/libcodexrun.map, which scripts/generate writes from the public headers.
$(B)/libcodexrun.so.$(VERSION): $(LIB_OBJ) lib/libcodexrun.map
	$(CC) $(CFLAGS_$(MODE)) -shared -Wl,-z,relro,-z,now,-z,defs,--as-needed $(LDFLAGS) -Wl,-soname,libcodexrun.so.$(ABI) \
		-Wl,--version-script=lib/libcodexrun.map -o $@ $(LIB_OBJ) $(LIBS)
	ln -sf $(@F) $(B)/libcodexrun.so.$(ABI)
	ln -sf libcodexrun.so.$(ABI) $(B)/libcodexrun.so

# For programs and a shared library alike; only the public headers say that what they declare can be seen.
$(B)/lib/%.o: CFLAGS_LIB := -fPIC -fvisibility=hidden
# Where data is when it is neither beside the program nor beside the library.
$(B)/lib/context.o: CPPFLAGS += -DCODEX_DATA_DIR='"$(PREFIX)/share/codex-run"'

# Only the library and its unit tests see its insides: cli/ and fcgi/ get lib/include alone.
$(B)/lib/%.o $(B)/tests/%.o: CPPFLAGS += -Ilib
$(B)/fcgi/%.o $(B)/tests/%.o: CPPFLAGS += -Ifcgi
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(STD) -Ilib/include $(CPPFLAGS) $(WARN) $(CFLAGS_$(MODE)) $(CFLAGS_LIB) $(CFLAGS) -MMD -MP -c -o $@ $<

# The system call filters, compiled from lib/sandbox/seccomp_policy.c by a program that the build runs. When building
# for another architecture, RUN is what runs its programs here: make CC=aarch64-linux-gnu-gcc RUN=qemu-aarch64
$(B)/generate-filters: $(B)/lib/sandbox/generate/filters.o $(B)/lib/sandbox/seccomp.o \
		$(B)/lib/sandbox/seccomp_policy.o $(B)/lib/base/error.o
	$(CC) $(CFLAGS_$(MODE)) $(LDFLAGS_$(MODE)) $(LDFLAGS) -o $@ $^ -lseccomp
$(B)/gen/filters.c: $(B)/generate-filters
	@mkdir -p $(@D)
	$(RUN) $< >$@.$$$$ && mv $@.$$$$ $@
$(B)/gen/filters.o: $(B)/gen/filters.c
	$(CC) $(STD) -Ilib/include -Ilib $(WARN) $(CFLAGS_$(MODE)) -fPIC -fvisibility=hidden $(CFLAGS) -c -o $@ $<

# What of the frame needs no transport and no process.
FRAME_OBJ := $(patsubst %,$(B)/fcgi/frame/%.o,answer auth board config control http log metrics relay site trace)
$(B)/unit/test_environment $(B)/unit/test_http $(B)/unit/test_metrics $(B)/unit/test_relay $(B)/unit/test_trace $(B)/fuzz_http $(B)/fuzz_fastcgi: $(FRAME_OBJ)
$(B)/unit/test_crew: $(patsubst %,$(B)/fcgi/frame/%.o,board crew log)
$(B)/fuzz_fastcgi: $(B)/fcgi/frame/fastcgi.o
$(B)/fuzz_fastcgi: LIBS += -lfcgi
$(B)/unit/test_services: $(B)/fcgi/gateway/services.o $(B)/fcgi/gateway/service_url.o
$(B)/unit/%: $(B)/tests/unit/%.o $(B)/libcodex.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_$(MODE)) $(LDFLAGS_$(MODE)) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

$(B)/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(B)/libcodex.a
	$(CC) -fsanitize=fuzzer,address,undefined -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

# Tools of the tests, not installed.
$(B)/wall: $(B)/tests/container/wall.o $(B)/libcodex.a
	$(CC) $(CFLAGS_$(MODE)) $(LDFLAGS_$(MODE)) $(LDFLAGS) -o $@ $^ $(LIBS)
# A call of the library, to compare the service with, and a client of the service.
build/release/bench-http: build/release/tests/bench/http.o
	$(CC) $(CFLAGS_release) $(LDFLAGS_release) -o $@ $^
build/release/bench-library: build/release/tests/bench/library.o build/release/libcodex.a
	$(CC) $(CFLAGS_release) $(LDFLAGS_release) $(STATIC_release) -o $@ $^ $(LIBS)
# A stock container to test in, without an engine.
build/release/container-sim: build/release/tests/container/container-sim.o build/release/tests/container/profile.o
	$(CC) $(CFLAGS_release) $(LDFLAGS_release) -o $@ $^ -lseccomp

# A host that lacks some system calls.
build/release/without: build/release/tests/hostile/without.o
	$(CC) $(CFLAGS_release) $(LDFLAGS_release) -o $@ $^ -lseccomp

unit: $(UNIT)
fuzz:
	$(MAKE) MODE=fuzz fuzz-targets
fuzz-targets: $(FUZZ)

include install.mk

check:
	scripts/test
# In a virtual machine with cgroup version 2 alone; root, qemu and once the network.
check-vm: all
	tests/vm/run
	tests/vm/run units
# Debian packages of the last commit: built, looked at by lintian, unpacked and run.
check-deb:
	scripts/build-deb --check
# What a request costs, by every way there is: minutes of a quiet machine. Into docs/benchmark.
bench: all build/release/bench-http
	tests/bench/full
# Every hostile program on every kind of host.
check-hostile: build/release/codex-run build/release/container-sim build/release/without
	tests/hostile/run --fires
	tests/hostile/run
	tests/hostile/run --mixed 32
# Languages by programs, on every kind of host: ok, FAIL, or - for what is not there.
matrix: build/release/codex-run build/release/container-sim
	tests/language/run --matrix
# The same answers with each layer forced off in turn.
check-layers:
	scripts/test layers
# Changes of version, lost machines, a container with little memory; and the images, for which scripts/prove-image needs
# buildah, debootstrap and the network.
check-deploy: build/release/codex-run build/release/codex-fcgi build/release/codex-gateway build/release/container-sim
	CODEX_HOST=root bats tests/deploy
	tests/deploy/manifests/check
	tests/deploy/seeing/check
	scripts/prove-image
# What takes long: everything on every kind of host, the same run thousands of times.
check-full: check check-hostile check-vm check-layers check-deb check-deploy
	CODEX_FULL=1 scripts/test language corpora
	tests/hostile/run --endless $(or $(TIMES),20000)
	CODEX_VALIDATE_COUNT=300 scripts/test validate

clean:
	rm -rf build

.PHONY: all unit fuzz fuzz-targets bench check check-deploy check-hostile check-full check-layers check-vm check-deb matrix clean
.SECONDARY:
-include $(shell find build -path build/vm -prune -o -name '*.d' -print 2>/dev/null)
