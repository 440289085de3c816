"""Images are pulled, built and told of."""

import io
import textwrap

import docker
import pytest


def dockerfile(text):
    return io.BytesIO(textwrap.dedent(text).encode())


def test_pull_brings_the_image_that_was_named(client):
    image = client.images.pull("redis", tag="7")
    assert image.tags == ["redis:7"]
    assert image.attrs["Config"]["ExposedPorts"] == {"6379/tcp": {}}


def test_build_runs_its_steps(client):
    image, lines = client.images.build(
        tag="greeter",
        fileobj=dockerfile(
            """
            FROM alpine
            RUN echo hello > /greeting
            CMD cat /greeting
            """
        ),
    )
    assert image.tags == ["greeter:latest"]
    assert any("Step 2/3 : RUN echo hello" in line.get("stream", "") for line in lines)
    assert client.containers.run("greeter") == b"hello\n"


def test_a_build_whose_step_fails_tells_so(client):
    with pytest.raises(docker.errors.BuildError, match="returned a non-zero code: 7"):
        client.images.build(fileobj=dockerfile("FROM alpine\nRUN exit 7"))


def test_an_image_that_is_nowhere_is_not_found(client):
    with pytest.raises(docker.errors.ImageNotFound):
        client.containers.run("nosuch/image")


def test_an_image_survives_save_and_load(client):
    client.images.pull("busybox", tag="latest")
    saved = b"".join(client.images.get("busybox").save(named=True))
    client.images.remove("busybox")
    (loaded,) = client.images.load(saved)
    assert loaded.tags == ["busybox:latest"]
