from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wssdiag import paths
from wssdiag.catalogue.document import SIZE_LIMIT_BYTES
from wssdiag.catalogue.loader import PARTS, load_builtin, load_file, parse_catalogue
from wssdiag.model.input_error import InputError
from wssdiag.model.location import Catalogue, Sureness
from wssdiag.model.observation import Transport
from wssdiag.model.shown import shown

HEAD = 'schema = "wssdiag.catalogue/1"\nversion = "1"\n'
PROVENANCE = '{ source = "page", certainty = "documented" }'


def location(**changes: str | None) -> str:
    """A sound location, with values as TOML text; None leaves a key out."""
    keys: dict[str, str | None] = {
        "id": '"ctc-443"',
        "methods": '["wss-agent"]',
        "host": '"ctc.example"',
        "port": "443",
        "transport": '"tcp"',
        "protocol": '"tls"',
        "purpose": '"control"',
        "provenance": PROVENANCE,
    }
    lines = [f"{key} = {value}" for key, value in (keys | changes).items() if value is not None]
    return "[[location]]\n" + "\n".join(lines) + "\n"


def control(**changes: str) -> str:
    keys = {"id": '"c-443"', "host": '"c.example"', "port": "443", "transport": '"tcp"', "operator": '"C"'}
    return "[[control]]\n" + "\n".join(f"{key} = {value}" for key, value in (keys | changes).items()) + "\n"


