#include <Python.h>

#define Py_BUILD_CORE 1
#include <internal/pycore_interp.h>
#include <internal/pycore_moduleobject.h>
#include <internal/pycore_pylifecycle.h>
#include <internal/pycore_runtime.h>

#include "agents.h"

void agent_python_clear_module(PyObject *module)
{
	_PyModule_Clear(module);
}

void agent_python_call_atexit(void)
{
	_PyAtExit_Call(PyThreadState_Get()->interp);
}

void agent_python_set_finalizing(void)
{
	PyThreadState *self = PyThreadState_Get();
	self->interp->finalizing = 1;
	_PyRuntimeState_SetFinalizing(&_PyRuntime, self);
}
