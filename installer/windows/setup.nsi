; The setup for one person: puts the program into the person's own folders and asks for no administrator. build/dev/setup.py makes it.
;
; From there: VERSION, NUMBERS (the version as Windows' four numbers), KIB (the program's size), FOLDER (the program),
; ICON, SIDE (the picture at the side of the last page), MADE (what comes of this); SIGN, where this machine signs: a command, behind which
; the file is named.

Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 32

!include FileFunc.nsh
!include LogicLib.nsh
!include MUI2.nsh
!include WinVer.nsh

!define PUBLISHER "the wssdiag contributors"
!define TYPE "wssdiag.bundle"
!define ENDING ".wssdiag"
!define PROFILE "wssdiag-profile.toml"
!define CLASSES "Software\Classes"
!define ALL_ENTRIES "Software\Microsoft\Windows\CurrentVersion\Uninstall"
!define ENTRY "${ALL_ENTRIES}\wssdiag"

; What Qt 6.8 needs: Windows 10, version 1809.
!define OLDEST_BUILD 17763

; Exit codes beside NSIS' own (0 done, 1 cancelled by the person). Management tools know 1618 as "try again later".
!define STOPPED 2
!define BUSY 1618

; GetLastError and SHChangeNotify.
!define ERROR_ALREADY_EXISTS 183
!define SHCNE_ASSOCCHANGED 0x08000000

Name "wssdiag"
OutFile "${MADE}"
BrandingText "wssdiag ${VERSION}"
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
InstallDir "$LOCALAPPDATA\Programs\wssdiag"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation"
; What could not be written ends the setup, and is not left out.
AllowSkipFiles off

; The remover is a program of its own in the person's folder: where only signed ones may run, it must be one.
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var GivenProfile
Var WantsIcon
Var Purging

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\wssdiag.exe"
; The page's second box, which MUI means for a file to read.
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(OnDesktop)"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION PutOnDesktop
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

; The first is for every language that is not there.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!include "english.nsh"
!include "german.nsh"

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
!macro Told LANGUAGE
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "wssdiag"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "wssdiag ${VERSION} setup"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "${PUBLISHER}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "MIT licence; the parts under their own, see the folder licenses"
!macroend
!insertmacro Told ${LANG_ENGLISH}
!insertmacro Told ${LANG_GERMAN}

; Tells why it ends, and ends.
!macro Stop CODE TEXT
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  Abort "${TEXT}"
!macroend

; A program that runs cannot be opened for writing. Whether it is closed is the person's own decision: a check may be under way.
!macro WaitUntilClosed FILE
  ${DoWhile} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel ${BUSY}
      Abort "$(Running)"
    ${EndIf}
  ${Loop}
!macroend

; What the program is, in a folder: its own folder whole, so that no file of an older version stays, and its files by name.
!macro RemoveProgram FROM
  RMDir /r "${FROM}\_internal"
  Delete "${FROM}\wssdiag-cli.exe"
  Delete "${FROM}\uninstall.exe"
  Delete "${FROM}\wssdiag.exe"
!macroend

; Windows looks again at who opens what.
!macro TellOfTypes
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'
!macroend

Function .onInit
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    !insertmacro Stop ${STOPPED} "$(TooOld)"
  ${EndIf}
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "wssdiag-setup") p .r1 ?e'
  Pop $0
  ${If} $0 = ${ERROR_ALREADY_EXISTS}
    !insertmacro Stop ${BUSY} "$(Twice)"
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PROFILE=" $GivenProfile
  ${IfNot} ${Errors}
    StrCpy $0 $GivenProfile
    GetFullPathName $GivenProfile $0
    ${IfNot} ${FileExists} $GivenProfile
    ${OrIf} ${FileExists} "$GivenProfile\*"
    ${OrIf} $GivenProfile == ""
      !insertmacro Stop ${STOPPED} "$(NoProfile) $0"
    ${EndIf}
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/DESKTOP=" $WantsIcon
  ClearErrors
FunctionEnd

Function PutOnDesktop
  CreateShortcut "$DESKTOP\wssdiag.lnk" "$INSTDIR\wssdiag.exe" "" "" "" "" "" "$(About)"
FunctionEnd

; Another program's folder of that name would be lost.
Function RefuseForeignFolder
  ${If} ${FileExists} "$INSTDIR\_internal\*"
  ${AndIfNot} ${FileExists} "$INSTDIR\wssdiag.exe"
    !insertmacro Stop ${STOPPED} "$(Foreign)"
  ${EndIf}
FunctionEnd

