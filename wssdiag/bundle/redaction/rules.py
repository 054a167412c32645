"""Rules for free text, read from top to bottom: what has a form of its own. What has none is looked for by name. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wssdiag.bundle.redaction.labels import ACCOUNTS, COLON, COMPUTERS, QUOTED, QUOTED_ACCOUNTS, QUOTED_HOSTS, SAID, SECRETS
from wssdiag.bundle.redaction.places import HOME
from wssdiag.bundle.redaction.words import FILE_ENDINGS, TOP_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from wssdiag.bundle.redaction.places import Places
    from wssdiag.bundle.redaction.pseudonyms import Pseudonyms

#: What stands for a secret. Two secrets are not told apart: whether they are the same is a secret too.
SECRET: Final = "[secret]"  # noqa: S105 - the sign that there was one


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for, and what is written in its place. ``hint``: a text without any of these signs is not searched."""

    name: str
    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str], Pseudonyms, Places], str]
    hint: tuple[str, ...] = ()


def _secret(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    """The group ``secret``, or all of it."""
    whole = found[0]
    if "secret" not in found.re.groupindex:
        return to.counted("secret", whole, SECRET)
    start, end = (place - found.start() for place in found.span("secret"))
    return to.counted("secret", whole, whole[:start] + SECRET + whole[end:])


def _mixed(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    """What no longer looks like a word: small and large letters with figures among them, of a length that nobody types."""
    whole = found[0]
    mixed = any(sign.isdigit() for sign in whole) and any(sign.islower() for sign in whole) and any(sign.isupper() for sign in whole)
    return to.counted("secret", whole, SECRET) if mixed else whole


def _tagged(kind: str) -> Callable[[re.Match[str], Pseudonyms, Places], str]:
    def replace(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
        group = "name" if "name" in found.re.groupindex else 0
        start, end = (place - found.start() for place in found.span(group))
        return found[0][:start] + to.tag(kind, found[group]) + found[0][end:]

    return replace


def _host(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    start, end = (place - found.start() for place in found.span("name"))
    return found[0][:start] + to.name(found["name"]) + found[0][end:]


def _share(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    """A server and a folder that it shares, however the signs before and between them are written."""
    host, *between = re.split(r"([\\/]+)", found["name"])
    front = found[0][: found.start("name") - found.start()]
    return front + to.name(host) + "".join(part if part[:1] in "\\/" else to.segment(part) for part in between)


def _email(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    return f"{to.tag('account', found['local'])}@{to.name(found['host'])}"


def _domain_user(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    if found["domain"].upper() in _NO_DOMAIN:
        return found[0]
    return f"{to.segment(found['domain'])}\\{to.tag('account', found['user'])}"


def _url(found: re.Match[str], _: Pseudonyms, places: Places) -> str:
    text = found[0].rstrip(".,;:!)")
    return places.url(text) + found[0][len(text) :]


def _path(found: re.Match[str], _: Pseudonyms, places: Places) -> str:
    return places.path(found[0])


def _home(found: re.Match[str], _: Pseudonyms, places: Places) -> str:
    return places.home(found)


def _address(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    address, slash, length = found[0].partition("/")
    return to.network(found[0]) if slash and length else to.address(address) + slash


def _dashed(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    """An address as a part of a name is written: ``ip-10-1-2-3``."""
    start, address = found.start("address") - found.start(), found["address"].replace("-", ".")
    return found[0][:start] + to.address(address).replace(".", "-")


def _starred(found: re.Match[str], _: Pseudonyms, places: Places) -> str:
    return places.entry(found[0])


def _attribute(found: re.Match[str], _: Pseudonyms, places: Places) -> str:
    return f"{found['type']}{found['sign']}{places.words(found['words'])}"


def _mac(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    return to.mac(found[0])


def _name(found: re.Match[str], to: Pseudonyms, _: Places) -> str:
    """A text with dots is a host name where its end says so; ``report.md`` and ``wssdiag.checks`` are none."""
    family = None if to.public.name(found[0]) else _FAMILY.match(found[0])  # "dns.quad9.net" is a name
    front = family[0] if family else ""
    text = found[0][len(front) :]
    last = text.rpartition(".")[2]
    alone = text.count(".") == 1 and last in FILE_ENDINGS
    if last.lower() not in TOP_LABELS or alone or not (last.islower() or text.isupper() or text.count(".") > 1) or to.public.name(text):
        return found[0]
    return front + to.name(text)


#: How the id of a check goes on with a name.
_FAMILY: Final = re.compile(
    r"(?:control\.dns|dns\.srv|dns|ipv6|egress|second-opinion|name-policy|proxy\.(?:connect|tcp|dns|pac|round-trip))\.(?=.+\.)"
)

#: What stands in front of a backslash and is no domain of Windows.
_NO_DOMAIN: Final = frozenset(
    {
        *("HKLM", "HKCU", "HKU", "HKCR", "HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER", "HKEY_USERS"),
        *("SOFTWARE", "SYSTEM", "SAM", "SECURITY", "NT", "BUILTIN", "AUTHORITY"),
    }
)

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "secret",
        re.compile(
            r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)", re.DOTALL
        ),
        _secret,
        ("PRIVATE KEY",),
    ),
    Rule(
        "secret",
        re.compile(
            r"\b(?:proxy-authorization|authorization|cookie2?|set-cookie2?|x-api-key|x-auth-token|x-amz-security-token|authentication-info"
            r"|x-forwarded-user|x-authenticated-user|x-csrf-token)\b[\"']?\s{0,3}[:=]\s{0,3}(?P<secret>[^\r\n]+)",
            re.IGNORECASE,
        ),
        _secret,
        ("uthori", "ookie", "x-", "X-", "UTHORI", "OOKIE", "uthenti"),
    ),
    Rule("url", re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'<>`|{}]{1,4000}"), _url, ("://",)),
    Rule(
        "secret",
        re.compile(
            r"(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))(?:--?|/)?"
            rf"(?:{SECRETS})\\{{0,3}}[\"']?(?:{SAID}|>|\s{{1,3}}(?:value=|(?='))|(?<=d) is )"
            r"(?P<secret>\[secret\]|\\{1,3}\"[^\"\\\r\n]{1,500}\\{1,3}\"|\"[^\"\r\n]{1,500}\"|'[^'\r\n]{1,500}'|[^\s\"'&;,<>]{1,500})",
            re.IGNORECASE,
        ),
        _secret,
        (*COLON, " is ", ">", "'"),
    ),
    Rule(
        "secret",
        re.compile(rf"(?<!\S)--?(?:{SECRETS})\s{{1,3}}(?P<secret>\"[^\"\r\n]{{1,500}}\"|[^\s\"'-][^\s\"']{{0,500}})", re.IGNORECASE),
        _secret,
        ("-",),
    ),
    Rule("secret", re.compile(r"(?<!\S)(?:-u|--user|--proxy-user)[\s=]{1,3}(?P<secret>[^\s:]{1,100}:[^\s]{1,500})"), _secret, ("-u", "--")),
    Rule("secret", re.compile(r"(?<![\w/.-])(?P<secret>[^\s/:@\"'=<>(]{1,100}:[^\s/@\"'<>]{1,200})@(?=[\w\[])"), _secret, ("@",)),
    Rule("secret", re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]{0,4000}){0,3}"), _secret, ("eyJ",)),
    Rule(
        "secret",
        re.compile(
            r"\b(?:Bearer|Basic|Negotiate|NTLM|Digest|Token|ApiKey)\s{1,3}(?P<secret>(?=[^\s,;\"']*[0-9=+/])[A-Za-z0-9+/_~.-]{8,}={0,2}(?![\w=])|username=[^\r\n]+)",
            re.IGNORECASE,
        ),
        _secret,
        ("ear", "asi", "ego", "NTLM", "ntlm", "ige", "oke", "piKey", "pikey"),
    ),
    Rule(
        "secret",
        re.compile(
            r"\b(?:TlRMTVNTUA[A-Za-z0-9+/]{2,}|A(?:KIA|SIA)[0-9A-Z]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|xox[abeprs]-[\w-]{10,}|sk-[\w-]{20,}|sk_live_\w{10,}"
            r"|AIza[\w-]{30,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|npm_\w{30,}|ya29\.[\w-]{20,}|hvs\.\w{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|dop_v1_\w{20,})"
        ),
        _secret,
    ),
    Rule(
        "email",
        re.compile(rf"(?P<local>[\w.+'-]{{1,64}})@(?P<host>(?:{_LABEL}\.){{0,10}}{_LABEL})"),
        _email,
        ("@",),
    ),
    Rule("sid", re.compile(r"\bS-1-(?:5-21|12-1)(?:-[0-9]{1,10}){2,8}\b"), _tagged("sid"), ("S-1-",)),
    Rule(
        "tenant",
        re.compile(
            r"\b(?:tenant|customer|mandant)[ _-]?(?:id|name|number)?[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<name>[^\s\"',;&]{2,100})",
            re.IGNORECASE,
        ),
        _tagged("tenant"),
        ("enant", "ustomer", "andant", "ENANT", "USTOMER"),
    ),
    Rule(
        "wifi",
        re.compile(
            r"\bB?SSID\b[\"']?(?:\s{1,3}[0-9]{1,3})?\s{0,30}[:=]\s{0,3}(?P<name>\"[^\"\r\n]{1,64}\"|[^\r\n\"]{1,64}?)\s*(?=[\r\n\",}]|$)",
            re.IGNORECASE,
        ),
        _tagged("wifi"),
        ("SSID", "ssid"),
    ),
    Rule(
        "wifi",
        re.compile(r"\b(?:Current )?(?:Wi-Fi|AirPort|Wireless) Network: (?P<name>[^\r\n]{1,64}?)\s*$", re.MULTILINE),
        _tagged("wifi"),
        ("Network:",),
    ),
    Rule("path", re.compile(r"\\\\\?\\UNC\\(?P<name>[^\\/\s\"'<>|]{1,250}\\[^\\\s\"'<>|]{1,250})", re.IGNORECASE), _share, ("UNC", "unc")),
    Rule("path", re.compile(r"(?<!\\)\\{4}(?P<name>[^\\/\s\"'<>|?.*]{1,250}\\\\[^\\\s\"'<>|]{1,250})"), _share, ("\\\\\\\\",)),
    Rule("path", re.compile(r"(?<![^\s\"'(=])//(?P<name>[A-Za-z0-9][A-Za-z0-9.-]{0,250}/[^\s\"'<>|/]{1,250})"), _share, ("//",)),
    Rule("name", re.compile(r"(?<![\\\w:])\\\\(?P<name>[A-Za-z0-9][\w.-]{0,62})(?![\\\w.-])"), _host, ("\\\\",)),
    Rule("path", re.compile(r"\\\\[^\\/\s\"'<>|?.*][^\\/\s\"'<>|]{0,250}\\[^\s\"'<>|]{1,1000}"), _path, ("\\\\",)),
    Rule("path", HOME, _home, ("/", "\\")),
    Rule("path", re.compile(r"(?<![\w.~])~(?P<name>[A-Za-z_][\w.-]{1,31})(?=/)"), _tagged("account"), ("~",)),
    Rule("account", re.compile(r"\bTunnel#[0-9]{1,4}\((?P<name>[^()\r\n]{1,200})\)"), _tagged("account"), ("Tunnel#",)),
    Rule(
        "account",
        re.compile(
            rf"\b(?:{ACCOUNTS})[\"']?(?:{SAID})"
            r"(?P<name>\"[^\"\r\n]{1,100}\"|'[^'\r\n]{1,100}'|[^\s\"',;&()<>]{2,100})",
            re.IGNORECASE,
        ),
        _tagged("account"),
        (*COLON, ">"),
    ),
    Rule(
        "account",
        re.compile(rf"\b(?:{QUOTED_ACCOUNTS}){QUOTED}", re.IGNORECASE),
        _tagged("account"),
    ),
    Rule(
        "name",
        re.compile(rf"\b(?:{QUOTED_HOSTS}){QUOTED}", re.IGNORECASE),
        _host,
    ),
    Rule(
        "name",
        re.compile(
            rf"(?<!this )\b(?:{COMPUTERS})[ \t]{{0,3}}[:=][ \t]{{0,30}}"
            r"(?P<name>[^\W_][\w.-]{1,62})",
            re.IGNORECASE,
        ),
        _host,
        (":", "="),
    ),
    Rule(
        "account",
        re.compile(
            r"\b(?:(?:for|by|as|of) user|logged (?:in|on) as|user(?=[ ][\"'])) [\"']?(?P<name>[^\W_][\w.@\\-]{1,64})", re.IGNORECASE
        ),
        _tagged("account"),
        ("user ", "logged ", "User "),
    ),
    Rule(
        "account",
        re.compile(r"(?<![\w\\/:.%~$-])(?P<domain>[A-Z][A-Z0-9_-]{1,14})\\{1,2}(?P<user>[^\W_][\w.$-]{0,63})(?![\\\w])"),
        _domain_user,
        ("\\",),
    ),
    Rule(
        "guid",
        re.compile(r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])"),
        _tagged("guid"),
        ("-",),
    ),
    Rule(
        "mac",
        re.compile(r"(?<![0-9A-Za-z:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){6,17}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])"),
        _secret,
        (":", "-"),
    ),
    Rule("mac", re.compile(r"(?<![\w.-])(?=[0-9]{0,11}[A-Fa-f])(?=[A-Fa-f]{0,11}[0-9])[0-9A-Fa-f]{12}(?![\w-])"), _mac),
    Rule(
        "mac",
        re.compile(
            r"(?<![0-9A-Fa-f:.-])(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-]|\.[0-9A-Fa-f])|(?<![\w.])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![\w.])"
        ),
        _mac,
        (":", "-", "."),
    ),
    Rule(
        "address",
        re.compile(
            r"(?<![\w:.])(?=[0-9A-Fa-f:]{0,45}:[0-9A-Fa-f:]{0,45}:)[0-9A-Fa-f:]{2,39}(?:\.[0-9.]{5,11})?(?:%[\w.-]{1,40})?(?:/[0-9]{1,3})?(?![\w:])"
        ),
        _address,
        ("::", ":"),
    ),
    Rule(
        "address",
        re.compile(
            r"(?<![\w.])(?:(?<=[A-Za-z]-)|(?<!-))(?<!version )(?<!Version )(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:/[0-9]{1,2})?(?![\w]|\.[0-9])"
        ),
        _address,
        (".",),
    ),
    Rule("address", re.compile(r"(?<![\w.])(?:[A-Za-z]{1,20}-)?(?P<address>[0-9]{1,3}(?:-[0-9]{1,3}){3})(?![\w-])"), _dashed, ("-",)),
    Rule(
        "address",
        re.compile(r"(?<![\w.])(?:10|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))(?:\.[0-9]{1,3}){0,2}(?:\.\*){1,3}(?![\w.])"),
        _starred,
        (".*",),
    ),
    Rule(
        "organisation",
        re.compile(
            r"(?<![^\s,+/;:\"'(])(?P<type>CN|O|OU|DC|L|ST|UID|SN|GN|cn|ou|dc|o|uid)(?P<sign>\s?=\s?\"?)(?P<words>[^,+/\r\n\"]{1,200})"
        ),
        _attribute,
        ("=",),
    ),
    Rule("name", re.compile(r"\b(?P<name>xn--[a-z0-9-]{1,59})\b(?!\.)", re.IGNORECASE), _host, ("xn--", "XN--")),
    Rule("name", re.compile(rf"(?<![\w@-])(?<!\w\.)(?:_?{_LABEL}\.){{1,10}}{_LABEL}(?![\w@-])"), _name, (".",)),
    Rule("secret", re.compile(r"(?<![\w+/=.-])[A-Za-z0-9_-]{32,}={0,2}(?![\w+/=])"), _mixed),
    Rule("secret", re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{24,}={1,2}(?![\w+/=])"), _secret, ("=",)),
    Rule("secret", re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])"), _secret),
)
