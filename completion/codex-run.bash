# Completion of codex-run for bash.
# shellcheck shell=bash

# begin: codex-run --help
_codex_run_commands='run validate batch grade languages info variables doctor prepare'
_codex_run_options() {
	case $1 in
	run) echo '-l --language -f --file -o --option -t --timeout --cpu-time -m --memory-mb --output-kb --processes --file-mb --disk-mb --json --timings -q --quiet -h --help' ;;
	validate) echo '--format -l --language -f --file -o --option -h --help' ;;
	batch) echo '-j --jobs -O --output --resume --timings --unordered --format -l --language -q --quiet -h --help' ;;
	grade) echo '-T --tests -c --checker -t --timeout -m --memory-mb -l --language --stop-on-failure --format -j --jobs -q --quiet -h --help' ;;
	languages) echo '--json --text -h --help' ;;
	info) echo '--json --text -h --help' ;;
	variables) echo '--json --text -h --help' ;;
	doctor) echo '--json --text -h --help --self-test --policy' ;;
	prepare) echo '-h --help' ;;
	esac
}
_codex_run_value() {
	case "$1 $2" in
	'run -l' | 'run --language') echo '@languages' ;;
	'run -f' | 'run --file') echo '@files' ;;
	'run -o' | 'run --option') echo '@none' ;;
	'run -t' | 'run --timeout') echo '@none' ;;
	'run --cpu-time') echo '@none' ;;
	'run -m' | 'run --memory-mb') echo '@none' ;;
	'run --output-kb') echo '@none' ;;
	'run --processes') echo '@none' ;;
	'run --file-mb') echo '@none' ;;
	'run --disk-mb') echo '@none' ;;
	'validate --format') echo 'json gcc sarif' ;;
	'validate -l' | 'validate --language') echo '@languages' ;;
	'validate -f' | 'validate --file') echo '@files' ;;
	'validate -o' | 'validate --option') echo '@none' ;;
	'batch -j' | 'batch --jobs') echo '@none' ;;
	'batch -O' | 'batch --output') echo '@files' ;;
	'batch --format') echo 'json junit tap' ;;
	'batch -l' | 'batch --language') echo '@languages' ;;
	'grade -T' | 'grade --tests') echo '@directories' ;;
	'grade -c' | 'grade --checker') echo 'lines exact tokens float' ;;
	'grade -t' | 'grade --timeout') echo '@none' ;;
	'grade -m' | 'grade --memory-mb') echo '@none' ;;
	'grade -l' | 'grade --language') echo '@languages' ;;
	'grade --format') echo 'json junit tap table' ;;
	'grade -j' | 'grade --jobs') echo '@none' ;;
	esac
}
# end

# Those that can run here.
_codex_run_languages() { "$1" languages --text 2>/dev/null | awk 'NR > 1 && $3 == "available" { print $1 }'; }

# Words of COMPREPLY one per line, from a generator.
_codex_run_offer() { mapfile -t COMPREPLY < <(compgen "$@"); }

_codex_run() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=run value
	COMPREPLY=()
	[[ " $_codex_run_commands " != *" ${COMP_WORDS[1]} "* ]] || command=${COMP_WORDS[1]}
	# --name=value comes as three words.
	[ "$previous" != = ] || previous=${COMP_WORDS[COMP_CWORD - 2]}
	[ "$current" != = ] || current=
	if [ "$COMP_CWORD" -eq 1 ] && [[ $current != -* ]]; then
		_codex_run_offer -W "$_codex_run_commands" -- "$current"
		return
	fi
	value=$(_codex_run_value "$command" "$previous")
	case $value in
	@languages) _codex_run_offer -W "$(_codex_run_languages "${COMP_WORDS[0]}")" -- "$current" ;;
	@directories) _codex_run_offer -d -- "$current" ;;
	@none) ;;
	@files | '')
		if [ -z "$value" ] && [[ $current == -* ]]; then
			_codex_run_offer -W "$(_codex_run_options "$command") $([ "$COMP_CWORD" -ne 1 ] || echo --version)" -- "$current"
		else
			_codex_run_offer -f -- "$current"
		fi
		;;
	*) _codex_run_offer -W "$value" -- "$current" ;;
	esac
}
complete -o filenames -o bashdefault -F _codex_run codex-run
