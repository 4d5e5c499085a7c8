/*
 * Parks a Java virtual machine before its program is known: park JAVA OPTIONS. JAVA is the launcher whose machine it
 * starts, with the options that the launcher would get; it says on descriptor 3 that it is ready, and waits there for
 * the job: the command line of the launcher, and its environment (lib/warm/README.md). It then does what the launcher
 * does from there on, with the JDK's own helper, so that errors, exit codes and stacks are those of `java`: no class
 * and no frame of ours is left.
 *
 * Before that Rehearsal, beside this program, does once what most programs do first; nothing that a program could see
 * later. A class loader of its own has it. It takes longer than any program gains by it: where CODEX_HURRY says that
 * the job is there already, it is left out.
 */
#include <dlfcn.h>
#include <endian.h>
#include <errno.h>
#include <jni.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

enum { JOB_FD = 3, MAX_OPTIONS = 64, MAX_JOB = 16 * 1024 * 1024 };

struct park {
	const char *directory; /* our own, with a slash behind it */
	int argc;	       /* JAVA OPTIONS */
	char **argv;
	JavaVM *vm;
	JNIEnv *env;
	jclass helper; /* of the launcher */
	int status;
};

struct job {
	char **argv; /* NULL behind both */
	char **environment;
};

static _Noreturn void fail(const char *what, const char *which)
{
	fprintf(stderr, "park: cannot %s: %s\n", what, which);
	exit(70);
}

/* ---- the machine ---- */

typedef jint create_function(JavaVM **vm, void **env, void *args);

/* JAVA_HOME/bin/java has it in JAVA_HOME/lib/server. */
static create_function *find_machine(const char *java)
{
	char real[PATH_MAX], path[PATH_MAX + 32];
	if (!realpath(java, real))
		fail("find", java);
	snprintf(path, sizeof(path), "%s/lib/server/libjvm.so", dirname(dirname(real)));
	void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
	void *create = library ? dlsym(library, "JNI_CreateJavaVM") : NULL;
	if (!create)
		fail("load", path);
	create_function *function;
	memcpy(&function, &create, sizeof(function)); /* ISO C has no such conversion */
	return function;
}

static char *joined(const char *left, const char *right)
{
	size_t size = strlen(left) + strlen(right) + 1;
	char *text = malloc(size);
	if (!text)
		fail("start", "no memory");
	snprintf(text, size, "%s%s", left, right);
	return text;
}

static void start_machine(struct park *park)
{
	JavaVMOption options[MAX_OPTIONS] = { { .optionString =
							(char *)"-Dsun.java.launcher=SUN_STANDARD" } };
	JavaVMInitArgs args = { .version = JNI_VERSION_1_2, .options = options, .nOptions = 1 };
	for (int i = 1; i < park->argc && args.nOptions < MAX_OPTIONS; i++) {
		bool path = !strcmp(park->argv[i], "-cp") && i + 1 < park->argc;
		options[args.nOptions++].optionString =
			path ? joined("-Djava.class.path=", park->argv[++i]) : park->argv[i];
	}
	create_function *create = find_machine(park->argv[0]);
	if (create(&park->vm, (void **)&park->env, &args) != JNI_OK)
		fail("start the machine of", park->argv[0]);
}

/* The launcher starts its thread with the stack that -Xss asks for: a number, and k, m or g behind it. */
static size_t stack_of(const struct park *park)
{
	size_t bytes = 8 * 1024 * 1024;
	for (int i = 1; i < park->argc; i++) {
		char *unit;
		if (strncmp(park->argv[i], "-Xss", 4) != 0)
			continue;
		unsigned long long number = strtoull(park->argv[i] + 4, &unit, 10);
		int shift = *unit == 'k' ? 10 : *unit == 'm' ? 20 : *unit == 'g' ? 30 : 0;
		bytes = (size_t)(number << shift);
	}
	return bytes;
}

/* ---- the rehearsal ---- */

/* True when something was thrown, which is nobody's business here. */
static bool thrown(JNIEnv *env)
{
	bool was = (*env)->ExceptionCheck(env);
	(*env)->ExceptionClear(env);
	return was;
}

/* Class.forName("Rehearsal", true, new URLClassLoader(new URL[] { new URL("file:DIRECTORY/") })) */
static jclass load_rehearsal(JNIEnv *env, const char *directory)
{
	jclass url_class = (*env)->FindClass(env, "java/net/URL");
	jclass loader_class = (*env)->FindClass(env, "java/net/URLClassLoader");
	jclass class_class = (*env)->FindClass(env, "java/lang/Class");
	jmethodID make_url = (*env)->GetMethodID(env, url_class, "<init>", "(Ljava/lang/String;)V");
	jmethodID make_loader = (*env)->GetMethodID(env, loader_class, "<init>", "([Ljava/net/URL;)V");
	jmethodID for_name = (*env)->GetStaticMethodID(
		env, class_class, "forName", "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;");
	char *where = joined("file:", directory);
	jobject url = (*env)->NewObject(env, url_class, make_url, (*env)->NewStringUTF(env, where));
	free(where);
	if (thrown(env))
		return NULL;
	jobjectArray urls = (*env)->NewObjectArray(env, 1, url_class, url);
	jobject loader = (*env)->NewObject(env, loader_class, make_loader, urls);
	if (thrown(env))
		return NULL;
	return (*env)->CallStaticObjectMethod(env, class_class, for_name,
					      (*env)->NewStringUTF(env, "Rehearsal"), JNI_TRUE, loader);
}

