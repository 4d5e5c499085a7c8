# Completion of codex-run for fish.

# Without a command it is run.
function __codex_run_needs_command
	test (count (commandline -opc)) -eq 1
end

function __codex_run_is
	set -l words (commandline -opc)
	set -l command run
	if set -q words[2]; and not string match -q -- '-*' $words[2]
		set command $words[2]
	end
	test $command = $argv[1]
end

# Those that can run here.
function __codex_run_languages
	codex-run languages --text 2>/dev/null | awk 'NR > 1 && $3 == "available" { print $1 }'
end

# begin: codex-run --help
complete -c codex-run -f -n __codex_run_needs_command -a run -d 'run a program; a JSON request on stdin, or a file'
complete -c codex-run -f -n __codex_run_needs_command -a validate -d 'check the sources of a request; nothing of them is run'
complete -c codex-run -f -n __codex_run_needs_command -a batch -d 'run many requests, one in each line of the input'
complete -c codex-run -f -n __codex_run_needs_command -a grade -d 'run programs against a folder of tests'
complete -c codex-run -f -n __codex_run_needs_command -a languages -d 'list the languages and their versions'
complete -c codex-run -f -n __codex_run_needs_command -a info -d 'tell how this installation is set up'
complete -c codex-run -f -n __codex_run_needs_command -a variables -d 'list the variables of the environment that are read'
complete -c codex-run -f -n __codex_run_needs_command -a doctor -d 'tell which layers of the sandbox this host grants'
complete -c codex-run -f -n __codex_run_needs_command -a prepare -d 'compile beforehand what many programs begin with'
complete -c codex-run -n '__codex_run_is run' -s l -l language -x -a '(__codex_run_languages)' -d 'the language, by name or alias (default: FILE’s ending tells)'
complete -c codex-run -n '__codex_run_is run' -s f -l file -r -F -d 'one more source or data file; may be repeated'
complete -c codex-run -n '__codex_run_is run' -s o -l option -x -d 'a choice of the language, like std=c++20; may be repeated'
complete -c codex-run -n '__codex_run_is run' -s t -l timeout -x -d 'wall time of the run'
complete -c codex-run -n '__codex_run_is run' -l cpu-time -x -d 'CPU time of all its processes and threads'
complete -c codex-run -n '__codex_run_is run' -s m -l memory-mb -x -d 'memory of all its processes'
complete -c codex-run -n '__codex_run_is run' -l output-kb -x -d 'output kept of each stream'
complete -c codex-run -n '__codex_run_is run' -l processes -x -d 'processes, threads counted'
complete -c codex-run -n '__codex_run_is run' -l file-mb -x -d 'largest file that it may write'
complete -c codex-run -n '__codex_run_is run' -l disk-mb -x -d 'all files that it may write'
complete -c codex-run -n '__codex_run_is run' -l json -d 'answer with the result as JSON'
complete -c codex-run -n '__codex_run_is run' -l timings -d 'say where the time went, on stderr or in the JSON'
complete -c codex-run -n '__codex_run_is run' -s q -l quiet -d 'no verdict and no notes on stderr'
complete -c codex-run -n '__codex_run_is run' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is validate' -l format -x -a 'json gcc sarif' -d 'json, gcc (file:line:column: error: message) or sarif (default: json; of FILE gcc)'
complete -c codex-run -n '__codex_run_is validate' -s l -l language -x -a '(__codex_run_languages)' -d 'the language, by name or alias (default: FILE’s ending tells)'
complete -c codex-run -n '__codex_run_is validate' -s f -l file -r -F -d 'one more source or data file; may be repeated'
complete -c codex-run -n '__codex_run_is validate' -s o -l option -x -d 'a choice of the language, like std=c++20; may be repeated'
complete -c codex-run -n '__codex_run_is validate' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is batch' -s j -l jobs -x -d 'requests at once (default: one for each CPU)'
complete -c codex-run -n '__codex_run_is batch' -s O -l output -r -F -d 'write the rows there instead of stdout'
complete -c codex-run -n '__codex_run_is batch' -l resume -d 'go on where an earlier run with the same input and --output ended'
complete -c codex-run -n '__codex_run_is batch' -l timings -d 'rows say where the time went, and how the program was started'
complete -c codex-run -n '__codex_run_is batch' -l unordered -d 'write each row as soon as it is there'
complete -c codex-run -n '__codex_run_is batch' -l format -x -a 'json junit tap' -d 'json (one object in each line), junit or tap'
complete -c codex-run -n '__codex_run_is batch' -s l -l language -x -a '(__codex_run_languages)' -d 'the language of requests that name none'
complete -c codex-run -n '__codex_run_is batch' -s q -l quiet -d 'no progress and no summary on stderr'
complete -c codex-run -n '__codex_run_is batch' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is grade' -s T -l tests -x -a '(__fish_complete_directories)' -d 'the tests: NAME.in with NAME.ans or NAME.out'
complete -c codex-run -n '__codex_run_is grade' -s c -l checker -x -a 'lines exact tokens float' -d 'lines (default), exact, tokens, float, float:TOLERANCE, or a program’s file'
complete -c codex-run -n '__codex_run_is grade' -s t -l timeout -x -d 'wall time of each test, waiting for a CPU not counted'
complete -c codex-run -n '__codex_run_is grade' -s m -l memory-mb -x -d 'memory of each test'
complete -c codex-run -n '__codex_run_is grade' -s l -l language -x -a '(__codex_run_languages)' -d 'the language of all submissions (default: their endings tell)'
complete -c codex-run -n '__codex_run_is grade' -l stop-on-failure -d 'skip the tests behind the first that fails'
complete -c codex-run -n '__codex_run_is grade' -l format -x -a 'json junit tap table' -d 'table (default on a terminal), json, junit or tap'
complete -c codex-run -n '__codex_run_is grade' -s j -l jobs -x -d 'requests at once (default: one for each CPU)'
complete -c codex-run -n '__codex_run_is grade' -s q -l quiet -d 'no progress and no summary on stderr'
complete -c codex-run -n '__codex_run_is grade' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is languages' -l json -d 'as JSON, also on a terminal'
complete -c codex-run -n '__codex_run_is languages' -l text -d 'as text, also into a file or pipe'
complete -c codex-run -n '__codex_run_is languages' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is info' -l json -d 'as JSON, also on a terminal'
complete -c codex-run -n '__codex_run_is info' -l text -d 'as text, also into a file or pipe'
complete -c codex-run -n '__codex_run_is info' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is variables' -l json -d 'as JSON, also on a terminal'
complete -c codex-run -n '__codex_run_is variables' -l text -d 'as text, also into a file or pipe'
complete -c codex-run -n '__codex_run_is variables' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is doctor' -l json -d 'as JSON, also on a terminal'
complete -c codex-run -n '__codex_run_is doctor' -l text -d 'as text, also into a file or pipe'
complete -c codex-run -n '__codex_run_is doctor' -s h -l help -d 'print this and exit'
complete -c codex-run -n '__codex_run_is doctor' -l self-test -d 'see codex-run doctor --help'
complete -c codex-run -n '__codex_run_is doctor' -l policy -d 'see codex-run doctor --help'
complete -c codex-run -n '__codex_run_is prepare' -s h -l help -d 'print this and exit'
# end
complete -c codex-run -n __codex_run_needs_command -l version -d 'print the version and exit'
