"""What a real daemon does not do on command: fail, stand still, let hours pass."""

import docker
import pytest

from mockerd import Mockerd


def test_a_full_disk(client, mockerd):
    rule = {"when": {"operation": "ImageCreate"}, "do": {"status": {"code": 500, "message": "no space left on device"}}}
    mockerd.control("POST", "/rules", rule)
    with pytest.raises(docker.errors.APIError, match="no space left on device"):
        client.images.pull("alpine", tag="latest")


def test_hours_that_take_no_time(client, mockerd):
    sleeper = client.containers.run("alpine", ["sleep", "3600"], detach=True)
    mockerd.control("POST", "/clock/advance", {"by": "1h"})
    sleeper.reload()
    assert sleeper.status == "exited"


def test_events_tell_the_life_of_a_container(client):
    events = client.events(decode=True, filters={"type": "container"})
    client.containers.run("alpine", ["true"], name="job", remove=True)
    seen = []
    for event in events:
        seen.append(event["Action"])
        if event["Action"] == "destroy":
            break
    events.close()
    assert seen == ["create", "start", "die", "destroy"]


@pytest.mark.parametrize("where", ["unix", "tcp"])
def test_a_daemon_of_its_own(tmp_path, where):
    host = f"unix://{tmp_path}/docker.sock" if where == "unix" else "tcp://127.0.0.1:0"
    with Mockerd(host, "--engine", "20.10") as daemon:
        client = docker.from_env(environment=daemon.environment)
        assert client.version()["Version"].startswith("20.10.")
        assert client.containers.list() == []
        client.close()