/*
 * Numbers that the platform gives out, and that a program may see: a thread's identity, and the name of a lambda's
 * class. They are set back to what they were.
 */
struct numbers {
	jclass thread;
	jfieldID next_thread;
	jlong threads;
};

static void keep_numbers(JNIEnv *env, struct numbers *numbers)
{
	numbers->thread = (*env)->FindClass(env, "java/lang/Thread");
	numbers->next_thread = (*env)->GetStaticFieldID(env, numbers->thread, "threadSeqNumber", "J");
	if (!thrown(env))
		numbers->threads = (*env)->GetStaticLongField(env, numbers->thread, numbers->next_thread);
}

static void restore_numbers(JNIEnv *env, const struct numbers *numbers)
{
	if (numbers->next_thread)
		(*env)->SetStaticLongField(env, numbers->thread, numbers->next_thread, numbers->threads);
	jclass factory = (*env)->FindClass(env, "java/lang/invoke/InnerClassLambdaMetafactory");
	jfieldID field = thrown(env)
				 ? NULL
				 : (*env)->GetStaticFieldID(env, factory, "counter",
							    "Ljava/util/concurrent/atomic/AtomicInteger;");
	if (thrown(env) || !field)
		return;
	jobject counter = (*env)->GetStaticObjectField(env, factory, field);
	jclass integer = (*env)->FindClass(env, "java/util/concurrent/atomic/AtomicInteger");
	jmethodID set = thrown(env) ? NULL : (*env)->GetMethodID(env, integer, "set", "(I)V");
	if (counter && set)
		(*env)->CallVoidMethod(env, counter, set, 0);
	thrown(env);
}

/*
 * In a thread of its own: the identity hashes of objects, and with them the order of many a HashMap, come from a
 * sequence that each thread has for itself, and the program's first thread is to find its own untouched.
 */
static void *rehearse(void *context)
{
	const struct park *park = context;
	JavaVMAttachArgs attach = { .version = JNI_VERSION_1_2, .name = (char *)"rehearsal" };
	JNIEnv *env;
	struct numbers numbers = { 0 };
	if ((*park->vm)->AttachCurrentThread(park->vm, (void **)&env, &attach) != JNI_OK)
		return NULL;
	keep_numbers(env, &numbers);
	jclass rehearsal = load_rehearsal(env, park->directory);
	jmethodID run = thrown(env) || !rehearsal
				? NULL
				: (*env)->GetStaticMethodID(env, rehearsal, "main", "([Ljava/lang/String;)V");
	if (!thrown(env) && run)
		(*env)->CallStaticVoidMethod(env, rehearsal, run, NULL);
	thrown(env);
	restore_numbers(env, &numbers);
	(*park->vm)->DetachCurrentThread(park->vm);
	return NULL;
}

static void rehearse_beside(struct park *park)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, rehearse, park) == 0)
		pthread_join(thread, NULL);
}

/* ---- the job ---- */

