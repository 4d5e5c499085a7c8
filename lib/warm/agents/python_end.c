/* The end of a program as `PYTHON program` has it, but for what only gives memory back to the system. */
#include <Python.h>

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "agents.h"

/* As for any status that Python leaves with: an object that is no number is told on stderr. */
static int exit_status(PyObject *value)
{
	if (value && PyExceptionInstance_Check(value)) {
		PyObject *code = PyObject_GetAttrString(value, "code");
		if (code)
			value = code;
		else
			PyErr_Clear();
	}
	if (!value || value == Py_None)
		return 0;
	if (PyLong_Check(value))
		return (int)PyLong_AsLong(value);
	PyObject *error = PySys_GetObject("stderr");
	if (error && error != Py_None) {
		PyFile_WriteObject(value, error, Py_PRINT_RAW);
	} else {
		PyObject_Print(value, stderr, Py_PRINT_RAW);
		fflush(stderr);
	}
	PySys_WriteStderr("\n");
	return 1;
}

int agent_python_end_by_exception(bool *ret_interrupted)
{
	PyObject *type, *value, *traceback;
	*ret_interrupted = PyErr_ExceptionMatches(PyExc_KeyboardInterrupt);
	if (!PyErr_ExceptionMatches(PyExc_SystemExit)) {
		PyErr_Print();
		return 1;
	}
	fflush(stdout);
	PyErr_Fetch(&type, &value, &traceback);
	PyErr_NormalizeException(&type, &value, &traceback);
	int status = exit_status(value);
	PyErr_Clear();
	/* What the exception holds is let go of when all is over. */
	return status;
}

/* 0, or -1: what was written is lost. */
static int flush_streams(bool tell)
{
	static const char *const names[] = { "stdout", "stderr" };
	int status = 0;
	for (int i = 0; i < 2; i++) {
		PyObject *stream = PySys_GetObject(names[i]), *closed, *done;
		if (!stream || stream == Py_None)
			continue;
		closed = PyObject_GetAttrString(stream, "closed");
		int is_closed = closed ? PyObject_IsTrue(closed) : 0;
		Py_XDECREF(closed);
		PyErr_Clear();
		if (is_closed > 0)
			continue;
		done = PyObject_CallMethod(stream, "flush", NULL);
		if (done) {
			Py_DECREF(done);
			continue;
		}
		status = -1;
		if (i == 0 && tell)
			PyErr_WriteUnraisable(stream);
		PyErr_Clear();
	}
	return status;
}

static void call_if_there(const char *module, const char *function)
{
	PyObject *there = PyDict_GetItemString(PyImport_GetModuleDict(), module);
	PyObject *done = there ? PyObject_CallMethod(there, function, NULL) : NULL;
	if (there && !done)
		PyErr_WriteUnraisable(there);
	Py_XDECREF(done);
}

/* What the interpreter forgets first, so that nothing of the program hangs on it. */
static void forget_program(void)
{
	static const char *const names[] = { "path",
					     "argv",
					     "ps1",
					     "ps2",
					     "last_type",
					     "last_value",
					     "last_traceback",
					     "path_hooks",
					     "path_importer_cache",
					     "meta_path",
					     "__interactivehook__" };
	static const char *const streams[][2] = { { "stdin", "__stdin__" },
						  { "stdout", "__stdout__" },
						  { "stderr", "__stderr__" } };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		PySys_SetObject(names[i], Py_None);
	for (int i = 0; i < 3; i++) {
		PyObject *own = PySys_GetObject(streams[i][1]);
		PySys_SetObject(streams[i][0], own ? own : Py_None);
	}
}

/* Modules of the program, in the order in which they were imported, as weak references; sys.modules forgets them. */
static PyObject *unload_modules(PyObject *known)
{
	PyObject *modules = PyImport_GetModuleDict(), *name, *module;
	PyObject *weak = PyList_New(0), *own = PyList_New(0);
	Py_ssize_t at = 0;
	while (weak && own && PyDict_Next(modules, &at, &name, &module)) {
		if (PySet_Contains(known, name) == 1)
			continue;
		PyObject *reference = PyModule_Check(module) ? PyWeakref_NewRef(module, NULL) : NULL;
		if (reference)
			PyList_Append(weak, reference);
		Py_XDECREF(reference);
		PyErr_Clear();
		PyList_Append(own, name);
	}
	for (Py_ssize_t i = 0; own && i < PyList_GET_SIZE(own); i++)
		PyDict_SetItem(modules, PyList_GET_ITEM(own, i), Py_None);
	Py_XDECREF(own);
	return weak;
}

/* Objects of the program meet their ends in the order in which Python lets go of modules. */
static void finalize_program(PyObject *known)
{
	forget_program();
	PyObject *weak = unload_modules(known);
	PyGC_Collect();
	for (Py_ssize_t i = weak ? PyList_GET_SIZE(weak) : 0; i > 0; i--) {
		PyObject *module = PyWeakref_GetObject(PyList_GET_ITEM(weak, i - 1));
		if (module != Py_None) {
			Py_INCREF(module);
			agent_python_clear_module(module);
			Py_DECREF(module);
		}
	}
	Py_XDECREF(weak);
	PyErr_Clear();
}

bool agent_python_wind_down(PyObject *known)
{
	call_if_there("threading", "_shutdown");
	Py_MakePendingCalls();
	agent_python_call_atexit();
	PyErr_Clear();
	bool lost = flush_streams(true) < 0;
	agent_python_set_finalizing();
	finalize_program(known);
	flush_streams(
		false); /* what was written by the last objects; as they go, nobody hears that it failed */
	fflush(NULL);
	return !lost;
}

_Noreturn void agent_python_end(PyObject *known, int status, bool interrupted)
{
	bool whole = agent_python_wind_down(known);
	if (interrupted) {
		signal(SIGINT, SIG_DFL);
		kill(getpid(), SIGINT);
	}
	_exit(whole ? status : 120);
}
