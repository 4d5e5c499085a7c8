# make install and make uninstall. PREFIX is where it will be (/usr/local), DESTDIR a directory in front of it, for packages.
# What is installed finds its parts relative to itself, so that the whole of PREFIX may be moved.
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
LIBEXECDIR ?= $(PREFIX)/libexec
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
UNITDIR    ?= $(PREFIX)/lib/systemd/system

# Beside what a user calls: started by units, containers and codex-serve.
RUN_SCRIPTS := scripts/render-nginx $(filter-out %.sh,$(wildcard scripts/serve scripts/serve-*))
# Of these a user calls some, as codex-NAME.
COMMANDS := serve serve-one serve-gateway
MAN1     := $(wildcard cli/*.1 fcgi/*.1 docs/man/*.1)
MAN5     := $(wildcard docs/man/*.5)
MAN7     := $(wildcard docs/man/*.7)
UNITS    := $(wildcard systemd/*.service.in systemd/*.target.in)
D        := $(DESTDIR)

install: all install-library
	install -d $(D)$(BINDIR) $(D)$(LIBEXECDIR)/codex-run $(D)$(DATADIR)/codex-run/nginx
	install -m 755 $(B)/codex-run $(B)/codex-fcgi $(B)/codex-gateway $(D)$(BINDIR)
	install -m 755 $(RUN_SCRIPTS) $(D)$(LIBEXECDIR)/codex-run
	install -m 644 scripts/serve-lib.sh $(D)$(LIBEXECDIR)/codex-run
	$(if $(AGENT_PYTHON),install -m 755 $(AGENT_PYTHON) $(D)$(LIBEXECDIR)/codex-run)
	for name in $(COMMANDS); do ln -srf $(D)$(LIBEXECDIR)/codex-run/$$name $(D)$(BINDIR)/codex-$$name; done
	rm -rf $(D)$(DATADIR)/codex-run/languages $(D)$(DATADIR)/codex-run/scripts
	cp -R languages $(D)$(DATADIR)/codex-run/languages
	install -m 644 nginx/*.in $(D)$(DATADIR)/codex-run/nginx
	ln -srf $(D)$(LIBEXECDIR)/codex-run $(D)$(DATADIR)/codex-run/scripts
	install -d $(D)$(MANDIR)/man1 $(D)$(MANDIR)/man5 $(D)$(MANDIR)/man7
	install -m 644 $(MAN1) $(D)$(MANDIR)/man1
	install -m 644 $(MAN5) $(D)$(MANDIR)/man5
	install -m 644 $(MAN7) $(D)$(MANDIR)/man7
	for name in one gateway; do ln -sf codex-serve.1 $(D)$(MANDIR)/man1/codex-serve-$$name.1; done
	install -D -m 644 completion/codex-run.bash $(D)$(DATADIR)/bash-completion/completions/codex-run
	install -D -m 644 completion/codex-run.zsh $(D)$(DATADIR)/zsh/site-functions/_codex-run
	install -D -m 644 completion/codex-run.fish $(D)$(DATADIR)/fish/vendor_completions.d/codex-run.fish
	install -d $(D)$(UNITDIR)
	for unit in $(UNITS); do sed 's|@BINDIR@|$(BINDIR)|g; s|@LIBEXECDIR@|$(LIBEXECDIR)|g' $$unit \
		>$(D)$(UNITDIR)/$$(basename $$unit .in) || exit 1; done
	install -D -m 644 systemd/codex-run.sysusers $(D)$(PREFIX)/lib/sysusers.d/codex-run.conf
	install -D -m 644 systemd/codex-run.tmpfiles $(D)$(PREFIX)/lib/tmpfiles.d/codex-run.conf

# For those who embed the core; docs/embedding.md.
install-library: $(B)/libcodex.a $(SHARED_$(MODE))
	install -d $(D)$(LIBDIR)/pkgconfig $(D)$(INCLUDEDIR)/codex
	install -m 644 lib/include/codex/*.h $(D)$(INCLUDEDIR)/codex
	install -m 644 $(B)/libcodex.a $(D)$(LIBDIR)/libcodexrun.a
ifneq ($(SHARED_$(MODE)),)
	install -m 644 $(SHARED_$(MODE)) $(D)$(LIBDIR)
	ln -sf libcodexrun.so.$(VERSION) $(D)$(LIBDIR)/libcodexrun.so.$(ABI)
	ln -sf libcodexrun.so.$(ABI) $(D)$(LIBDIR)/libcodexrun.so
endif
	sed 's|@PREFIX@|$(PREFIX)|g; s|@LIBDIR@|$(LIBDIR)|g; s|@INCLUDEDIR@|$(INCLUDEDIR)|g; s|@VERSION@|$(VERSION)|g; s|@LIBS@|$(LIBS)|g' \
		lib/codexrun.pc.in >$(D)$(LIBDIR)/pkgconfig/codexrun.pc

# What install wrote, and the directories that are then empty and only ours.
uninstall:
	rm -f $(addprefix $(D)$(BINDIR)/,codex-run codex-fcgi codex-gateway $(addprefix codex-,$(COMMANDS)))
	rm -rf $(D)$(LIBEXECDIR)/codex-run $(D)$(DATADIR)/codex-run $(D)$(INCLUDEDIR)/codex
	rm -f $(addprefix $(D)$(LIBDIR)/,libcodexrun.a libcodexrun.so libcodexrun.so.$(ABI) libcodexrun.so.$(VERSION) pkgconfig/codexrun.pc)
	rm -f $(addprefix $(D)$(MANDIR)/man1/,$(notdir $(MAN1)) codex-serve-one.1 codex-serve-gateway.1)
	rm -f $(addprefix $(D)$(MANDIR)/man5/,$(notdir $(MAN5))) $(addprefix $(D)$(MANDIR)/man7/,$(notdir $(MAN7)))
	rm -f $(D)$(DATADIR)/bash-completion/completions/codex-run $(D)$(DATADIR)/zsh/site-functions/_codex-run \
		$(D)$(DATADIR)/fish/vendor_completions.d/codex-run.fish
	rm -f $(addprefix $(D)$(UNITDIR)/,$(notdir $(UNITS:.in=)))
	rm -f $(D)$(PREFIX)/lib/sysusers.d/codex-run.conf $(D)$(PREFIX)/lib/tmpfiles.d/codex-run.conf

.PHONY: install install-library uninstall
