"""Encryption for the seats: the certificate that was given, or one made for this occasion."""

from __future__ import annotations

import ipaddress
import os
import ssl
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from panel_tui.hosting import CannotHost, Way

if TYPE_CHECKING:
    from cryptography.x509 import GeneralName

DAYS = 30
"""How long a certificate made here is good: longer than any session, too short to be worth keeping."""


def context(
    way: Way, names: Iterable[str], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> tuple[ssl.SSLContext | None, str | None]:
    """What encrypts, and the fingerprint of a certificate made here: SHA-256 in hex pairs.

    Both are None where nothing was asked for; with a certificate that was given, the fingerprint is. `names` are the
    host names and addresses that a certificate made here is for. Raises `CannotHost`.
    """
    if way.tls_cert is None:
        if way.tls_key is not None:
            raise CannotHost("There is a key and no certificate for it: give the certificate too.")
        return _self_signed(tuple(names), clock()) if way.self_signed else (None, None)
    if way.self_signed:
        raise CannotHost("A certificate was given, and a self-signed one asked for too: choose one of them.")
    return _given(way.tls_cert, way.tls_key), None


def check_library() -> None:
    """Refuse to go on without the cryptography package: some platforms have no wheel of it. Raises `CannotHost`."""
    try:
        import cryptography  # noqa: F401
    except ImportError:
        raise CannotHost(
            "Encryption takes one more package on this computer: install it with "
            f'"{sys.executable}" -m pip install --only-binary :all: cryptography'
        ) from None


def names_in(certificate: Path) -> tuple[str, ...]:
    """The host names and addresses that a certificate is for, without those with a `*`. Raises `CannotHost`."""
    check_library()
    from cryptography import x509

    try:
        made = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        found = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    except OSError as error:
        raise _unreadable(certificate, error.strerror) from None
    except ValueError:
        raise _unreadable(certificate, "it is no certificate in PEM") from None
    addresses = [str(one) for one in found.get_values_for_type(x509.IPAddress)]
    return tuple(one for one in (*found.get_values_for_type(x509.DNSName), *addresses) if "*" not in one)


def _given(certificate: Path, key: Path | None) -> ssl.SSLContext:
    made = _empty()
    for path in (certificate, key or certificate):
        try:
            path.open("rb").close()
        except OSError as error:
            raise _unreadable(path, error.strerror) from None
    try:
        made.load_cert_chain(certificate, key, password=_no_passphrase)
    except (ssl.SSLError, ValueError):
        raise CannotHost(
            f"{certificate.name} and its key do not make a certificate to serve with: both must be in PEM and belong "
            "together."
        ) from None
    return made


def _no_passphrase() -> str:
    raise CannotHost("The key has a passphrase, which cannot be asked for here: give a key without one.")


def _unreadable(path: Path, why: str | None) -> CannotHost:
    return CannotHost(f"{path.name} could not be read ({why or 'the system does not say why'}): check its path.")


def _empty() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    return made


def _self_signed(names: tuple[str, ...], now: datetime) -> tuple[ssl.SSLContext, str]:
    check_library()
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "panel-tui")])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # a device whose clock is a little behind
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    passphrase = token_bytes(32).hex().encode()
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )
    made = _empty()
    _load(made, certificate.public_bytes(serialization.Encoding.PEM) + sealed, passphrase)
    return made, certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _load(made: ssl.SSLContext, pem: bytes, passphrase: bytes) -> None:
    # The ssl module reads files alone. This one is ours only, gone at once, and without the passphrase worthless.
    try:
        descriptor, name = tempfile.mkstemp(prefix="panel-tui-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(pem)
            made.load_cert_chain(name, password=passphrase)
        finally:
            Path(name).unlink()
    except OSError as error:
        why = error.strerror or "the system does not say why"
        raise CannotHost(f"A certificate could not be made ({why}): give one, or make room on the disk.") from None


def _name(name: str) -> GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
