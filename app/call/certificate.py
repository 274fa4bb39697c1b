"""A certificate of this machine's own, for calls in one network: encrypted, and known by its print.

Nobody vouches for it: a browser warns once, and another Earshot compares it with the print in the
link. It is made anew for each call and its key is kept nowhere.
"""

import ipaddress
import socket
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.errors import CallError

VALID = timedelta(days=2)  # longer than any call
ELSEWHERE = ("192.0.2.1", 9)  # RFC 5737: an address of no machine; nothing is sent to it


def own_address() -> str:
    """Return this machine's address in its network; raises CallError when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        try:
            way_out.connect(ELSEWHERE)  # chooses an interface, and sends nothing
        except OSError as error:
            raise CallError("this machine is in no network that others could call from") from error
        return str(way_out.getsockname()[0])


def own_certificate(address: str) -> tuple[ssl.SSLContext, str]:
    """Return what a server at `address` is encrypted by, and its SHA-256 print in hex."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Earshot")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # for clocks that are slow
        .not_valid_after(now + VALID)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory(prefix="earshot-") as place:  # only its owner may look
        file = Path(place) / "certificate.pem"
        file.write_bytes(pem)
        context.load_cert_chain(file)  # takes files alone
    return context, certificate.fingerprint(hashes.SHA256()).hex()
