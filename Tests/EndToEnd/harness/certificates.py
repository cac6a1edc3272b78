"""Certificates for the TLS tests, made by the openssl command when a test first needs them."""

import subprocess


class Certificates:
    """An authority, and what it signed: `server` for localhost, `elsewhere` for another host, `client`.

    Also `expired` and `soon` (to expire) for localhost, and `locked`, the server's key with a passphrase.
    """

    def __init__(self, folder):
        self.folder = folder
        self._self_signed("authority")
        self._self_signed("stranger")
        self._signed("server", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        self._signed("elsewhere", "subjectAltName=DNS:elsewhere.example")
        self._signed("client", "extendedKeyUsage=clientAuth")
        self._signed("expired", "subjectAltName=DNS:localhost", days=-1)
        self._signed("soon", "subjectAltName=DNS:localhost", days=3)
        self._openssl(
            "pkey", "-in", "server.key", "-aes256", "-passout", "pass:passphrase", "-out", "locked.key")

    def cert(self, name):
        return str(self.folder / f"{name}.pem")

    def key(self, name):
        return str(self.folder / f"{name}.key")

    def pem(self, name):
        """The key and certificate chain as bytes, in grpcio's order."""
        return tuple((self.folder / f"{name}{suffix}").read_bytes() for suffix in (".key", ".pem"))

    def authority(self):
        return (self.folder / "authority.pem").read_bytes()

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, timeout=30)

    def _self_signed(self, name):
        self._openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "90",
            "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")

    def _signed(self, name, extension, days=90):
        (self.folder / f"{name}.ext").write_text(extension + "\n")
        self._openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        self._openssl(
            "x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
            "-CAcreateserial", "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem")