static void read_all(char *into, size_t len)
{
	while (len) {
		ssize_t n = read(JOB_FD, into, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			exit(0); /* nobody wants us any more */
		into += n;
		len -= (size_t)n;
	}
}

static char **split(char **at, const char *end, uint32_t count)
{
	char **strings = calloc((size_t)count + 1, sizeof(*strings));
	if (!strings)
		fail("take the job", "no memory");
	for (uint32_t i = 0; i < count; i++) {
		char *nul = memchr(*at, '\0', (size_t)(end - *at));
		if (!nul)
			fail("take the job", "it is cut");
		strings[i] = *at;
		*at = nul + 1;
	}
	return strings;
}

/* A header, and so many bytes of strings, each with NUL behind it. */
static struct job read_job(void)
{
	struct {
		char magic[4];
		uint32_t argc, envc, bytes; /* little endian */
	} header;
	read_all((char *)&header, sizeof(header));
	uint32_t bytes = le32toh(header.bytes);
	if (memcmp(header.magic, "CXJ1", sizeof(header.magic)) || bytes > MAX_JOB ||
	    le32toh(header.argc) > bytes || le32toh(header.envc) > bytes)
		fail("take the job", "it is no job");
	char *text = malloc((size_t)bytes + 1);
	if (!text)
		fail("take the job", "no memory");
	read_all(text, bytes);
	char *at = text;
	struct job job;
	job.argv = split(&at, text + bytes, le32toh(header.argc));
	job.environment = split(&at, text + bytes, le32toh(header.envc));
	return job;
}

/* The class and its arguments, behind the launcher's options. */
static char **program_of(char **argv)
{
	for (argv += *argv != NULL; *argv && **argv == '-'; argv++)
		if (!strcmp(*argv, "-cp") && argv[1])
			argv++;
	return argv;
}

static jstring platform_string(struct park *park, const char *text)
{
	JNIEnv *env = park->env;
	jsize len = (jsize)strlen(text);
	jbyteArray bytes = (*env)->NewByteArray(env, len);
	jmethodID make =
		(*env)->GetStaticMethodID(env, park->helper, "makePlatformString", "(Z[B)Ljava/lang/String;");
	if (!bytes || !make)
		return NULL;
	(*env)->SetByteArrayRegion(env, bytes, 0, len, (const jbyte *)text);
	jstring string = (*env)->CallStaticObjectMethod(env, park->helper, make, JNI_TRUE, bytes);
	(*env)->DeleteLocalRef(env, bytes);
	return string;
}

/* System.setProperty("sun.java.command", "CLASS ARGUMENTS"), which the launcher gives as an option. */
static void tell_command(struct park *park, char **program)
{
	JNIEnv *env = park->env;
	size_t size = 1;
	for (char **word = program; *word; word++)
		size += strlen(*word) + 1;
	char *text = calloc(size, 1);
	jclass system = (*env)->FindClass(env, "java/lang/System");
	jmethodID set =
		system ? (*env)->GetStaticMethodID(env, system, "setProperty",
						   "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;")
		       : NULL;
	if (!text || !set)
		fail("start", program[0]);
	char *at = text;
	for (char **word = program; *word; word++)
		at = stpcpy(stpcpy(at, word == program ? "" : " "), *word);
	(*env)->CallStaticObjectMethod(env, system, set, (*env)->NewStringUTF(env, "sun.java.command"),
				       platform_string(park, text));
	free(text);
}

/* Where something was thrown it stays so: the end of the thread reports it, as for the launcher. */
static void run_program(struct park *park, char **program)
{
	JNIEnv *env = park->env;
	jmethodID load = (*env)->GetStaticMethodID(env, park->helper, "checkAndLoadMain",
						   "(ZILjava/lang/String;)Ljava/lang/Class;");
	enum { MODE_CLASS = 1 };
	jclass main_class =
		load ? (*env)->CallStaticObjectMethod(env, park->helper, load, JNI_TRUE, MODE_CLASS,
						      platform_string(park, program[0]))
		     : NULL;
	if (!main_class || (*env)->ExceptionCheck(env))
		return;
	jsize count = 0;
	while (program[1 + count])
		count++;
	jclass string_class = (*env)->FindClass(env, "java/lang/String");
	jobjectArray args = (*env)->NewObjectArray(env, count, string_class, NULL);
	if (!args)
		return;
	for (jsize i = 0; i < count; i++) {
		jstring arg = platform_string(park, program[1 + i]);
		if (!arg)
			return;
		(*env)->SetObjectArrayElement(env, args, i, arg);
		(*env)->DeleteLocalRef(env, arg);
	}
	jmethodID main_id = (*env)->GetStaticMethodID(env, main_class, "main", "([Ljava/lang/String;)V");
	if (!main_id)
		return;
	(*env)->CallStaticVoidMethod(env, main_class, main_id, args);
	park->status = (*env)->ExceptionOccurred(env) ? 1 : 0;
}

static void *live(void *context)
{
	struct park *park = context;
	JNIEnv *env;
	start_machine(park);
	env = park->env;
	park->helper = (*env)->FindClass(env, "sun/launcher/LauncherHelper");
	if (!park->helper)
		fail("find", "sun.launcher.LauncherHelper");
	if (!getenv("CODEX_HURRY"))
		rehearse_beside(park);
	if (write(JOB_FD, "R", 1) != 1)
		exit(0);
	struct job job = read_job();
	close(JOB_FD);
	environ = job.environment;
	char **program = program_of(job.argv);
	if (!*program)
		fail("take the job", "it names no class");
	tell_command(park, program);
	park->status = 1;
	run_program(park, program);
	if ((*park->vm)->DetachCurrentThread(park->vm) != JNI_OK)
		park->status = 1;
	(*park->vm)->DestroyJavaVM(park->vm);
	return NULL;
}

int main(int argc, char **argv)
{
	struct park park = { .directory = joined(dirname(strdup(argv[0])), "/"),
			     .argc = argc - 1,
			     .argv = argv + 1 };
	pthread_attr_t attributes;
	pthread_t thread;
	if (argc < 2)
		fail("start", "usage: park JAVA OPTION…");
	if (pthread_attr_init(&attributes) || pthread_attr_setstacksize(&attributes, stack_of(&park)) ||
	    pthread_create(&thread, &attributes, live, &park))
		fail("start", "a thread");
	pthread_join(thread, NULL);
	return park.status;
}
