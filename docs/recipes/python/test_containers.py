"""Containers behave: what they print, how they end, what is in their files."""

import io
import tarfile

import docker
import pytest


def archive(**files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    return packed.getvalue()


@pytest.fixture
def box(client):
    return client.containers.run("alpine", ["sleep", "1000"], detach=True, stop_signal="SIGKILL")


def test_run_gives_what_the_container_prints(client):
    assert client.containers.run("alpine", ["echo", "hello"], remove=True) == b"hello\n"


def test_run_fails_with_the_exit_code(client):
    with pytest.raises(docker.errors.ContainerError) as failed:
        client.containers.run("alpine", ["sh", "-c", "echo oh no >&2; exit 3"])
    assert failed.value.exit_status == 3
    assert failed.value.stderr == b"oh no\n"


def test_logs_are_followed_as_they_are_written(client):
    talker = client.containers.run("alpine", ["sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.1; done"], detach=True)
    assert b"".join(talker.logs(stream=True, follow=True)) == b"1\n2\n3\n"
    assert talker.wait()["StatusCode"] == 0


def test_exec_tells_its_outputs_apart(box):
    code, (out, err) = box.exec_run(["sh", "-c", "echo out; echo err >&2; exit 4"], demux=True)
    assert (code, out, err) == (4, b"out\n", b"err\n")


def test_files_go_in_and_come_out(box):
    assert box.put_archive("/etc", archive(greeting="hello"))
    assert box.exec_run(["cat", "/etc/greeting"]).output == b"hello"
    packed, about = box.get_archive("/etc/greeting")
    assert (about["name"], about["size"]) == ("greeting", 5)
    with tarfile.open(fileobj=io.BytesIO(b"".join(packed))) as tar:
        assert tar.extractfile("greeting").read() == b"hello"
    assert {"Path": "/etc/greeting", "Kind": 1} in box.diff()


def test_a_socket_is_attached_to_stdin_and_stdout(client):
    client.images.pull("alpine", tag="latest")
    cat = client.containers.create("alpine", ["cat"], stdin_open=True, tty=True)
    stream = cat.attach_socket(params={"stdin": 1, "stdout": 1, "stream": 1})
    cat.start()
    raw = getattr(stream, "_sock", stream)
    raw.sendall(b"hello\n")
    seen = b""
    while seen.count(b"hello\r\n") < 2:  # the terminal's echo, and the answer of cat
        seen += raw.recv(4096)
    stream.close()
    cat.remove(force=True)


def test_statistics_come_as_numbers(box):
    numbers = box.stats(stream=False)
    assert numbers["pids_stats"]["current"] == 1
    assert numbers["memory_stats"]["usage"] > 0
