# Installer for all accounts of a Windows computer, with NSIS' own plug-ins alone. windows-packages.ts gives the defines and writes
# files.nsh and removal.nsh from the tree that is packed. Silent: /S, another folder: /D=<folder> as the last argument.
Unicode true
!ifdef TARGET_64
  Target amd64-unicode
!endif
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

Name "${PRODUCT_NAME}"
BrandingText "${PRODUCT_NAME} ${VERSION}"
OutFile "${OUT_FILE}"
RequestExecutionLevel admin
InstallDir "$PROGRAMFILES64\${PRODUCT_NAME}"
!ifdef FAST
  SetCompress off
!else
  SetCompressor /SOLID lzma
!endif
!define EXE "${PRODUCT_NAME}.exe"
!define UNINSTALLER "Uninstall ${PRODUCT_NAME}.exe"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP_ID}"
!define MODEL "Software\Classes\AppUserModelId\${APP_ID}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${PRODUCT_NAME}"
VIAddVersionKey FileDescription "${PRODUCT_NAME} Setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "${PUBLISHER}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English
!ifdef SIGN_UNINSTALLER
  !uninstfinalize '${SIGN_UNINSTALLER}'
!endif

# The program is asked to close, and ended after five seconds: what it sent is settled at the next start
!macro closeProgram UN
Function ${UN}closeProgram
  ${For} $R1 1 6
    nsExec::ExecToStack `"$SYSDIR\cmd.exe" /c tasklist /FI "IMAGENAME eq ${EXE}" /NH | find /I "${EXE}"`
    Pop $0
    Pop $1
    ${If} $0 != 0
      Return
    ${EndIf}
    ${If} $R1 == 1
      nsExec::Exec `"$SYSDIR\taskkill.exe" /IM "${EXE}"`
      Pop $0
    ${EndIf}
    Sleep 1000
  ${Next}
  nsExec::Exec `"$SYSDIR\taskkill.exe" /F /T /IM "${EXE}"`
  Pop $0
FunctionEnd
!macroend
!insertmacro closeProgram ""
!insertmacro closeProgram "un."

Function .onInit
  SetRegView 64
  # an upgrade goes where the program is
  ReadRegStr $0 HKLM "Software\${APP_ID}" InstallDir
  ${If} $0 != ""
  ${AndIf} $INSTDIR == "$PROGRAMFILES64\${PRODUCT_NAME}"
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
FunctionEnd

Section "install"
  SetShellVarContext all
  Call closeProgram
  # the former version takes away what it brought, by its own list
  ReadRegStr $0 HKLM "Software\${APP_ID}" InstallDir
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$0\${UNINSTALLER}"
    ExecWait '"$0\${UNINSTALLER}" /S /UPGRADE _?=$0'
  ${EndIf}
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  CreateShortCut "$SMPROGRAMS\${PRODUCT_NAME}.lnk" "$INSTDIR\${EXE}"
  # name and icon of the program's notifications
  WriteRegStr HKLM "${MODEL}" DisplayName "${PRODUCT_NAME}"
  WriteRegStr HKLM "${MODEL}" IconUri "$INSTDIR\resources\icon.ico"
  WriteRegStr HKLM "Software\${APP_ID}" InstallDir "$INSTDIR"
  WriteRegStr HKLM "${KEY}" DisplayName "${PRODUCT_NAME}"
  WriteRegStr HKLM "${KEY}" DisplayVersion "${VERSION}"
  WriteRegStr HKLM "${KEY}" Publisher "${PUBLISHER}"
  WriteRegStr HKLM "${KEY}" DisplayIcon "$INSTDIR\${EXE}"
  WriteRegStr HKLM "${KEY}" UninstallString '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKLM "${KEY}" QuietUninstallString '"$INSTDIR\${UNINSTALLER}" /S'
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKLM "${KEY}" EstimatedSize "$0"
  WriteRegDWORD HKLM "${KEY}" NoModify 1
  WriteRegDWORD HKLM "${KEY}" NoRepair 1
  nsExec::Exec '"$INSTDIR\bin\path-entry.exe" add "$INSTDIR\bin"'
  Pop $0
SectionEnd

Section "Uninstall"
  SetShellVarContext all
  Call un.closeProgram
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $R1
  ${If} ${Errors}
    nsExec::Exec '"$INSTDIR\bin\path-entry.exe" remove "$INSTDIR\bin"'
    Pop $0
    Delete "$SMPROGRAMS\${PRODUCT_NAME}.lnk"
    DeleteRegKey HKLM "${KEY}"
    DeleteRegKey HKLM "${MODEL}"
    DeleteRegKey HKLM "Software\${APP_ID}"
  ${EndIf}
  # what was installed and nothing else: other files stay, and so do configuration, queue and logs, which are the lab's record
  !include "${REMOVAL}"
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR"
SectionEnd
