"""Over TLS: a daemon that wants to know who its clients are, and clients that find all they need in the environment."""

import os
import shlex
import subprocess

import docker
import pytest
import requests

from mockerd import Mockerd


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    directory = tmp_path_factory.mktemp("certificates")
    subprocess.run([*shlex.split(os.environ.get("MOCKERD", "mockerd")), "certs", directory], check=True)
    return directory


@pytest.fixture(scope="module")
def environment(certificates):
    """What clients have in theirs, as `docker.from_env()` and the docker command read it."""
    flags = ["--tlsverify", "--tlscacert", "ca.pem", "--tlscert", "server-cert.pem", "--tlskey", "server-key.pem"]
    options = [str(certificates / flag) if flag.endswith(".pem") else flag for flag in flags]
    with Mockerd("tcp://127.0.0.1:0", *options) as daemon:
        yield {**daemon.environment, "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(certificates)}


@pytest.fixture(autouse=True)
def no_other_authorities(monkeypatch):
    """Of what these name requests thinks more than of DOCKER_CERT_PATH."""
    for name in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"]:
        monkeypatch.delenv(name, raising=False)


def test_a_client_with_a_certificate(environment):
    client = docker.from_env(environment=environment)
    assert client.containers.run("alpine", ["echo", "hello"], remove=True) == b"hello\n"
    client.close()


def test_a_client_without_one_is_turned_away(environment, certificates):
    tls = docker.tls.TLSConfig(ca_cert=str(certificates / "ca.pem"), verify=True)
    client = docker.DockerClient(base_url=environment["DOCKER_HOST"], tls=tls, version="1.41")
    with pytest.raises(requests.exceptions.ConnectionError, match="certificate required"):
        client.ping()
    client.close()


def test_a_client_without_tls_is_told(environment):
    client = docker.DockerClient(base_url=environment["DOCKER_HOST"], version="1.41")
    with pytest.raises(docker.errors.APIError, match="Client sent an HTTP request to an HTTPS server"):
        client.ping()
    client.close()
