#compdef codex-run
# Completion of codex-run for zsh.

local -a _codex_run_commands specs

# begin: codex-run --help
_codex_run_commands=(
	'run:run a program; a JSON request on stdin, or a file'
	'validate:check the sources of a request; nothing of them is run'
	'batch:run many requests, one in each line of the input'
	'grade:run programs against a folder of tests'
	'languages:list the languages and their versions'
	'info:tell how this installation is set up'
	'variables:list the variables of the environment that are read'
	'doctor:tell which layers of the sandbox this host grants'
	'prepare:compile beforehand what many programs begin with'
)
_codex_run_options() {
	case $1 in
	run)
		specs=(
			'(-l --language)'{-l+,--language=}'[the language, by name or alias (default\: FILE’s ending tells)]:LANG:_codex_run_languages'
			'*'{-f+,--file=}'[one more source or data file; may be repeated]:PATH:_files'
			'*'{-o+,--option=}'[a choice of the language, like std=c++20; may be repeated]:NAME=VALUE: '
			'(-t --timeout)'{-t+,--timeout=}'[wall time of the run]:SECONDS: '
			''--cpu-time='[CPU time of all its processes and threads]:SECONDS: '
			'(-m --memory-mb)'{-m+,--memory-mb=}'[memory of all its processes]:MB: '
			''--output-kb='[output kept of each stream]:KB: '
			''--processes='[processes, threads counted]:N: '
			''--file-mb='[largest file that it may write]:MB: '
			''--disk-mb='[all files that it may write]:MB: '
			''--json'[answer with the result as JSON]'
			''--timings'[say where the time went, on stderr or in the JSON]'
			'(-q --quiet)'{-q,--quiet}'[no verdict and no notes on stderr]'
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	validate)
		specs=(
			''--format='[json, gcc (file\:line\:column\: error\: message) or sarif (default\: json; of FILE gcc)]:FORMAT:(json gcc sarif)'
			'(-l --language)'{-l+,--language=}'[the language, by name or alias (default\: FILE’s ending tells)]:LANG:_codex_run_languages'
			'*'{-f+,--file=}'[one more source or data file; may be repeated]:PATH:_files'
			'*'{-o+,--option=}'[a choice of the language, like std=c++20; may be repeated]:NAME=VALUE: '
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	batch)
		specs=(
			'(-j --jobs)'{-j+,--jobs=}'[requests at once (default\: one for each CPU)]:N: '
			'(-O --output)'{-O+,--output=}'[write the rows there instead of stdout]:FILE:_files'
			''--resume'[go on where an earlier run with the same input and --output ended]'
			''--timings'[rows say where the time went, and how the program was started]'
			''--unordered'[write each row as soon as it is there]'
			''--format='[json (one object in each line), junit or tap]:FORMAT:(json junit tap)'
			'(-l --language)'{-l+,--language=}'[the language of requests that name none]:LANG:_codex_run_languages'
			'(-q --quiet)'{-q,--quiet}'[no progress and no summary on stderr]'
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	grade)
		specs=(
			'(-T --tests)'{-T+,--tests=}'[the tests\: NAME.in with NAME.ans or NAME.out]:DIR:_files -/'
			'(-c --checker)'{-c+,--checker=}'[lines (default), exact, tokens, float, float\:TOLERANCE, or a program’s file]:CHECKER:(lines exact tokens float)'
			'(-t --timeout)'{-t+,--timeout=}'[wall time of each test, waiting for a CPU not counted]:SECONDS: '
			'(-m --memory-mb)'{-m+,--memory-mb=}'[memory of each test]:MB: '
			'(-l --language)'{-l+,--language=}'[the language of all submissions (default\: their endings tell)]:LANG:_codex_run_languages'
			''--stop-on-failure'[skip the tests behind the first that fails]'
			''--format='[table (default on a terminal), json, junit or tap]:FORMAT:(json junit tap table)'
			'(-j --jobs)'{-j+,--jobs=}'[requests at once (default\: one for each CPU)]:N: '
			'(-q --quiet)'{-q,--quiet}'[no progress and no summary on stderr]'
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	languages)
		specs=(
			''--json'[as JSON, also on a terminal]'
			''--text'[as text, also into a file or pipe]'
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	info)
		specs=(
			''--json'[as JSON, also on a terminal]'
			''--text'[as text, also into a file or pipe]'
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	variables)
		specs=(
			''--json'[as JSON, also on a terminal]'
			''--text'[as text, also into a file or pipe]'
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	doctor)
		specs=(
			''--json'[as JSON, also on a terminal]'
			''--text'[as text, also into a file or pipe]'
			'(-h --help)'{-h,--help}'[print this and exit]'
			''--self-test'[see codex-run doctor --help]'
			''--policy'[see codex-run doctor --help]'
		)
		;;
	prepare)
		specs=(
			'(-h --help)'{-h,--help}'[print this and exit]'
		)
		;;
	esac
}
# end

# Those that can run here.
_codex_run_languages() {
	local -a languages
	languages=(${(f)"$(_call_program languages codex-run languages --text 2>/dev/null | awk 'NR > 1 && $3 == "available" { print $1 }')"})
	_describe language languages
}

if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
	_describe command _codex_run_commands
	return
fi
if [[ -n ${(M)_codex_run_commands:#$words[2]:*} ]]; then
	_codex_run_options $words[2]
	shift words
	(( CURRENT-- ))
else
	_codex_run_options run
fi
_arguments -s -S $specs '*:file:_files'