; Where it stood before, if that was elsewhere. What the organisation put beside it moves along.
Function LeaveOldFolder
  ReadRegStr $R1 HKCU "${ENTRY}" "InstallLocation"
  ${If} $R1 != ""
  ${AndIf} $R1 != $INSTDIR
  ${AndIf} ${FileExists} "$R1\wssdiag.exe"
    !insertmacro WaitUntilClosed "$R1\wssdiag.exe"
    !insertmacro WaitUntilClosed "$R1\wssdiag-cli.exe"
    !insertmacro RemoveProgram "$R1"
    CreateDirectory "$INSTDIR"
    Rename "$R1\${PROFILE}" "$INSTDIR\${PROFILE}"
    RMDir "$R1"
  ${EndIf}
FunctionEnd

Function TakeProfile
  ${If} $GivenProfile != ""
  ${AndIf} $GivenProfile != "$INSTDIR\${PROFILE}"
    System::Call 'kernel32::CopyFileW(w "$GivenProfile", w "$INSTDIR\${PROFILE}", i 0) i .r0'
    ${If} $0 = 0
      !insertmacro Stop ${STOPPED} "$(NoProfile) $GivenProfile"
    ${EndIf}
    SetFileAttributes "$INSTDIR\${PROFILE}" NORMAL
    WriteRegDWORD HKCU "${ENTRY}" "ProfileBySetup" 1
  ${EndIf}
FunctionEnd

; Where another program has the type, it keeps it: then wssdiag stands under "Open with".
Function TakeType
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "$(Bundle)"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" "$INSTDIR\wssdiag.exe,0"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\wssdiag.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${TYPE}" ""
  ReadRegStr $0 HKCU "${CLASSES}\${ENDING}" ""
  ${If} $0 == ""
    ReadRegStr $0 HKLM "${CLASSES}\${ENDING}" ""
  ${EndIf}
  ${If} $0 == ""
    WriteRegStr HKCU "${CLASSES}\${ENDING}" "" "${TYPE}"
  ${EndIf}
  !insertmacro TellOfTypes
FunctionEnd

Section
  Call RefuseForeignFolder
  !insertmacro WaitUntilClosed "$INSTDIR\wssdiag.exe"
  !insertmacro WaitUntilClosed "$INSTDIR\wssdiag-cli.exe"
  Call LeaveOldFolder
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${ENTRY}" "DisplayName" "wssdiag"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\wssdiag.exe,0"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${KIB}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
  Call TakeProfile
  Call TakeType
  CreateShortcut "$SMPROGRAMS\wssdiag.lnk" "$INSTDIR\wssdiag.exe" "" "" "" "" "" "$(About)"
  ${If} $WantsIcon = 1
    Call PutOnDesktop
  ${EndIf}
SectionEnd

Function un.onInit
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PURGE" $0
  StrCpy $Purging 0
  ${IfNot} ${Errors}
    StrCpy $Purging 1
  ${EndIf}
FunctionEnd

Function un.LeaveType
  ReadRegStr $0 HKCU "${CLASSES}\${ENDING}" ""
  ${If} $0 == "${TYPE}"
    DeleteRegValue HKCU "${CLASSES}\${ENDING}" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}"
  DeleteRegKey HKCU "${CLASSES}\${TYPE}"
  !insertmacro TellOfTypes
FunctionEnd

; A person's own data: kept, unless the person says otherwise.
Function un.AskForData
  ${If} $Purging = 0
  ${AndIf} ${FileExists} "$LOCALAPPDATA\wssdiag\*"
  ${AndIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(OwnData)" /SD IDNO IDYES`
    StrCpy $Purging 1
  ${EndIf}
FunctionEnd

Section Uninstall
  !insertmacro WaitUntilClosed "$INSTDIR\wssdiag.exe"
  !insertmacro WaitUntilClosed "$INSTDIR\wssdiag-cli.exe"
  Call un.AskForData
  Call un.LeaveType
  Delete "$SMPROGRAMS\wssdiag.lnk"
  Delete "$DESKTOP\wssdiag.lnk"
  ReadRegDWORD $0 HKCU "${ENTRY}" "ProfileBySetup"
  ${If} $0 = 1
    Delete "$INSTDIR\${PROFILE}"
  ${EndIf}
  !insertmacro RemoveProgram "$INSTDIR"
  ${If} $Purging = 1
    RMDir /r "$LOCALAPPDATA\wssdiag"
  ${EndIf}
  DeleteRegKey HKCU "${ENTRY}"
  DeleteRegKey /ifempty HKCU "${ALL_ENTRIES}"
  RMDir "$INSTDIR"
  RMDir "$LOCALAPPDATA\Programs"
SectionEnd
