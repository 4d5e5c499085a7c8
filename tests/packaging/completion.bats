#!/usr/bin/env bats
# What the shells offer behind codex-run. That options are those of the program is tests/lint/drift.

load ../bats/helpers

setup() {
	PATH=$CODEX_PREFIX/bin:$PATH
	completions=$CODEX_PREFIX/share
}

# bash_offers WORD…: one line for each that bash offers in the place of the last word.
bash_offers() {
	bash -c 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _codex_run; printf "%s\n" "${COMPREPLY[@]}"' \
		"$completions/bash-completion/completions/codex-run" "$@"
}

@test "bash: commands, options, values and languages" {
	[ "$(bash_offers codex-run doc)" = doctor ]
	[ "$(bash_offers codex-run run --ti | sort | xargs)" = "--timeout --timings" ]
	[ "$(bash_offers codex-run --output)" = --output-kb ]
	[ "$(bash_offers codex-run batch --format '' | xargs)" = "json junit tap" ]
	[ "$(bash_offers codex-run batch --format = j | xargs)" = "json junit" ]
	bash_offers codex-run run -l '' | grep -qx python
	[ -z "$(bash_offers codex-run run --timeout '')" ]
	cd "$CODEX_PREFIX"
	[ "$(bash_offers codex-run run sh)" = share ]
}

@test "fish: commands, options and values" {
	command -v fish >/dev/null || skip "there is no fish"
	fish_offers() { HOME=$BATS_TEST_TMPDIR fish --no-config -c "source $completions/fish/vendor_completions.d/codex-run.fish; complete -C '$1'" | cut -f 1; }
	[ "$(fish_offers 'codex-run doc')" = doctor ]
	[ "$(fish_offers 'codex-run run --ti' | sort | xargs)" = "--timeout --timings" ]
	[ "$(fish_offers 'codex-run batch --format ' | sort | xargs)" = "json junit tap" ]
	fish_offers 'codex-run run -l ' | grep -qx python
}

@test "zsh: commands, options and values" {
	command -v zsh >/dev/null || skip "there is no zsh"
	# A zsh on a terminal of its own, in which a tab is typed.
	cat >"$BATS_TEST_TMPDIR/ask" <<-'EOF'
		zmodload zsh/zpty
		wait_for() {
			for i in {1..600}; do
				zpty -r -t shell part 2>/dev/null && text+=$part || sleep 0.1
				[[ $text == *"$1"* ]] && return 0
			done
			print -r -- "$text" >&2
			exit 1
		}
		zpty shell "TERM=dumb zsh -f -i"
		zpty -w shell "fpath=($FUNCTIONS \$fpath); autoload -Uz compinit; compinit -u -d $HOME/dump; echo re''ady"
		wait_for ready
		text=
		zpty -w -n shell "$1"$'\t'
		wait_for "$2"
	EOF
	zsh_offers() { HOME=$BATS_TEST_TMPDIR FUNCTIONS=$completions/zsh/site-functions zsh -f "$BATS_TEST_TMPDIR/ask" "$@" 3>&-; }
	zsh_offers 'codex-run doc' 'codex-run doctor'
	zsh_offers 'codex-run run --timi' '--timings'
	zsh_offers 'codex-run batch --format ju' 'junit'
}
