"""A cluster that shows who it is, and asks us the same: certificates on both sides."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import InputError

# The names in the folder, and what Dask calls them
FILES = {"ca.pem": "tls_ca_file", "cert.pem": "tls_client_cert", "key.pem": "tls_client_key"}


def certificates(folder: Path, address: str | None) -> dict[str, str]:
    """The files of a folder by Dask's names. InputError if one is missing, or ``address`` is none of a scheduler that
    speaks TLS.
    """
    if address is None:
        raise InputError("--scheduler-tls is for a cluster", mend="name its --scheduler too, or leave it out")
    if not address.startswith("tls://"):
        raise InputError(
            "--scheduler-tls needs a scheduler that speaks TLS", where=address, mend="write tls://host:8786"
        )
    for name in FILES:
        if not (folder / name).is_file():
            mend = "put ca.pem, cert.pem and key.pem into the folder"
            raise InputError("is not there", where=str(folder / name), mend=mend)
    return {called: str(folder / name) for name, called in FILES.items()}
