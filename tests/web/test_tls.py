"""Encryption for the seats: with a certificate that was given, or one made for the occasion."""

from __future__ import annotations

import hashlib
import ipaddress
import ssl
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from panel_tui.hosting import CannotHost, Way
from panel_tui.web import tls

NOW = datetime.now(UTC).replace(microsecond=0)


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> bytes:
    """A handshake in memory; gives the certificate that the client was shown."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = server.wrap_bio(to_server, to_client, server_side=True)
    theirs = client.wrap_bio(to_client, to_server, server_hostname=name)
    waiting = [theirs, ours]
    for _ in range(10):
        for side in tuple(waiting):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.remove(side)
    assert not waiting
    assert theirs.selected_alpn_protocol() in {None, "http/1.1"}
    shown = theirs.getpeercert(binary_form=True)
    assert shown is not None
    return shown


def blind() -> ssl.SSLContext:
    """A client that looks at no certificate."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    return client


def made(*names: str) -> tuple[ssl.SSLContext, str, x509.Certificate]:
    server, fingerprint = tls.context(Way(self_signed=True), names)
    assert server is not None
    assert fingerprint is not None
    return server, fingerprint, x509.load_der_x509_certificate(shake_hands(server, blind(), "localhost"))


def given(folder: Path, *names: str, passphrase: bytes | None = None) -> Way:
    """A certificate and its key in files, as an organisation gives them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "council")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=9))
    )
    if names:
        builder = builder.add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
            ),
            critical=False,
        )
    certificate = builder.sign(key, hashes.SHA256())
    sealing = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealing)
    )
    return Way(tls_cert=folder / "cert.pem", tls_key=folder / "key.pem")


def test_without_a_certificate_nothing_is_encrypted() -> None:
    assert tls.context(Way(), ["localhost"]) == (None, None)


def test_the_fingerprint_is_that_of_the_certificate_that_devices_are_shown() -> None:
    server, fingerprint, _ = made("localhost")
    shown = shake_hands(server, blind(), "localhost")
    assert fingerprint == ":".join(f"{byte:02X}" for byte in hashlib.sha256(shown).digest())


def test_a_device_that_trusts_it_comes_in_by_each_of_its_names_and_by_no_other() -> None:
    server, _, certificate = made("192.0.2.7", "2001:db8::7", "laptop.local")
    client = ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.DER))
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    for name in ("192.0.2.7", "2001:db8::7", "laptop.local"):
        shake_hands(server, client, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(server, client, "192.0.2.8")


def test_it_is_good_for_thirty_days_and_for_nothing_but_this() -> None:
    _, _, certificate = made("localhost")
    lasts = certificate.not_valid_after_utc - datetime.now(UTC)
    assert timedelta(days=29, hours=23) < lasts <= timedelta(days=30)
    assert certificate.not_valid_before_utc < datetime.now(UTC) - timedelta(minutes=50)
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False


def test_every_certificate_has_its_own_key() -> None:
    assert made("localhost")[1] != made("localhost")[1]


def test_old_encryption_is_refused() -> None:
    server, _, _ = made("localhost")
    assert server.minimum_version == ssl.TLSVersion.TLSv1_2


def test_the_key_is_on_disk_for_a_moment_only_sealed_and_ours_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen: list[tuple[int, bytes]] = []

    load = ssl.SSLContext.load_cert_chain

    def watched(context: ssl.SSLContext, name: str, *, password: bytes) -> None:
        (file,) = tmp_path.iterdir()
        seen.append((stat.S_IMODE(file.stat().st_mode), file.read_bytes()))
        load(context, name, password=password)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", watched)
    tls.context(Way(self_signed=True), ["localhost"])
    ((mode, content),) = seen
    assert mode == 0o600
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in content
    assert b"BEGIN PRIVATE KEY" not in content
    assert list(tmp_path.iterdir()) == []


def test_where_no_certificate_can_be_made_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(CannotHost, match=r"could not be made \(No such file or directory\)"):
        tls.context(Way(self_signed=True), ["localhost"])


def test_a_certificate_that_was_given_is_used_and_has_no_fingerprint_to_read_aloud(tmp_path: Path) -> None:
    way = given(tmp_path, "seats.council.example")
    server, fingerprint = tls.context(way, [])
    assert fingerprint is None
    assert server is not None
    client = ssl.create_default_context(cafile=str(way.tls_cert))
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    shake_hands(server, client, "seats.council.example")


def test_certificate_and_key_may_be_one_file(tmp_path: Path) -> None:
    given(tmp_path, "seats.council.example")
    both = tmp_path / "both.pem"
    both.write_bytes((tmp_path / "key.pem").read_bytes() + (tmp_path / "cert.pem").read_bytes())
    server, _ = tls.context(Way(tls_cert=both), [])
    assert server is not None


def test_what_does_not_go_together_is_said(tmp_path: Path) -> None:
    way = given(tmp_path)
    cert, key = way.tls_cert, way.tls_key
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no key")
    for broken, said in [
        (Way(tls_key=key), "no certificate for it"),
        (Way(tls_cert=cert, tls_key=key, self_signed=True), "choose one"),
        (Way(tls_cert=cert), r"cert\.pem and its key do not make"),
        (Way(tls_cert=cert, tls_key=wrong), "do not make"),
        (Way(tls_cert=wrong, tls_key=key), "do not make"),
        (Way(tls_cert=tmp_path / "none.pem", tls_key=key), r"none\.pem could not be read \(No such file"),
        (Way(tls_cert=cert, tls_key=tmp_path / "none.pem"), r"none\.pem could not be read"),
        (Way(tls_cert=tmp_path, tls_key=key), "could not be read"),
    ]:
        with pytest.raises(CannotHost, match=said):
            tls.context(broken, [])


def test_a_key_with_a_passphrase_asks_nobody_and_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotHost, match="passphrase"):
        tls.context(given(tmp_path, passphrase=b"secret"), [])


def test_the_names_of_a_certificate_are_read_without_its_wildcards(tmp_path: Path) -> None:
    way = given(tmp_path, "seats.council.example", "*.council.example", "192.0.2.7")
    assert way.tls_cert is not None
    assert tls.names_in(way.tls_cert) == ("seats.council.example", "192.0.2.7")


def test_a_certificate_without_names_has_none(tmp_path: Path) -> None:
    way = given(tmp_path)
    assert way.tls_cert is not None
    assert tls.names_in(way.tls_cert) == ()


def test_a_certificate_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "wrong.pem").write_text("no certificate")
    for name, said in (("none.pem", "No such file"), ("wrong.pem", "no certificate in PEM")):
        with pytest.raises(CannotHost, match=said):
            tls.names_in(tmp_path / name)


def test_without_the_library_the_command_that_brings_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)  # how Python marks a package that cannot be imported
    for ask in (lambda: tls.context(Way(self_signed=True), ["localhost"]), lambda: tls.names_in(tmp_path / "a.pem")):
        with pytest.raises(CannotHost, match="-m pip install --only-binary :all: cryptography"):
            ask()


def test_nothing_loads_the_library_until_a_certificate_is_made() -> None:
    code = "import sys, panel_tui.web.tls, panel_tui.web.addresses; sys.exit('cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
