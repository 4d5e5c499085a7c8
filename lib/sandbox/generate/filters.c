/* Writes cx_filters[] as C, for the architecture that it was compiled for. The build runs it; it is not installed. */
#include <stdio.h>
#include <stdlib.h>

#include "sandbox/seccomp.h"

static void print_instructions(unsigned variant, const struct cx_filter *filter)
{
	printf("static const struct sock_filter variant_%u[] = {\n", variant);
	for (unsigned i = 0; i < filter->len; i++) {
		const struct sock_filter *insn = &filter->insns[i];
		printf("\t{ 0x%02x, %u, %u, 0x%08x },\n", insn->code, insn->jt, insn->jf, insn->k);
	}
	printf("};\n\n");
}

int main(void)
{
	unsigned short lengths[CX_POLICY_VARIANTS];
	printf("/* Generated from lib/sandbox/seccomp_policy.c: edit that. */\n"
	       "#include \"sandbox/seccomp.h\"\n\n");
	for (unsigned variant = 0; variant < CX_POLICY_VARIANTS; variant++) {
		struct cx_filter filter;
		struct cx_error err;
		if (cx_filter_build(variant, &filter, &err) < 0) {
			fprintf(stderr, "%s\n", err.msg);
			return EXIT_FAILURE;
		}
		print_instructions(variant, &filter);
		lengths[variant] = filter.len;
		cx_filter_done(&filter);
	}
	printf("const struct cx_filter cx_filters[CX_POLICY_VARIANTS] = {\n");
	for (unsigned variant = 0; variant < CX_POLICY_VARIANTS; variant++)
		printf("\t{ variant_%u, %u },\n", variant, lengths[variant]);
	printf("};\n");
	return fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
