// path-entry.exe add|remove <folder>: puts a folder at the end of the machine's PATH, or takes it out. NSIS reads at most 1,024
// letters of a value and would cut a longer PATH.
#define UNICODE
#include <windows.h>
#include <shellapi.h>

#define KEY L"SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment"
#define LONGEST 65536

static wchar_t before[LONGEST], after[LONGEST];

int main(void) {
  int count;
  wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
  if (words == NULL || count != 3) return 2;
  BOOL adds = lstrcmpW(words[1], L"add") == 0;
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, KEY, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) return 1;
  DWORD type = REG_EXPAND_SZ, size = sizeof before - 2 * sizeof(wchar_t);
  LONG read = RegQueryValueExW(key, L"Path", NULL, &type, (BYTE *)before, &size);
  // a PATH that cannot be read, or is no text, stays as it is
  if (read != ERROR_SUCCESS && read != ERROR_FILE_NOT_FOUND) return 1;
  if (type != REG_EXPAND_SZ && type != REG_SZ) return 1;
  if (lstrlenW(before) + lstrlenW(words[2]) + 2 >= LONGEST) return 1;

  BOOL found = FALSE, first = TRUE;
  for (wchar_t *part = before; part != NULL;) {
    wchar_t *end = part;
    while (*end != 0 && *end != L';') end++;
    wchar_t *next = *end == 0 ? NULL : end + 1;
    *end = 0;
    BOOL ours = lstrcmpiW(part, words[2]) == 0;
    found = found || ours;
    // an empty entry, as at the end of many a PATH, stays
    if (!ours || adds) {
      if (!first) lstrcatW(after, L";");
      lstrcatW(after, part);
      first = FALSE;
    }
    part = next;
  }
  if (found == adds) return 0;
  if (adds) {
    int length = lstrlenW(after);
    if (length > 0 && after[length - 1] != L';') lstrcatW(after, L";");
    lstrcatW(after, words[2]);
  }
  if (RegSetValueExW(key, L"Path", 0, type, (BYTE *)after, (lstrlenW(after) + 1) * sizeof(wchar_t)) != ERROR_SUCCESS) return 1;
  DWORD_PTR answer;
  SendMessageTimeoutW(HWND_BROADCAST, WM_SETTINGCHANGE, 0, (LPARAM)L"Environment", SMTO_ABORTIFHUNG, 2000, &answer);
  return 0;
}
