/* Writes cx_filters[] and cx_syscall_numbers[] as C, for the architecture that it was compiled for. The build runs it; it is not installed. */
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>

#include "sandbox/seccomp.h"

static void print_program(const char *name, unsigned variant, const struct sock_filter *insns, unsigned len)
{
	printf("static const struct sock_filter %s_%u[] = {\n", name, variant);
	for (unsigned i = 0; i < len; i++)
		printf("\t{ 0x%02x, %u, %u, 0x%08x },\n", insns[i].code, insns[i].jt, insns[i].jf,
		       insns[i].k);
	printf("};\n\n");
}

static void print_numbers(void)
{
	printf("const int cx_syscall_numbers[] = {\n");
	for (size_t i = 0; i < cx_syscall_rules_len; i++)
		printf("\t%d,\n", seccomp_syscall_resolve_name(cx_syscall_rules[i].name));
	printf("};\n\n");
}

int main(void)
{
	struct cx_filter filters[CX_POLICY_VARIANTS];
	printf("/* Generated from lib/sandbox/seccomp_policy.c: edit that. */\n"
	       "#include \"sandbox/seccomp.h\"\n\n");
	print_numbers();
	for (unsigned variant = 0; variant < CX_POLICY_VARIANTS; variant++) {
		struct cx_filter *filter = &filters[variant];
		struct cx_error err;
		if (cx_filter_build(variant, filter, &err) < 0) {
			fprintf(stderr, "%s\n", err.msg);
			return EXIT_FAILURE;
		}
		print_program("plain", variant, filter->insns, filter->len);
		print_program("listening", variant, filter->listening, filter->listening_len);
	}
	printf("const struct cx_filter cx_filters[CX_POLICY_VARIANTS] = {\n");
	for (unsigned variant = 0; variant < CX_POLICY_VARIANTS; variant++) {
		printf("\t{ plain_%u, %u, listening_%u, %u, %u },\n", variant, filters[variant].len, variant,
		       filters[variant].listening_len, variant);
		cx_filter_done(&filters[variant]);
	}
	printf("};\n");
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