def problem_of(text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as caught:
        parse_catalogue(data, "my.toml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


NO_PORTS = "my.toml: location[0].ports: "

BAD = [
    (HEAD + location(port="70000"), "my.toml: location[0].port: 70000 is not a port (1 to 65535)"),
    (HEAD + location() + location(id='"b"') + location(id='"c"', port="0"), "my.toml: location[2].port: 0 is not a port (1 to 65535)"),
    (HEAD + location(port="-1"), "my.toml: location[0].port: -1 is not a port (1 to 65535)"),
    (HEAD + location(port='"443"'), "my.toml: location[0].port: expected a whole number, not text"),
    (HEAD + location(port="443.0"), "my.toml: location[0].port: expected a whole number, not a number"),
    (HEAD + location(port="true"), "my.toml: location[0].port: expected a whole number, not true or false"),
    (HEAD + location(port="2026-01-01"), "my.toml: location[0].port: expected a whole number, not a date"),
    (HEAD + location(port=None), "my.toml: location[0].port: missing: a location has a port or a range of ports"),
    (HEAD + location(ports='"1-5"'), NO_PORTS + "a location has a port or a range of ports, not both"),
    (HEAD + location(port=None, ports='"5-1"'), NO_PORTS + "5-1 does not go upwards"),
    (HEAD + location(port=None, ports='"1-70000"'), NO_PORTS + "70000 is not a port (1 to 65535)"),
    (HEAD + location(port=None, ports='"all"'), NO_PORTS + "'all' is not a range of ports (49152-65535)"),
    (HEAD + location(protocol='"esp"', transport='"ip"'), "my.toml: location[0].port: esp has no ports"),
    (HEAD + location(prot='"tls"'), "my.toml: location[0].prot: unknown key"),
    (HEAD + "extra = 1\n", "my.toml: extra: unknown key"),
    (HEAD + location(purpose=None), "my.toml: location[0].purpose: missing"),
    (HEAD + location(purpose='""'), "my.toml: location[0].purpose: empty"),
    (HEAD + location(purpose='"two\\nlines"'), "my.toml: location[0].purpose: holds a line break or a hidden character"),
    (HEAD + location(when='"\\u202E"'), "my.toml: location[0].when: holds a line break or a hidden character"),
    (HEAD + location(host='"under_score.example"'), "my.toml: location[0].host: 'under_score.example' is not a host name"),
    (HEAD + location(host='"bücher.example"'), "my.toml: location[0].host: 'bücher.example' is not a host name"),
    (HEAD + location(host="7"), "my.toml: location[0].host: expected text, not a whole number"),
    (HEAD + location(host=None), "my.toml: location[0].host: missing: a location has a host or a placeholder"),
    (HEAD + location(placeholder='"proxies"'), "my.toml: location[0].placeholder: a location has a host or a placeholder, not both"),
    (
        HEAD + location(host=None, placeholder='"proxy"'),
        (
            "my.toml: location[0].placeholder: 'proxy' is not one of: datacentres, proxies, ike_gateways, domain_controllers, "
            "auth_connector, identity_provider, pac_url, not_established"
        ),
    ),
    (HEAD + location(addresses='["1.2.3.4", "1.2.3"]'), "my.toml: location[0].addresses[1]: '1.2.3' is not an IP address"),
    (HEAD + location(addresses='["fe80::1%eth0"]'), "my.toml: location[0].addresses[0]: 'fe80::1%eth0' is not an IP address"),
    (HEAD + location(addresses='["1.2.3.4", "1.2.3.4"]'), "my.toml: location[0].addresses[1]: '1.2.3.4' stands here already, at [0]"),
    (HEAD + location(addresses='"1.2.3.4"'), "my.toml: location[0].addresses: expected a list, not text"),
    (HEAD + location(transport='"sctp"'), "my.toml: location[0].transport: 'sctp' is not one of: tcp, udp, ip"),
    (HEAD + location(need='"wanted"'), "my.toml: location[0].need: 'wanted' is not one of: required, optional, alternative"),
    (HEAD + location(trust='"some"'), "my.toml: location[0].trust: 'some' is not one of: public, private, unknown"),
    (HEAD + location(need='"alternative"'), "my.toml: location[0].group: missing: an alternative belongs to a group"),
    (
        HEAD + location(provenance='{ source = "page", certainty = "sure" }'),
        "my.toml: location[0].provenance.certainty: 'sure' is not one of: documented, inferred, unverified",
    ),
    (HEAD + location(provenance='{ certainty = "documented" }'), "my.toml: location[0].provenance.source: missing"),
    (HEAD + location(methods="[]"), "my.toml: location[0].methods: empty"),
    (
        HEAD + location(protocol='"TLS!"'),
        "my.toml: location[0].protocol: 'TLS!' is not the name of a protocol (small letters, digits, '-')",
    ),
    (HEAD + location(path='"login"'), "my.toml: location[0].path: a path begins with '/' and holds no blank"),
    (HEAD + location(id='"tcp.*"'), "my.toml: location[0].id: 'tcp.*' is not an id (letters, digits, '.', '_', '-', at most 300)"),
    (HEAD + location() + location(), "my.toml: location[1].id: 'ctc-443' stands here already, at [0]"),
    (HEAD + control() + control(), "my.toml: control[1].id: 'c-443' stands here already, at [0]"),
    (HEAD + control(transport='"ip"'), "my.toml: control[0].transport: 'ip' is not one of: tcp, udp"),
    (HEAD + control(port="0"), "my.toml: control[0].port: 0 is not a port (1 to 65535)"),
    (HEAD + control(operator='""'), "my.toml: control[0].operator: empty"),
    (
        HEAD + '[[sign_in_probe]]\nurl = "https://a.example/"\nstatus = 200\n',
        "my.toml: sign_in_probe[0].url: 'https://a.example/' is not a web address (http://)",
    ),
    (
        HEAD + '[[sign_in_probe]]\nurl = "http://a.example/"\nstatus = 20\n',
        "my.toml: sign_in_probe[0].status: 20 is not an HTTP status (100 to 599)",
    ),
    (
        HEAD + '[[resolver]]\nid = "r"\naddress = "dns.example"\noperator = "R"\n',
        "my.toml: resolver[0].address: 'dns.example' is not an IP address",
    ),
    (
        HEAD + '[[clock_source]]\nid = "t"\nurl = "ntp://a.example"\noperator = "R"\n',
        "my.toml: clock_source[0].url: 'ntp://a.example' is not a web address (http://, https://)",
    ),
    (HEAD + "[location]\n", "my.toml: location: expected a list, not a table"),
    (HEAD + "location = [1]\n", "my.toml: location[0]: expected a table, not a whole number"),
    ('schema = "wssdiag.catalogue/2"\nversion = "1"\n', "my.toml: schema: 'wssdiag.catalogue/2' is not 'wssdiag.catalogue/1'"),
    ('schema = "wssdiag.catalogue/1"\n', "my.toml: version: missing"),
    ('schema = "wssdiag.catalogue/1"\nversion = 2026-11-01\n', "my.toml: version: expected text, not a date"),
    ('schema = "wssdiag.catalogue/1"\nversion = ""\n', "my.toml: version: empty"),
    (HEAD + "a = " + "[" * 5000, "my.toml: nested too deeply"),
    (HEAD + "a = 1" + "0" * 5000, "my.toml: a number is too long"),
    (HEAD.encode() + b"# \xff\n", "my.toml: line 3: not UTF-8 text"),
    (HEAD.encode("utf-16"), "my.toml: line 1: not UTF-8 text"),
    (b"#" * (SIZE_LIMIT_BYTES + 1), "my.toml: larger than 1024 KiB"),
    (b"", "my.toml: version: missing"),
]


@pytest.mark.parametrize(("text", "line"), BAD, ids=[line[9:60] for _, line in BAD])
def test_bad_input_is_told_in_one_line(text: str | bytes, line: str) -> None:
    assert problem_of(text) == line


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("schema = \nversion = 1\n", "line 1, column 10"),
        (HEAD + "[[location]\n", "line 3, column 11"),
        (HEAD + "a =", "line 3, at the end"),
        (HEAD + 'a = "x\nb = 1\n', "line 3, column 7"),
        (HEAD + "a = 1\na = 2\nb = 1\n", "line 4, column 6"),
    ],
)
def test_a_syntax_error_names_its_line(text: str, place: str) -> None:
    # What follows the place is Python's own text, which differs between its versions.
    assert problem_of(text).startswith(f"my.toml: {place}: ")


