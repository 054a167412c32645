"""What Windows is told of executables: the version and the manifest of ours, and how the version of any is read again."""

from __future__ import annotations

import struct

#: Windows asks nobody for rights, scales nothing by itself, takes paths of any length, and reads bytes as UTF-8. The identifier is that of
#: Windows 10 and later; the common controls are those that Windows' own dialogs want.
MANIFEST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <assemblyIdentity type="win32" name="wssdiag" version="{version}" processorArchitecture="amd64"/>
  <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3">
    <security>
      <requestedPrivileges>
        <requestedExecutionLevel level="asInvoker" uiAccess="false"/>
      </requestedPrivileges>
    </security>
  </trustInfo>
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application>
      <supportedOS Id="{{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}}"/>
    </application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2, PerMonitor</dpiAwareness>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
      <activeCodePage xmlns="http://schemas.microsoft.com/SMI/2019/WindowsSettings">UTF-8</activeCodePage>
    </windowsSettings>
  </application>
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type="win32" name="Microsoft.Windows.Common-Controls" version="6.0.0.0" processorArchitecture="*"
        publicKeyToken="6595b64144ccf1df" language="*"/>
    </dependentAssembly>
  </dependency>
</assembly>
"""

#: PyInstaller's form of a version resource: English (United States), Unicode.
_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "the wssdiag contributors"),
      StringStruct("FileDescription", {what!r}),
      StringStruct("FileVersion", {version!r}),
      StringStruct("InternalName", {name!r}),
      StringStruct("LegalCopyright", "MIT licence; the parts under their own, see the folder licenses"),
      StringStruct("OriginalFilename", {file!r}),
      StringStruct("ProductName", "wssdiag"),
      StringStruct("ProductVersion", {version!r}),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
  ],
)
"""

#: A version resource: its name, padding, VS_FIXEDFILEINFO with its signature and the version of the structure (verrsrc.h).
_NAME = "VS_VERSION_INFO\0".encode("utf-16-le")
_FIXED = struct.pack("<II", 0xFEEF04BD, 0x00010000)
_PADDING = 4


def numbers(version: str) -> tuple[int, int, int, int]:
    """Windows' four numbers of a version; what is not a number is 0."""
    found = [int(part) if part.isdecimal() else 0 for part in version.split(".")]
    first, second, third, fourth = (*found, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def manifest(version: str) -> str:
    """The manifest of every executable."""
    return MANIFEST.format(version=".".join(map(str, numbers(version))))


def version_resource(version: str, name: str, what: str) -> str:
    """The version resource of one executable."""
    return _VERSION.format(numbers=numbers(version), version=version, name=name, file=f"{name}.exe", what=what)


def file_version(data: bytes) -> str:
    """The version in the resources of a program or library, ``1.2.3.4``; empty where there is none."""
    name = data.find(_NAME)
    at = data.find(_FIXED, name, name + len(_NAME) + _PADDING + len(_FIXED)) if name >= 0 else -1
    if at < 0:
        return ""
    second, first, fourth, third = struct.unpack_from("<HHHH", data, at + len(_FIXED))
    return f"{first}.{second}.{third}.{fourth}"
