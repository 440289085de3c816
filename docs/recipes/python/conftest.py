"""The fixtures `mockerd` and `client`. One daemon serves all tests; each finds it as it began."""

import docker
import pytest

from mockerd import Mockerd


@pytest.fixture(scope="session")
def one_mockerd():
    with Mockerd() as daemon:
        yield daemon


@pytest.fixture
def mockerd(one_mockerd):
    yield one_mockerd
    one_mockerd.control("POST", "/reset", {"rules": True, "journal": True})


@pytest.fixture
def client(mockerd):
    client = docker.DockerClient(base_url=mockerd.host)
    yield client
    client.close()
