package recipe;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A mockerd of its own: a child process at an address that it chooses, until it is closed. */
final class Mockerd implements AutoCloseable {
    private static final String LISTENS = "export DOCKER_HOST=";

    private final Process process;
    /** As DOCKER_HOST wants it. */
    final URI host;

    Mockerd(String... flags) throws IOException {
        String command = System.getenv().getOrDefault("MOCKERD", "mockerd");
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("-H", "tcp://127.0.0.1:0", "--control", "--log-level", "error", "--exit-with-stdin"));
        words.addAll(List.of(flags));
        // its standard input is a pipe that ends with this process, however that ends
        process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        if (line == null || !line.startsWith(LISTENS)) throw new IOException("mockerd did not start: " + line);
        host = URI.create(line.substring(LISTENS.length()));
    }

    /** A client over one of docker-java's transports: `uri -> new ZerodepDockerHttpClient.Builder()…`. */
    DockerClient client(Function<URI, DockerHttpClient> transport) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .withDockerTlsVerify(false)
            .build();
        return DockerClientImpl.getInstance(config, transport.apply(host));
    }

    /** Asks the control API (docs/control.md): for a fault, for instance, or for time to pass. */
    void control(String method, String path, String body) throws IOException, InterruptedException {
        var address = URI.create("http://" + host.getAuthority() + "/_mockerd" + path);
        var request = HttpRequest.newBuilder(address)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build();
        var reply = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (reply.statusCode() >= 300) throw new IOException(reply.body());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
