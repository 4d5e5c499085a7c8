#include <locale.h>
#include <stdio.h>
#include <wchar.h>

int main(void)
{
	wchar_t word[64];
	setlocale(LC_ALL, ""); /* what the environment says: UTF-8 */
	if (!fgetws(word, 64, stdin))
		return 1;
	word[wcscspn(word, L"\n")] = L'\0';
	size_t len = wcslen(word);
	printf("%ls\n%zu\n", word, len);
	for (size_t i = len; i > 0; i--)
		printf("%lc", (wint_t)word[i - 1]);
	putchar('\n');
}
