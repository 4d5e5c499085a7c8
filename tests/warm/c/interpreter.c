// The linker makes it, and the kernel does not execute it.
const char interpreter[] __attribute__((section(".interp"))) = "/nowhere/ld.so";

int main(void)
{
	return 0;
}
