/*
 * codex-python: a fork server with Python in it (lib/warm/README.md).
 *
 *   codex-python PYTHON PRELOAD     the interpreter that it stands for, and what to load beforehand
 *
 * It starts the same interpreter as PYTHON does, linked into this program, and loads modules; then it makes guardians.
 * In a guest that one of them forks, it runs the program as `PYTHON program` would, to the end: also what Python does at
 * its end that a program can see (threads are joined, atexit, objects of the program finalized, streams flushed). What
 * only gives memory back to the system is left out.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agents.h"
#include "warm/job.h"
#include "warm/serve.h"

/* What Python does with signals when it starts, which every guest needs again: all were reset in it. */
static const int handled[] = { SIGINT, SIGPIPE, SIGXFSZ };
enum { HANDLED = sizeof(handled) / sizeof(handled[0]) };
static struct sigaction handlers[HANDLED];

static PyObject *known; /* names of the modules that are not a program's own */

static _Noreturn void give_up(const char *what)
{
	if (PyErr_Occurred())
		PyErr_Print();
	fprintf(stderr, "codex-python: %s\n", what);
	_exit(1);
}

/* ---- before any request ---- */

/* Another version would find the wrong library, another build the wrong extensions. */
static void check_interpreter(const char *python)
{
	char real[PATH_MAX], expected[64];
	snprintf(expected, sizeof(expected), "/usr/bin/python%d.%d", PY_MAJOR_VERSION, PY_MINOR_VERSION);
	if (!realpath(python, real) || strcmp(real, expected) != 0)
		give_up("it can only stand for the Python of this distribution");
}

static void *take_arena(void *nothing, size_t size)
{
	void *piece = size == AGENT_PIECE ? agent_take_piece() : NULL;
	(void)nothing;
	if (piece)
		return piece;
	piece = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return piece == MAP_FAILED ? NULL : piece;
}

static void give_arena(void *nothing, void *arena, size_t size)
{
	(void)nothing;
	if (!agent_give_piece(arena))
		munmap(arena, size);
}

static void start_python(const char *python)
{
	PyObjectArenaAllocator arenas = { NULL, take_arena, give_arena };
	PyConfig config;
	agent_lay_out_memory();
	PyObject_SetArenaAllocator(&arenas);
	char *argv[] = { (char *)python, "main.py", NULL };
	PyConfig_InitPythonConfig(&config);
	PyStatus status = PyConfig_SetBytesArgv(&config, 2, argv);
	if (!PyStatus_Exception(status))
		status = Py_InitializeFromConfig(&config);
	if (PyStatus_Exception(status))
		Py_ExitStatusException(status);
	PyConfig_Clear(&config);
	for (int i = 0; i < HANDLED; i++)
		sigaction(handled[i], NULL, &handlers[i]);
}

static PyObject *die_with(PyObject *nothing, PyObject *parent)
{
	(void)nothing;
	agent_die_with((pid_t)PyLong_AsLong(parent));
	Py_RETURN_NONE;
}

/* The script leaves `known`, and whatever else it has put in place. It is given die_with(parent), for its children. */
static void preload(const char *path)
{
	static PyMethodDef method = { "die_with", die_with, METH_O, NULL };
	FILE *file = fopen(path, "re");
	PyObject *names = file ? PyDict_New() : NULL, *function = PyCFunction_New(&method, NULL);
	if (!names || !function || PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins()) < 0 ||
	    PyDict_SetItemString(names, method.ml_name, function) < 0)
		give_up(path);
	Py_DECREF(function);
	PyObject *done = PyRun_FileEx(file, path, Py_file_input, names, names, 1);
	known = done ? PyDict_GetItemString(names, "known") : NULL;
	if (!known)
		give_up(path);
	Py_INCREF(known);
	Py_DECREF(done);
}

/* Python's own allocator has a list of holes for each size, and whole pools that are free for any. */
static void fill_holes(void)
{
	const size_t largest = 512, step = 16;
	agent_close_pieces();
	for (size_t size = largest; size; size -= step) {
		void *block = PyObject_Malloc(size);
		while (block && !agent_is_in_piece_of_guests(block))
			block = PyObject_Malloc(size);
	}
	agent_close_heap();
}

/* ---- in a guest, before its program ---- */

/* A module that no collection has seen yet, so that what it holds is found when it is over. As Python makes it. */
static PyObject *make_main(const char *path)
{
	PyObject *module = PyModule_New("__main__");
	PyObject *dict = module ? PyModule_GetDict(module) : NULL;
	PyObject *name = PyUnicode_DecodeFSDefault(path);
	PyObject *external = PyImport_AddModule("_frozen_importlib_external");
	PyObject *loader = external && name
				   ? PyObject_CallMethod(external, "SourceFileLoader", "sO", "__main__", name)
				   : NULL;
	PyObject *annotations = PyDict_New();
	if (!dict || !loader || !annotations ||
	    PyDict_SetItemString(dict, "__annotations__", annotations) < 0 ||
	    PyDict_SetItemString(dict, "__builtins__", PyImport_AddModule("builtins")) < 0 ||
	    PyDict_SetItemString(dict, "__loader__", loader) < 0 ||
	    PyDict_SetItemString(dict, "__file__", name) < 0 ||
	    PyDict_SetItemString(dict, "__cached__", Py_None) < 0 ||
	    PyDict_SetItemString(PyImport_GetModuleDict(), "__main__", module) < 0)
		give_up("__main__");
	Py_DECREF(annotations);
	Py_DECREF(loader);
	Py_DECREF(name);
	Py_DECREF(module);
	return dict;
}

