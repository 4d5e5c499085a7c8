// tries: load programs and modules into the kernel
// allowed: success
// blocked: bpf
#include "attack.h"
int main()
{
	char attr[128] = { 0 };
	if (syscall(SYS_bpf, 0, attr, sizeof(attr)) >= 0 || syscall(SYS_bpf, 5, attr, sizeof(attr)) >= 0)
		worked("bpf");
	if (syscall(SYS_init_module, attr, 0, "") == 0 || syscall(SYS_finit_module, 0, "", 0) == 0 || syscall(SYS_delete_module, "x", 0) == 0)
		worked("modules");
	if (syscall(SYS_kexec_load, 0, 0, 0, 0) == 0)
		worked("kexec");
}
