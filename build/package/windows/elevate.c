// elevate.exe <program> [arguments]: starts a program that needs an administrator, whom Windows asks for. electron-updater starts the
// installer of a newer version by it, because a program without those rights cannot.
#define UNICODE
#include <windows.h>
#include <shellapi.h>

#define LONGEST 32768

static wchar_t program[LONGEST];

// Behind the word of a command line that begins there, and behind the blanks that follow it.
static const wchar_t *after(const wchar_t *text) {
  BOOL quoted = FALSE;
  for (; *text != 0 && (quoted || (*text != L' ' && *text != L'\t')); text++)
    if (*text == L'"') quoted = !quoted;
  while (*text == L' ' || *text == L'\t') text++;
  return text;
}

int main(void) {
  int count;
  wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
  if (words == NULL || count < 2 || lstrlenW(words[1]) >= LONGEST) return 2;
  lstrcpyW(program, words[1]);
  SHELLEXECUTEINFOW start;
  ZeroMemory(&start, sizeof start);
  start.cbSize = sizeof start;
  start.fMask = SEE_MASK_NOASYNC;
  start.lpVerb = L"runas";
  start.lpFile = program;
  start.lpParameters = after(after(GetCommandLineW()));
  start.nShow = SW_SHOWNORMAL;
  return ShellExecuteExW(&start) ? 0 : 1;
}
