"""Calls in one network: encrypted, and only with whom the link names."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.call.certificate import own_address, own_certificate
from app.call.house import house
from app.call.server import serving
from app.call.visit import Visit, host_of
from app.errors import CallError
from tests.app.call.waiting import PATIENCE_S
from tests.bench.call_abuse import silent_plan

HERE, TOKEN = "127.0.0.1", "sesame"


@asynccontextmanager
async def held() -> AsyncIterator[tuple[str, str]]:
    """Hold calls here, encrypted; yield the page and the certificate's print."""
    tls, known = own_certificate(HERE)
    runner = await serving(house(silent_plan(), TOKEN).application(), HERE, 0, tls)
    (address,) = runner.addresses
    try:
        yield f"https://{HERE}:{address[1]}/", known
    finally:
        await runner.cleanup()


async def joined(link: str) -> None:
    """Join a call and leave it as soon as media can flow; raises CallError."""
    ending = asyncio.Event()
    await Visit(host_of(link, ""), silent_plan()).run(ending, ending.set)


async def test_a_link_with_the_print_joins_an_encrypted_call() -> None:
    async with held() as (page, known):
        await asyncio.wait_for(joined(f"{page}#token={TOKEN}&cert={known}"), PATIENCE_S)


async def test_nobody_else_is_taken_for_the_one_who_invited() -> None:
    async with held() as (page, known):
        other = ("0" if known[0] != "0" else "1") + known[1:]
        with pytest.raises(CallError, match="not whom the link names"):
            await joined(f"{page}#token={TOKEN}&cert={other}")


async def test_a_certificate_nobody_vouches_for_is_refused_without_its_print() -> None:
    async with held() as (page, _):
        with pytest.raises(CallError, match="nobody answers"):
            await joined(f"{page}#token={TOKEN}")


def test_each_certificate_is_another_and_no_key_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert own_certificate(HERE)[1] != own_certificate(HERE)[1]
    assert not list(tmp_path.iterdir())


def test_a_machine_without_a_network_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere(socket.socket):
        """Leads nowhere."""

        def connect(self, address: object) -> None:
            raise OSError("Network is unreachable")

    monkeypatch.setattr("app.call.certificate.socket.socket", Nowhere)
    with pytest.raises(CallError, match="in no network"):
        own_address()
