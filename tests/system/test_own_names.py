from __future__ import annotations

from wssdiag.system.own_names import own_names, seeds_of


def test_what_the_system_says_is_there_once() -> None:
    environment = {
        "USERNAME": "aschmidt",
        "USERPROFILE": "C:\\Users\\ASCHMI~1",
        "COMPUTERNAME": "PC-0471",
        "USERDOMAIN": "ACME",
        "USERDNSDOMAIN": "CORP.ACME.EXAMPLE",
    }
    seeds = seeds_of(
        environment, "aschmidt", "Anna Schmidt", ("pc-0471.corp.acme.example", "PC-0471"), ("corp.acme.example,acme.example", "")
    )
    assert seeds.accounts == ("aschmidt", "ASCHMI~1", "Anna Schmidt")
    assert seeds.hosts == ("pc-0471.corp.acme.example", "PC-0471")
    assert seeds.domains == ("corp.acme.example", "acme.example", "ACME", "CORP.ACME.EXAMPLE")


def test_nothing_is_made_up_where_the_system_says_nothing() -> None:
    seeds = seeds_of({}, "", " ", ("",), ("",))
    assert seeds.accounts == seeds.hosts == seeds.domains == ()


def test_this_computer_has_a_name() -> None:
    assert own_names().hosts
