"""Words that are nobody's own: they stay wherever they stand. Data; decides nothing."""

from __future__ import annotations

from typing import Final

_COUNTRIES: Final = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck
    cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr
    gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls
    lt lu lv ly ma mc me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph
    pk pm pn pr ps pt pw qa re ro ru rw sa sb sc sd se sg si sk sl sm sn sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr
    tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""

_GENERIC: Final = """
    com net org info biz edu gov mil int name pro aero app dev cloud online site store shop tech network systems company group world
    email solutions services digital agency xyz top club live work media consulting engineering bank insurance health law legal xn--
    p1ai technology international holdings holding gmbh ltd llc inc team zone support software global center management expert energy
    tools bau build construction immo reisen jetzt haus versicherung kaufen schule auto capital finance financial fund partners
    ventures clinic hospital care dental pharmacy university academy school college education training events news press blog
    community foundation ngo church city town services industries supply equipment machines logistics delivery express cargo
    hosting host domains web wiki page site website space fun icu vip one pro ltda sarl srl plus pub bar restaurant hotel travel
    bzh corsica bcn madrid nrw koeln stuttgart hessen moscow istanbul tatar xn--p1acf
    berlin hamburg bayern wien koeln cologne ruhr saarland tirol london paris amsterdam tokyo nyc swiss africa asia cat eus gal
"""

#: Names that no one out there can own, and what organisations take in their place; rules know some of them.
_INSIDE: Final = """
    example test invalid localhost local lan internal intern intra intranet corp corporate home private domain localdomain ad arpa
    onion office company firma priv loc lab dom site
"""

_FILE_ENDINGS: Final = """
    sh py md so pl rs cc js ps id io in is it me my no at to be do as so am
"""

_PLAIN_LABELS: Final = """
    localhost wpad isatap www * in-addr ip6 arpa _ldap _kerberos _tcp _udp _msdcs _sites dc gc
"""

_ACCOUNTS: Final = """
    root admin administrator user users guest default public shared system nobody daemon none null unknown interactive everyone
    localservice networkservice owner me anonymous non-interactive-user www-data all yes no true false
"""

#: Words of distinguished names that say what a certificate is for, not whose it is.
_OF_CERTIFICATES: Final = """
    ca root roots certificate certificates certification authority authorities issuing issuer intermediate sub class proxy gateway web
    ssl tls https http inspection interception interceptor intercept decryption decrypt dpi filter firewall security secure server
    client trust trusted global public private internal the of and for inc llc ltd limited gmbh ag sa bv plc co corp corporation
    company kg se oy ab as spa srl pty rsa ecc ecdsa sha1 sha256 sha384 dv ov ev domain validation extended organization validated
    test untrusted self signed signing service services own emulation policy network networks software systems technologies
"""

#: Who signs for everybody.
_PUBLIC_AUTHORITIES: Final = """
    digicert lets let encrypt isrg globalsign sectigo comodo usertrust addtrust google gts amazon microsoft azure apple entrust
    godaddy go daddy starfield baltimore cybertrust verisign thawte geotrust rapidssl symantec identrust dst buypass certum unizeto
    swisssign quovadis d-trust t-telesec telesec deutsche telekom actalis harica zerossl ssl.com wisekey certigna cloudflare broadcom
    bluecoat coat blue r3 r10 r11 e1 e5 e6 x1 x2 x3 g1 g2 g3 g4 g5 wr1 wr2 wr3 we1 we2 1c3 1d4 1o1 true us de gb fr jp
"""

_SEGMENTS: Final = """
    api asp aspx auth block blocked browsers ca canonical captive cer cgi cgi-bin check config connect connecttest crt dat default
    dns-query error generate_204 guest home hotspot-detect htm html index ip js json login logon main p1 pac pem php portal proxy
    redirect roamingcaptiveportal settings sign-in signin splash status success terms txt v1 v2 v3 wpad xml
"""

#: The last label of a name in full. It tells a country or a kind, not whose the name is.
TOP_LABELS: Final = frozenset((_COUNTRIES + _GENERIC + _INSIDE).split())

#: Country codes that are also how files and modules of programs end: alone they make no host name in a text.
FILE_ENDINGS: Final = frozenset(_FILE_ENDINGS.split())

#: Labels with a meaning to every resolver or browser (RFC 6762, RFC 2782, WPAD), that rules ask for.
PLAIN_LABELS: Final = frozenset(_PLAIN_LABELS.split())

#: Accounts that every computer has.
PLAIN_ACCOUNTS: Final = frozenset({*_ACCOUNTS.split(), "all users", "default user", "local service", "network service"})

#: What may stand in the name of a certificate without saying whose it is.
CERTIFICATE_WORDS: Final = frozenset((_OF_CERTIFICATES + _PUBLIC_AUTHORITIES).split())

#: Parts of web addresses and paths that say what lies there.
PLAIN_SEGMENTS: Final = frozenset(_SEGMENTS.split())
