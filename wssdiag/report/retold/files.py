"""Why a file is not taken, not opened or not written: a report, a bundle, a capture, a key, and what the program keeps for itself.

Made by ``wssdiag.bundle``, ``wssdiag.system``, ``wssdiag.session``, ``wssdiag.history``, ``wssdiag.triage`` and ``wssdiag.model``.
"""

from __future__ import annotations

from wssdiag.report.texts import to_translate

#: In place of a file's name.
NAMED = to_translate("encryption")

ANY = to_translate(
    "a file of this name is in the way",
    "a number is too long",
    "a number that is too large",
    "belongs to another account",
    "cannot be read",
    "cannot be removed",
    "cannot be written",
    "exists already; a bundle is never written over another file",
    "it cannot be read",
    "it cannot be read as a file",
    "it cannot be written (error {code})",
    "its folder does not exist",
    "larger than {size} KiB",
    "larger than {size} MiB",
    "more than {most} values",
    "neither a file nor a folder",
    "neither a folder nor a file",
    "nested too deeply",
    "not UTF-8 text",
    "not an ordinary file",
    "the folder is not empty",
    "the same name twice in one object",
    "there is a file {file} already; it is not written over",
    "there is no such file",
    "there is no such file, or it cannot be read",
    "there is no such folder or file, or this account may not read it",
    "this account may not read it",
)

REPORTS = to_translate(
    "a report larger than {size} MiB",
    "holds no report ({schema})",
    "is no bundle and no report of wssdiag: {reason}",
    "is no index of bundles: {reason}",
    "is no report and no facts of wssdiag: no schema is named that this version reads",
    "is no report and no facts of wssdiag: the schema {given} is not one that this version reads",
    "is no report and no facts of wssdiag: {reason}",
    "is no report of wssdiag",
    "is no report of wssdiag: {reason}",
    "is longer than a journal of wssdiag gets; move it away",
    "more than {most} bundles and reports",
    "more than {most} files below",
)

ARCHIVES = to_translate(
    "a link or a device, not a file",
    "a link, not a file",
    "a name that Windows takes for another",
    "a zip64 file, which it need not be",
    "compressed in a way that is not supported",
    "damaged",
    "encrypted",
    "folders too deep in one another",
    "leads out of the folder",
    "lies in the bytes of another member",
    "more than {most} files",
    "more than {most} times as large as what is packed",
    "no capture in it",
    "not a usable file name",
    "not a zip file",
    "not a zip file, or a damaged one",
    "the files together are larger than {size} MiB",
    "twice in it",
)

BUNDLES = to_translate(
    "an archive inside of a bundle",
    "has {count} bytes, and the manifest says {bytes}",
    "is no bundle; explain takes reports and captures",
    "is no wssdiag.bundle/1: {reason}",
    "its content is not what was written (SHA-256)",
    "missing: this is no bundle",
    "named twice in the manifest, or the manifest itself",
    "no reader would take it ({reason}); leave out the capture",
    "not named in the manifest",
    "too large; leave out the capture",
)

SECRETS = to_translate(
    "holds a key that is damaged",
    "holds no key; nothing was written",
    "is encrypted for another key, or damaged; name your key with --identity ({reason})",
    "is encrypted, and there is no key on this computer; name one with --identity",
    "is no age file, or one for too many recipients",
    "is no age recipient (age1...); nothing was written",
    "is no case of wssdiag: {reason}",
    "more than {most} stand-ins",
    "no recipient is named",
    "the package pyrage is not installed: bundles can neither be encrypted nor decrypted",
    "there is no such file, or no key in it (AGE-SECRET-KEY-1...)",
    "two names have the same stand-in",
    "{told}; nothing was written",
    "{told}; the stand-ins cannot be kept, and no bundle was written",
)

#: Why the list of the service was not fetched.
FETCHED = to_translate(
    "redirected to what is no https address",
    "redirected to {host}, which the organisation's profile does not allow",
    "redirected too often",
    "{failure} (by the proxy {host}:{port})",
)
