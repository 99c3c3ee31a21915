"""A Postfix of the tests' own, on loopback, in a directory of its own: for real delivery status notifications."""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flow.smtp_servers import free_port

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def postfix_or_skip() -> None:
    """Skips loudly where Postfix cannot run; in CI that is a failure."""
    try:
        pwd.getpwnam("postfix")
        missing = shutil.which("postfix") is None
    except KeyError:
        missing = True
    if missing or os.geteuid() != 0:
        said = (
            "Postfix is missing, or this is not root: install it with  sudo apt-get install postfix"
        )
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)


@contextmanager
def postfix(next_hop: int, bounces: int) -> Iterator[int]:
    """The port of a running Postfix that hands all mail to the server on `next_hop`, and what is for
    bounce.kauppa.example to the one on `bounces`."""
    # not pytest's directory: Postfix's own user has to walk through it
    directory = Path(tempfile.mkdtemp(prefix="polku-postfix-"))
    directory.chmod(0o755)
    port, config = free_port(), directory / "etc"
    for name in ("etc", "spool", "data", "log"):
        (directory / name).mkdir()
    shutil.chown(directory / "data", "postfix")
    settings = {
        "compatibility_level": "3.6", "queue_directory": directory / "spool", "data_directory": directory / "data",
        "maillog_file": directory / "log" / "mail", "maillog_file_prefixes": directory, "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4", "myhostname": "mx.kauppa.example", "mydestination": "", "mynetworks": "127.0.0.0/8",
        "local_recipient_maps": "", "alias_maps": "", "alias_database": "", "smtp_dns_support_level": "disabled",
        "smtp_host_lookup": "native",
        "default_transport": f"smtp:[127.0.0.1]:{next_hop}", "smtp_tls_security_level": "",
        "transport_maps": f"inline:{{{{bounce.kauppa.example=smtp:[127.0.0.1]:{bounces}}}}}",
        "minimal_backoff_time": "1s", "maximal_backoff_time": "1s", "queue_run_delay": "1s",
        "maximal_queue_lifetime": "2s",
        "bounce_queue_lifetime": "60s", "delay_warning_time": "0", "relay_domains": "", "smtpd_peername_lookup": "no",
        "smtpd_relay_restrictions": "permit_mynetworks, reject", "notify_classes": "", "recipient_delimiter": "",
    }  # fmt: skip
    (config / "main.cf").write_text("".join(f"{k} = {v}\n" for k, v in settings.items()))
    (config / "master.cf").write_text(_MASTER.format(port=port))
    log = directory / "log" / "mail"
    done = subprocess.run(
        ["postfix", "-c", str(config), "start"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")
    try:
        _greeted(port, log)
        yield port
    finally:
        subprocess.run(["postfix", "-c", str(config), "stop"], capture_output=True, check=False)
        time.sleep(0.3)
        shutil.rmtree(directory, ignore_errors=True)


def _greeted(port: int, log: Path) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=5):
                return
        except OSError:
            assert time.monotonic() < until, log.read_text() if log.exists() else "no log"
            time.sleep(0.1)
