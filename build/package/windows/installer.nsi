# Installer for all accounts of a Windows computer, with NSIS' own plug-ins alone. windows-packages.ts gives the defines and writes
# files.nsh and removal.nsh from the tree that is packed. Silent: /S, another folder: /D=<folder> as the last argument; one queue for
# all accounts of a group: /SHARED=<group>, or /SHARED for every account.
Unicode true
!ifdef TARGET_64
  Target amd64-unicode
!endif
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh

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
!define DATA_DIR "$INSTDIR\data-dir.txt"
!define MODEL "Software\Classes\AppUserModelId\${APP_ID}"

Var Shared
Var Group
Var OwnButton
Var SharedButton
Var GroupField

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
Page custom queuePage leaveQueuePage
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

# Whether each account has a queue of its own, or all accounts of a group have one
Function queuePage
  # an upgrade keeps what was chosen; docs/deploy.md says how it is taken back
  ${If} ${FileExists} "${DATA_DIR}"
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "Accounts of this computer" "Choose who sees and sends the runs of this computer."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 0 100% 12u "Each account has runs, settings and connections of its own"
  Pop $OwnButton
  ${NSD_CreateRadioButton} 0 18u 100% 12u "One list of runs for all accounts of this group; one account at a time sends:"
  Pop $SharedButton
  ${NSD_CreateText} 12u 34u 70% 12u "$Group"
  Pop $GroupField
  ${NSD_CreateLabel} 12u 50u 100% 12u "Left empty: every account of this computer"
  Pop $0
  ${If} $Shared == 1
    ${NSD_Check} $SharedButton
  ${Else}
    ${NSD_Check} $OwnButton
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function leaveQueuePage
  ${NSD_GetState} $SharedButton $Shared
  ${NSD_GetText} $GroupField $Group
FunctionEnd

# The folder of the queue, which the group may change, and nobody else but administrators and the system may read
Function makeSharedFolder
  StrCpy $0 "$APPDATA\${PRODUCT_NAME}"
  StrCpy $1 $Group
  ${If} $1 == ""
    # the accounts of this computer, whatever Windows' language
    StrCpy $1 "*S-1-5-32-545"
  ${EndIf}
  CreateDirectory $0
  # who made the folder before could change its rights for ever
  nsExec::Exec `"$SYSDIR\icacls.exe" "$0" /setowner *S-1-5-32-544 /T /C /Q`
  Pop $2
  nsExec::ExecToStack `"$SYSDIR\icacls.exe" "$0" /inheritance:r /grant:r "*S-1-5-32-544:(OI)(CI)F" "*S-1-5-18:(OI)(CI)F" "$1:(OI)(CI)M" /Q`
  Pop $2
  Pop $3
  ${If} $2 != 0
    ${IfNot} ${Silent}
      MessageBox MB_ICONSTOP "$1 can't be given rights to $0. Is the name of the group right?$\r$\n$3"
    ${EndIf}
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Function .onInit
  SetRegView 64
  # an upgrade goes where the program is
  ReadRegStr $0 HKLM "Software\${APP_ID}" InstallDir
  ${If} $0 != ""
  ${AndIf} $INSTDIR == "$PROGRAMFILES64\${PRODUCT_NAME}"
    StrCpy $INSTDIR $0
  ${EndIf}
  StrCpy $Group ""
  StrCpy $Shared 0
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/SHARED=" $Group
  ${IfNot} ${Errors}
    StrCpy $Shared 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/SHARED" $R1
  ${IfNot} ${Errors}
    StrCpy $Shared 1
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
FunctionEnd

Section "install"
  SetShellVarContext all
  Call closeProgram
  ${If} $Shared == 1
    Call makeSharedFolder
  ${EndIf}
  # the former version takes away what it brought, by its own list
  ReadRegStr $0 HKLM "Software\${APP_ID}" InstallDir
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$0\${UNINSTALLER}"
    ExecWait '"$0\${UNINSTALLER}" /S /UPGRADE _?=$0'
  ${EndIf}
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  ${If} $Shared == 1
    FileOpen $0 "${DATA_DIR}" w
    FileWrite $0 "%ProgramData%\${PRODUCT_NAME}$\r$\n"
    FileClose $0
    WriteRegDWORD HKLM "Software\${APP_ID}" Shared 1
  ${EndIf}
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
    ReadRegDWORD $0 HKLM "Software\${APP_ID}" Shared
    ${If} $0 == 1
      Delete "${DATA_DIR}"
    ${EndIf}
    DeleteRegKey HKLM "${KEY}"
    DeleteRegKey HKLM "${MODEL}"
    DeleteRegKey HKLM "Software\${APP_ID}"
  ${EndIf}
  # what was installed and nothing else: other files stay, and so do configuration, queue and logs, which are the lab's record
  !include "${REMOVAL}"
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR"
SectionEnd
