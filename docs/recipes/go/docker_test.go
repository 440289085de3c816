package recipe

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/events"
	"github.com/moby/moby/client"
)

func connect(t *testing.T, daemon Mockerd) *client.Client {
	t.Helper()
	docker, err := client.New(client.WithHost(daemon.Host))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { docker.Close() })
	return docker
}

func pull(t *testing.T, docker *client.Client, image string) {
	t.Helper()
	pulling, err := docker.ImagePull(t.Context(), image, client.ImagePullOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := pulling.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func create(t *testing.T, docker *client.Client, command ...string) string {
	t.Helper()
	pull(t, docker, "alpine")
	created, err := docker.ContainerCreate(t.Context(), client.ContainerCreateOptions{
		Config: &container.Config{Image: "alpine", Cmd: command},
	})
	if err != nil {
		t.Fatal(err)
	}
	return created.ID
}

func start(t *testing.T, docker *client.Client, id string) {
	t.Helper()
	if _, err := docker.ContainerStart(t.Context(), id, client.ContainerStartOptions{}); err != nil {
		t.Fatal(err)
	}
}

func exitCode(t *testing.T, waiting client.ContainerWaitResult) int64 {
	t.Helper()
	select {
	case result := <-waiting.Result:
		return result.StatusCode
	case err := <-waiting.Error:
		t.Fatal(err)
		return -1
	}
}

func TestTheVersionIsNegotiated(t *testing.T) {
	for engine, version := range map[string]string{"20.10": "1.41", "25.0": "1.44", "28.5": "1.51"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			docker := connect(t, Start(t, "--engine", engine))
			if _, err := docker.Info(t.Context(), client.InfoOptions{}); err != nil {
				t.Fatal(err)
			}
			if docker.ClientVersion() != version {
				t.Errorf("speaks %s with Docker %s", docker.ClientVersion(), engine)
			}
		})
	}
}

func TestAContainerPrintsAndEnds(t *testing.T) {
	t.Parallel()
	docker := connect(t, Start(t))
	id := create(t, docker, "sh", "-c", "echo out; echo err >&2; exit 3")
	waiting := docker.ContainerWait(t.Context(), id, client.ContainerWaitOptions{Condition: container.WaitConditionNextExit})
	start(t, docker, id)
	if code := exitCode(t, waiting); code != 3 {
		t.Errorf("exit code %d", code)
	}
	logs, err := docker.ContainerLogs(t.Context(), id, client.ContainerLogsOptions{ShowStdout: true, ShowStderr: true, Follow: true})
	if err != nil {
		t.Fatal(err)
	}
	defer logs.Close()
	var stdout, stderr bytes.Buffer
	if _, err := stdcopy.StdCopy(&stdout, &stderr, logs); err != nil {
		t.Fatal(err)
	}
	if stdout.String() != "out\n" || stderr.String() != "err\n" {
		t.Errorf("printed %q and %q", stdout.String(), stderr.String())
	}
}

func TestAnExecIsAttachedInBothDirections(t *testing.T) {
	t.Parallel()
	docker := connect(t, Start(t))
	id := create(t, docker, "sleep", "1000")
	start(t, docker, id)
	exec, err := docker.ExecCreate(t.Context(), id, client.ExecCreateOptions{
		Cmd: []string{"sort"}, AttachStdin: true, AttachStdout: true, AttachStderr: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	stream, err := docker.ExecAttach(t.Context(), exec.ID, client.ExecAttachOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if _, err := io.WriteString(stream.Conn, "b\na\n"); err != nil {
		t.Fatal(err)
	}
	if err := stream.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if _, err := stdcopy.StdCopy(&stdout, &stderr, stream.Reader); err != nil {
		t.Fatal(err)
	}
	if stdout.String() != "a\nb\n" {
		t.Errorf("printed %q and %q", stdout.String(), stderr.String())
	}
	ended, err := docker.ExecInspect(t.Context(), exec.ID, client.ExecInspectOptions{})
	if err != nil || ended.Running || ended.ExitCode != 0 {
		t.Errorf("ended as %+v, %v", ended, err)
	}
}

func TestEventsComeInTheirOrder(t *testing.T) {
	t.Parallel()
	docker := connect(t, Start(t))
	id := create(t, docker, "true")
	watching, stop := context.WithCancel(t.Context())
	defer stop()
	stream := docker.Events(watching, client.EventsListOptions{Filters: make(client.Filters).Add("container", id)})
	start(t, docker, id)
	var seen []events.Action
	for !slices.Contains(seen, events.ActionDie) {
		select {
		case event := <-stream.Messages:
			seen = append(seen, event.Action)
		case err := <-stream.Err:
			t.Fatal(err)
		}
	}
	if !slices.Equal(seen, []events.Action{events.ActionStart, events.ActionDie}) {
		t.Errorf("saw %v", seen)
	}
}

func TestFilesGoInAndAreSeen(t *testing.T) {
	t.Parallel()
	docker := connect(t, Start(t))
	id := create(t, docker, "cat", "/etc/greeting")
	var packed bytes.Buffer
	archive := tar.NewWriter(&packed)
	_ = archive.WriteHeader(&tar.Header{Name: "greeting", Mode: 0o640, Size: 5})
	_, _ = archive.Write([]byte("hello"))
	_ = archive.Close()
	_, err := docker.CopyToContainer(t.Context(), id, client.CopyToContainerOptions{DestinationPath: "/etc", Content: &packed})
	if err != nil {
		t.Fatal(err)
	}
	about, err := docker.ContainerStatPath(t.Context(), id, client.ContainerStatPathOptions{Path: "/etc/greeting"})
	if err != nil || about.Stat.Size != 5 || about.Stat.Mode.Perm() != 0o640 {
		t.Errorf("is there as %+v, %v", about.Stat, err)
	}
}

func TestAFullDiskAndAConflict(t *testing.T) {
	t.Parallel()
	daemon := Start(t)
	docker := connect(t, daemon)
	id := create(t, docker, "true")
	daemon.Control(t, "POST", "/rules", `{"when": {"operation": "ContainerStart"},
		"do": {"status": {"code": 500, "message": "no space left on device"}}}`)
	_, err := docker.ContainerStart(t.Context(), id, client.ContainerStartOptions{})
	if !errdefs.IsInternal(err) || !strings.Contains(err.Error(), "no space left on device") {
		t.Errorf("failed with %v", err)
	}
	_, err = docker.ContainerInspect(t.Context(), "nosuch", client.ContainerInspectOptions{})
	if !errdefs.IsNotFound(err) {
		t.Errorf("failed with %v", err)
	}
}

func TestHoursTakeNoTime(t *testing.T) {
	t.Parallel()
	daemon := Start(t)
	docker := connect(t, daemon)
	id := create(t, docker, "sleep", "3600")
	start(t, docker, id)
	waiting := docker.ContainerWait(t.Context(), id, client.ContainerWaitOptions{})
	daemon.Control(t, "POST", "/clock/advance", `{"by": "1h"}`)
	if code := exitCode(t, waiting); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
