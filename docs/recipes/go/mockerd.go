// Package recipe starts a mockerd of its own for a Go test.
package recipe

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Mockerd is a daemon that lives as long as the test that has started it.
type Mockerd struct {
	// Host is its address, as DOCKER_HOST wants it.
	Host string
}

// Start starts mockerd with these flags, at an address that it chooses itself.
func Start(t *testing.T, flags ...string) Mockerd {
	t.Helper()
	command := strings.Fields(os.Getenv("MOCKERD"))
	if len(command) == 0 {
		command = []string{"mockerd"}
	}
	arguments := append(command[1:], "-H", "tcp://127.0.0.1:0", "--control", "--log-level", "error", "--exit-with-stdin")
	daemon := exec.Command(command[0], append(arguments, flags...)...)
	stdout, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	// ends with the test, even if that is killed, and the daemon with it
	stdin, err := daemon.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = daemon.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	host, listens := strings.CutPrefix(strings.TrimSpace(line), "export DOCKER_HOST=")
	if !listens {
		t.Fatalf("mockerd did not start: %q, %v", line, err)
	}
	return Mockerd{Host: host}
}

// Control asks the control API (docs/control.md): for a fault, for instance, or for time to pass.
func (daemon Mockerd) Control(t *testing.T, method, path, body string) {
	t.Helper()
	address := "http" + strings.TrimPrefix(daemon.Host, "tcp") + "/_mockerd" + path
	request, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, path, reply.Status)
	}
}
