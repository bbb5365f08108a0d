"""One polite client against a real server: limits, conditions, redirects, private addresses, robots.txt."""

import asyncio
import datetime as dt
import gzip
import random
import time

import pytest

from tests.watch.small import serving
from tocsin.watch.addresses import is_public, literally_private
from tocsin.watch.fetch import FetchError, Limits, client, fetch
from tocsin.watch.pace import Hosts, back_off
from tocsin.watch.robots import Robots, allowance

NOW = dt.datetime(2024, 5, 17, tzinfo=dt.UTC)


def get(url, private=True, limits=None, **more):
    async def run():
        async with client(private, limits) as by:
            return await fetch(by, url, **more)

    return asyncio.run(run())


def test_an_answer_is_had_once_and_then_only_when_it_has_changed():
    def feed(given):
        return (
            (304, {"etag": '"1"'}, b"")
            if given.get("if-none-match") == '"1"'
            else (200, {"etag": '"1"', "last-modified": "x"}, b"words")
        )

    with serving({"/feed": feed}) as (root, asked):
        first = get(f"{root}/feed")
        assert (first.status, first.body, first.etag, first.modified) == (200, b"words", '"1"', "x")
        assert get(f"{root}/feed", etag=first.etag).status == 304
        assert asked[0][1]["user-agent"].startswith("tocsin/") and "if-none-match" not in asked[0][1]


def test_private_addresses_are_refused_unless_allowed_and_also_behind_a_redirect():
    with serving({"/": (200, {}, b"inside")}) as (root, asked):
        with pytest.raises(FetchError, match=r"private address.*--allow-private") as fault:
            get(f"{root}/", private=False)
        assert fault.value.lasting and not asked
        with pytest.raises(FetchError, match="private address"):
            get(root.replace("127.0.0.1", "localhost"), private=False)
        assert get(f"{root}/").body == b"inside"


def test_a_redirect_is_judged_like_any_address(monkeypatch):
    """A public name that redirects inside: the first hop is let through here as if it were public."""
    from tocsin.watch import fetch as module

    real = module.resolved

    async def resolved(host, port, allow_private):
        return await real(host, port, allow_private or port == outer)

    with (
        serving({"/secret": (200, {}, b"secret")}) as (inside, asked),
        serving({"/": (302, {"location": f"{inside}/secret"}, b"")}) as (root, _),
    ):
        outer = int(root.rpartition(":")[2])
        monkeypatch.setattr(module, "resolved", resolved)
        with pytest.raises(FetchError, match="private address"):
            get(f"{root}/", private=False)
        assert not asked


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "224.0.0.1"],
)  # fmt: skip
def test_what_is_not_of_the_open_internet(address):
    assert not is_public(address) and is_public("93.184.216.34") and is_public("2606:2800:220:1::1")
    assert literally_private("localhost") and literally_private(address) and not literally_private("example.org")


def test_redirects_are_followed_so_far_and_a_move_for_good_is_told():
    answers = {"/a": (301, {"location": "/b"}, b""), "/b": (308, {"location": "/c"}, b""), "/c": (200, {}, b"here"),
               "/d": (302, {"location": "/c"}, b""), "/loop": (302, {"location": "/loop"}, b""), "/out": (302, {"location": "file:///etc/passwd"}, b"")}  # fmt: skip
    with serving(answers) as (root, _):
        moved = get(f"{root}/a")
        assert moved.moved and moved.url == f"{root}/c" and moved.body == b"here" and not get(f"{root}/d").moved
        with pytest.raises(FetchError, match="redirects more than 5 times"):
            get(f"{root}/loop")
        with pytest.raises(FetchError, match="no http address"):
            get(f"{root}/out")


def test_bytes_are_counted_unpacked_and_time_as_a_whole():
    def slow(_):
        time.sleep(3)
        return 200, {}, b""

    bomb = gzip.compress(b" " * 50_000_000)
    answers = {"/bomb": (200, {"content-encoding": "gzip"}, bomb), "/big": (200, {}, b" " * 2_000_000), "/slow": slow,
               "/fine": (200, {"content-encoding": "gzip"}, gzip.compress(b"words")), "/odd": (200, {"content-encoding": "br"}, b"x"),
               "/torn": (200, {"content-encoding": "gzip"}, b"not gzip")}  # fmt: skip
    limits = Limits(bytes=1_000_000, seconds=1.0)
    with serving(answers) as (root, _):
        assert get(f"{root}/fine", limits=limits).body == b"words"
        for path, words in (("bomb", "1,000,000 bytes"), ("big", "1,000,000 bytes"), ("slow", "1 seconds"), ("odd", "packed in br"), ("torn", "broken")):  # fmt: skip
            began = time.monotonic()
            with pytest.raises(FetchError, match=words):
                get(f"{root}/{path}", limits=limits)
            assert time.monotonic() - began < 2.5


def test_refusals_say_whether_to_try_again_and_when():
    answers = {"/gone": (410, {}, b""), "/busy": (503, {"retry-after": "120"}, b""), "/later": (429, {"retry-after": "Fri, 31 Dec 2100 23:59:59 GMT"}, b"")}  # fmt: skip
    with serving(answers) as (root, _):
        found = {}
        for path in answers:
            with pytest.raises(FetchError) as fault:
                get(root + path)
            found[path] = (fault.value.status, fault.value.lasting, fault.value.after)
    assert found == {"/gone": (410, True, None), "/busy": (503, False, 120.0), "/later": (429, False, 86_400.0)}
    with pytest.raises(FetchError, match="cannot be reached") as fault:
        get(root)
    assert not fault.value.lasting
    with pytest.raises(FetchError, match="cannot be resolved"):
        get("http://nowhere.invalid/")
    with pytest.raises(FetchError):
        get("http://[broken/")


def test_robots_txt_is_obeyed_and_asked_for_once():
    rules = b"User-agent: *\nDisallow: /closed/*/print\nCrawl-delay: 7\n\nUser-agent: other\nDisallow: /\n"

    async def run(root):
        robots = Robots()
        async with client(True) as by:
            asked = [await allowance(robots, by, root + p, NOW) for p in ("/open", "/closed/1/print")]
            await allowance(robots, by, root, NOW + dt.timedelta(days=2))
            return asked

    with serving({"/robots.txt": (200, {}, rules)}) as (root, asked):
        open_, closed = asyncio.run(run(root))
        assert open_.allowed and open_.delay == 7 and not closed.allowed and len(asked) == 2
    with serving({}) as (root, _):
        assert all(a.allowed for a in asyncio.run(run(root)))
    with serving({"/robots.txt": (500, {}, b"")}) as (root, _), pytest.raises(FetchError, match=r"robots\.txt.*500"):
        asyncio.run(run(root))


def test_a_host_that_fails_is_left_alone_longer_and_longer():
    chance = random.Random(1)
    assert all(15 <= back_off(1, chance) <= 30 and 120 <= back_off(4, chance) <= 240 for _ in range(50))
    assert back_off(50, chance, 60, 3600) <= 3600
    hosts = Hosts(chance)
    assert hosts.free("a", NOW)
    waits = [hosts.failed("a", NOW) for _ in range(6)]
    assert waits[5] > 10 * waits[0] / 2 and not hosts.free("a", NOW + dt.timedelta(seconds=waits[5] - 1))
    assert hosts.failed("b", NOW, after=5000) == 5000
    hosts.worked("a", NOW)
    assert not hosts.free("a", NOW) and hosts.free("a", NOW + dt.timedelta(seconds=1))
    assert hosts.next_free(NOW) == NOW + dt.timedelta(seconds=1) and hosts.failed("a", NOW) <= 30
