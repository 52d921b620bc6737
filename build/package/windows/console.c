// exlab-sync.exe, the command line on Windows: a console program that starts the desktop program beside it with the same arguments,
// waits, and ends with its exit code. cmd.exe, PowerShell and Task Scheduler wait for a console program alone.
#define UNICODE
#include <windows.h>

// The program, relative to the folder of this one, and what goes before the arguments.
#ifndef PROGRAM
#define PROGRAM L"..\\ExLab Sync.exe"
#endif
#ifndef FIRST
#define FIRST L""
#endif

#define LONGEST 32768

static wchar_t folder[LONGEST], program[LONGEST], command[2 * LONGEST];

// Ctrl+C reaches the program itself, which settles what it does: this one goes on waiting. A handler is not inherited.
static BOOL WINAPI stay(DWORD event) { return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT; }

// What stands behind the name of this program in its command line, as it was typed.
static const wchar_t *arguments(void) {
  const wchar_t *rest = GetCommandLineW();
  BOOL quoted = FALSE;
  for (; *rest != 0 && (quoted || (*rest != L' ' && *rest != L'\t')); rest++)
    if (*rest == L'"') quoted = !quoted;
  return rest;
}

static void say(const char *text) {
  DWORD written;
  WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, lstrlenA(text), &written, NULL);
}

int main(void) {
  DWORD length = GetModuleFileNameW(NULL, folder, LONGEST - 1);
  while (length > 0 && folder[length - 1] != L'\\') length--;
  folder[length] = 0;
  lstrcpyW(program, folder);
  lstrcatW(program, PROGRAM);
  lstrcpyW(command, L"\"");
  lstrcatW(command, program);
  lstrcatW(command, L"\"");
  if (FIRST[0] != 0) {
    lstrcatW(command, L" \"");
    lstrcatW(command, folder);
    lstrcatW(command, FIRST);
    lstrcatW(command, L"\"");
  }
  lstrcatW(command, arguments());

  STARTUPINFOW startup;
  ZeroMemory(&startup, sizeof startup);
  startup.cb = sizeof startup;
  startup.dwFlags = STARTF_USESTDHANDLES;
  startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);

  // a task that is ended ends the program too
  HANDLE job = CreateJobObjectW(NULL, NULL);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
  ZeroMemory(&limits, sizeof limits);
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  SetConsoleCtrlHandler(stay, TRUE);

  PROCESS_INFORMATION process;
  if (!CreateProcessW(program, command, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &startup, &process)) {
    say("exlab-sync: ExLab Sync.exe could not be started. Install ExLab Sync again.\r\n");
    return 2;
  }
  AssignProcessToJobObject(job, process.hProcess);
  ResumeThread(process.hThread);
  WaitForSingleObject(process.hProcess, INFINITE);
  DWORD code = 2;
  GetExitCodeProcess(process.hProcess, &code);
  return (int)code;
}