def test_a_method_that_does_not_exist_is_told_with_the_words_that_do() -> None:
    line = problem_of(HEAD + location(methods='["wss-agent", "wssa"]'))
    assert line.startswith("my.toml: location[0].methods[1]: 'wssa' is not one of: wss-agent, unified-agent, ")
    assert line.endswith("roaming-captive-portal")


def test_a_hostile_key_is_made_fit_to_be_shown() -> None:
    line = problem_of(HEAD + '"\\u001b[31m\\u202e" = 1\n')
    assert line.isprintable()
    assert line.endswith("unknown key")


def test_what_is_right_is_read_with_its_defaults() -> None:
    rows = location(host=None, placeholder='"datacentres"', port=None, ports='"49152-65535"', need='"alternative"', group='"g"')
    esp = location(id='"esp"', protocol='"esp"', transport='"ip"', port=None)
    literal = location(id='"v6"', host='"2001:db8::1"', methods='["saml"]')
    found = parse_catalogue(b"\xef\xbb\xbf" + (HEAD + rows + esp + literal + control()).encode(), "my.toml")
    assert [row.transport for row in found.location] == [Transport.TCP, Transport.IP, Transport.TCP]
    assert not any((found.sign_in_probe, found.resolver, found.clock_source))


def test_a_file_of_one_s_own_replaces_everything(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(HEAD + control(), encoding="utf-8")
    found = load_file(tmp_path / "own.toml")
    assert [row.id for row in found.control] == ["c-443"]
    assert not any((found.location, found.sign_in_probe, found.resolver, found.clock_source))


def test_a_file_that_is_too_large_is_refused_and_not_read_in_part(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(HEAD + control() + "#" * SIZE_LIMIT_BYTES, encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.toml: larger than 1024 KiB$"):
        load_file(tmp_path / "own.toml")


def test_a_file_that_cannot_be_read_is_bad_input_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml: there is no such file$"):
        load_file(tmp_path / "none.toml")
    with pytest.raises(InputError, match=r"it cannot be read as a file$"):
        load_file(tmp_path)
    with pytest.raises(InputError):
        load_file(Path("a\0b"))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_catalogue_or_one_line(data: bytes) -> None:
    line = ""
    try:
        parse_catalogue(HEAD.encode() + data, "my.toml")
    except InputError as error:
        line = str(error)
    assert shown(line, 10_000) == line


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.integers() | st.text(max_size=5), max_size=3)


@given(st.sampled_from(Catalogue.__struct_fields__), VALUES)
def test_any_value_of_any_key_is_sound_or_one_line(key: str, value: object) -> None:
    text = "" if value is None else f"{key} = {msgspec.json.encode(value).decode()}\n"
    line = ""
    try:
        parse_catalogue(text.encode(), "my.toml")
    except InputError as error:
        line = str(error)
    assert shown(line, 10_000) == line


def test_every_file_of_the_catalogue_s_schema_is_a_part() -> None:
    folder = paths.resources() / "catalogue"
    with_schema = {path.name for path in folder.glob("*.toml") if '"wssdiag.catalogue/1"' in path.read_text(encoding="utf-8")}
    assert with_schema == set(PARTS)


def test_every_part_is_sound_alone() -> None:
    for name in PARTS:
        assert load_file(paths.resources() / "catalogue" / name).version == load_builtin().version


def test_unverified_rows_exist_and_say_so() -> None:
    assert any(row.provenance.certainty is Sureness.UNVERIFIED for row in load_builtin().location)