/* os.environ has taken over the very dictionary of posix.environ. */
static void set_environment(char *const *environment)
{
	PyObject *dict = PyObject_GetAttrString(PyImport_AddModule("posix"), "environ");
	clearenv();
	if (!dict)
		give_up("posix.environ");
	PyDict_Clear(dict);
	for (; *environment; environment++) {
		const char *value = strchr(*environment, '=');
		if (!value || putenv(*environment) != 0)
			continue;
		PyObject *key = PyBytes_FromStringAndSize(*environment, value - *environment);
		PyObject *text = PyBytes_FromString(value + 1);
		if (!key || !text || PyDict_SetItem(dict, key, text) < 0)
			give_up("os.environ");
		Py_DECREF(key);
		Py_DECREF(text);
	}
	Py_DECREF(dict);
}

static void set_list(const char *name, char *const *words)
{
	PyObject *list = PyList_New(0);
	for (; list && *words; words++) {
		PyObject *word = PyUnicode_DecodeFSDefault(*words);
		if (!word || PyList_Append(list, word) < 0)
			give_up(name);
		Py_DECREF(word);
	}
	if (!list || PySys_SetObject(name, list) < 0)
		give_up(name);
	Py_DECREF(list);
}

/* The directory of the program comes first in sys.path, without symlinks. */
static void set_path(const char *program)
{
	char real[PATH_MAX];
	PyObject *path = PySys_GetObject("path");
	PyObject *directory = realpath(program, real) ? PyUnicode_DecodeFSDefault(dirname(real)) : NULL;
	if (!path || !directory || PyList_Insert(path, 0, directory) < 0)
		give_up("sys.path");
	Py_DECREF(directory);
}

/* ---- its program ---- */

/* Python takes the program's name as it is, but for the file that it opens. */
static const char *make_absolute(const char *path, char buf[static PATH_MAX])
{
	char directory[PATH_MAX];
	if (*path == '/' || !getcwd(directory, sizeof(directory)) ||
	    (size_t)snprintf(buf, PATH_MAX, "%s/%s", directory, path) >= PATH_MAX)
		return path;
	return buf;
}

/* NULL: it ended by an exception. */
static PyObject *execute(FILE *file, const char *path)
{
	PyObject *names = make_main(path);
	PyCompilerFlags flags = _PyCompilerFlags_INIT;
	return PyRun_FileExFlags(file, path, Py_file_input, names, names, 1, &flags);
}

static void take_job(char *const *argv, char *const *environment)
{
	set_environment(environment);
	set_list("orig_argv", argv);
	set_list("argv", argv + 1);
	set_path(argv[1]);
}

static _Noreturn void run(char *const *argv)
{
	char absolute[PATH_MAX];
	const char *path = make_absolute(argv[1], absolute);
	struct stat st;
	bool interrupted = false;
	int status = 0;
	FILE *file = fopen(path, "rb");
	if (!file || fstat(fileno(file), &st) < 0 || S_ISDIR(st.st_mode)) {
		fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n", argv[0], path, errno,
			strerror(errno));
		agent_python_end(known, 2, false);
	}
	PyObject *value = execute(file, path);
	if (value)
		Py_DECREF(value);
	else
		status = agent_python_end_by_exception(&interrupted);
	agent_python_end(known, status, interrupted);
}

/* In a process that is thrown away: what every program does, from its start to its end. */
static void rehearse(void)
{
	static char program[] = "print(end=str())\n";
	char *const argv[] = { "/usr/bin/python3", "/usr/bin/python3", NULL };
	char *const environment[] = { "PATH=/usr/bin:/bin", "HOME=/work", "TMPDIR=/tmp", "LANG=C.UTF-8",
				      NULL };
	PyOS_AfterFork_Child();
	take_job(argv, environment);
	FILE *file = fmemopen(program, strlen(program), "rb");
	PyObject *value = file ? execute(file, argv[1]) : NULL;
	Py_XDECREF(value);
	PyErr_Clear();
	agent_python_wind_down(known);
}

static void live(char *const argv[], char *const environment[])
{
	char **job, **variables;
	(void)argv;
	(void)environment;
	for (int i = 0; i < HANDLED; i++)
		sigaction(handled[i], &handlers[i], NULL);
	agent_copy_pages();
	PyOS_AfterFork_Child();
	if (!cx_warm_await_job(&job, &variables) || !job[1])
		_exit(0);
	take_job(job, variables);
	run(job);
}

int main(int argc, char **argv)
{
	static struct cx_agent agent = { .prepare = agent_show_command, .live = live };
	if (argc != 3) {
		fprintf(stderr, "usage: codex-python PYTHON PRELOAD, started by codex-fcgi or codex-run\n");
		return 2;
	}
	check_interpreter(argv[1]);
	start_python(argv[1]);
	preload(argv[2]);
	PyOS_BeforeFork();
	fill_holes();
	agent_gather_memory();
	agent_learn_pages(rehearse);
	cx_warm_serve(&agent);
}
