-- What wixl 0.101 has no words for: one statement a line, done by msibuild after it.

-- Shortcuts only where they are wanted. A removal need not say again what was wanted: Windows remembers, Wine asks the condition.
UPDATE `Component` SET `Condition` = 'SHORTCUT = "menu" OR SHORTCUT = "desktop" OR REMOVE = "ALL"' WHERE `Component` = 'MenuShortcut'
UPDATE `Component` SET `Condition` = 'SHORTCUT = "desktop" OR REMOVE = "ALL"' WHERE `Component` = 'DesktopShortcut'

-- The profile: copied (0) from the file that PROFILE names; nothing where it names none.
CREATE TABLE `MoveFile` (`FileKey` CHAR(72) NOT NULL, `Component_` CHAR(72) NOT NULL, `SourceName` CHAR(255) LOCALIZABLE, `DestName` CHAR(255) LOCALIZABLE, `SourceFolder` CHAR(72), `DestFolder` CHAR(72) NOT NULL, `Options` INT NOT NULL PRIMARY KEY `FileKey`)
INSERT INTO `MoveFile` (`FileKey`, `Component_`, `DestName`, `SourceFolder`, `DestFolder`, `Options`) VALUES ('Profile', 'FileType', 'wssdiag-profile.toml', 'PROFILE', 'ProgramFolder', 0)

-- What came into the folder afterwards: the profile, and an administrator's journal of fixes. Removed with the program (2).
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `FileName`, `DirProperty`, `InstallMode`) VALUES ('Profile', 'FileType', 'wssdiag-profile.toml', 'PlacedFiles', 2)
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `FileName`, `DirProperty`, `InstallMode`) VALUES ('Journal', 'FileType', 'undo.jsonl', 'PlacedFiles', 2)
