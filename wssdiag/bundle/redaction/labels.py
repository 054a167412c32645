"""Words that stand before something private, in the languages of the systems and of the pages that refuse. Data; decides nothing."""

# ruff: noqa: RUF001 - words of many scripts

from __future__ import annotations

import re
from typing import Final

#: A password, a token, the number of a device.
SECRETS: Final = (
    r"pass(?:word|wd|phrase|code)?|pwd|kennwort|passwort|mot de passe|contrase[nñ]a|senha|hasło|пароль|密码|パスワード|암호"
    r"|key content|schlüsselinhalt"
    r"|(?:client|shared|app)[_-]?secret|secret|(?:access|refresh|auth|id|session|csrf|bearer)?[_-]?token"
    r"|(?:x-)?api[_-]?key|access[_-]?key(?:[_-]?id)?|secret[_-]?access[_-]?key|private[_-]?key|subscription[_-]?key|account[_-]?key|psk|wpa-psk"
    r"|pre-?shared[_-]?key|session[_-]?id|jsessionid|phpsessid|sas|sig|signature|otp|pin|saml(?:response|request|art)|relaystate"
    r"|imei|imsi|iccid|serial(?:[ _-]?number)?|seriennummer"
)

#: The name of a setting that holds one: "ProxyPass", "authentication-password".
OF_A_SECRET: Final = re.compile(rf"(?i:.*(?<![a-z])(?:{SECRETS}))|.*(?<=[a-z])(?:Pass(?:word|wd|phrase|code)?|Pwd|Secret|Token|Key|Cookie)")

#: A login, or the name of a person.
ACCOUNTS: Final = (
    r"(?:user|login|logon|account|full|display)[ _-]?name|user|login|logon|account|(?:be)?nutzer(?:name)?|anmeldename|utilisateur|usuario"
    r"|utente|użytkownik|пользовател[ья]|ユーザー名|用户名|upn|samaccountname"
)

#: The same where a sentence names it in quotes.
QUOTED_ACCOUNTS: Final = r"user|account|benutzer|konto|utilisateur|compte|usuario|utente|пользовател\w{1,3}"

#: A computer that a sentence names in quotes.
QUOTED_HOSTS: Final = r"server|host|computer|rechner|serveur|ordinateur|servidor|сервер\w{0,3}|компьютер\w{0,3}"

#: A computer or a domain of Windows, as its events name them.
COMPUTERS: Final = r"(?:source )?workstation(?: name)?|computer(?: ?name)?|host ?name|(?:account|logon) domain"

#: What one of these signs must be there for.
COLON: Final = (":", "=", "：")

#: Between such a word and what it says: a colon, or the border of a cell in a page.
SAID: Final = r"[^\S\r\n]{0,30}[:=：][^\S\r\n]{0,30}|\s{0,3}[:=]?\s{0,3}(?:</?(?:t[dhr]|d[dt])\b[^<>]{0,100}>\s{0,3}){1,4}"

#: How a sentence of a system quotes a name, in its languages.
QUOTED: Final = r"\s{1,3}(?:[\"'„“‘]|«\s?)(?P<name>[^\s\"'<>«»„“”‘’]{2,100})"
