package recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithMockerd.class)
class DockerTest {
    /** The ways in which docker-java reaches a daemon. */
    enum Transport {
        HTTPCLIENT5(host -> new ApacheDockerHttpClient.Builder().dockerHost(host).build()),
        ZERODEP(host -> new ZerodepDockerHttpClient.Builder().dockerHost(host).build());

        final Function<URI, DockerHttpClient> make;

        Transport(Function<URI, DockerHttpClient> make) {
            this.make = make;
        }
    }

    private static String box(DockerClient docker, String... command) throws InterruptedException {
        docker.pullImageCmd("alpine").withTag("latest").start().awaitCompletion();
        return docker.createContainerCmd("alpine").withCmd(command).exec().getId();
    }

    /** What is written to each of the outputs. */
    private static final class Outputs extends ResultCallback.Adapter<Frame> {
        final StringBuilder stdout = new StringBuilder();
        final StringBuilder stderr = new StringBuilder();

        @Override
        public void onNext(Frame frame) {
            (frame.getStreamType() == StreamType.STDERR ? stderr : stdout).append(new String(frame.getPayload()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aContainerPrintsAndEnds(Transport transport, Mockerd mockerd) throws Exception {
        try (var docker = mockerd.client(transport.make)) {
            String id = box(docker, "sh", "-c", "echo out; echo err >&2; exit 3");
            docker.startContainerCmd(id).exec();
            assertEquals(3, docker.waitContainerCmd(id).start().awaitStatusCode());
            var outputs = docker.logContainerCmd(id).withStdOut(true).withStdErr(true).withFollowStream(true).exec(new Outputs());
            outputs.awaitCompletion();
            assertEquals("out\n", outputs.stdout.toString());
            assertEquals("err\n", outputs.stderr.toString());
            var state = docker.inspectContainerCmd(id).exec().getState();
            assertEquals("exited", state.getStatus());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExecIsTypedTo(Transport transport, Mockerd mockerd) throws Exception {
        try (var docker = mockerd.client(transport.make)) {
            String id = box(docker, "sleep", "1000");
            docker.startContainerCmd(id).exec();
            String exec = docker.execCreateCmd(id).withCmd("head", "-n", "1").withAttachStdin(true).withAttachStdout(true).exec().getId();
            var outputs = docker.execStartCmd(exec).withStdIn(new ByteArrayInputStream("typed\n".getBytes())).exec(new Outputs());
            outputs.awaitCompletion();
            assertEquals("typed\n", outputs.stdout.toString());
            assertEquals(0, docker.inspectExecCmd(exec).exec().getExitCodeLong());
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsAndStatisticsAreFollowed(Transport transport, Mockerd mockerd) throws Exception {
        try (var docker = mockerd.client(transport.make)) {
            String id = box(docker, "sleep", "1000");
            List<String> seen = new ArrayList<>();
            var died = new CountDownLatch(1);
            var events = docker.eventsCmd().withContainerFilter(id).exec(new ResultCallback.Adapter<Event>() {
                @Override
                public void onNext(Event event) {
                    seen.add(event.getAction());
                    if ("die".equals(event.getAction())) died.countDown();
                }
            });
            events.awaitStarted();
            docker.startContainerCmd(id).exec();
            var first = new ArrayList<Statistics>();
            var sampled = new CountDownLatch(1);
            docker.statsCmd(id).withNoStream(true).exec(new ResultCallback.Adapter<Statistics>() {
                @Override
                public void onNext(Statistics statistics) {
                    first.add(statistics);
                    sampled.countDown();
                }
            });
            assertTrue(sampled.await(10, TimeUnit.SECONDS));
            assertEquals(1, first.get(0).getPidsStats().getCurrent());
            docker.killContainerCmd(id).exec();
            assertTrue(died.await(10, TimeUnit.SECONDS));
            events.close();
            assertEquals(List.of("start", "kill", "die"), seen);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImageIsBuilt(Transport transport, Mockerd mockerd, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("Dockerfile"), "FROM alpine\nCOPY greeting /\nLABEL from=java\n");
        Files.writeString(folder.resolve("greeting"), "hello\n");
        try (var docker = mockerd.client(transport.make)) {
            String id = docker.buildImageCmd(folder.toFile()).withTags(Set.of("greeter")).exec(new BuildImageResultCallback()).awaitImageId();
            var image = docker.inspectImageCmd("greeter").exec();
            assertTrue(image.getId().contains(id));
            assertEquals(Map.of("from", "java"), image.getConfig().getLabels());
            assertEquals(1, docker.listImagesCmd().withLabelFilter(Map.of("from", "java")).exec().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void filesGoInAndComeOut(Transport transport, Mockerd mockerd, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("greeting"), "hello\n");
        try (var docker = mockerd.client(transport.make)) {
            String id = box(docker, "cat", "/srv/greeting");
            docker.copyArchiveToContainerCmd(id).withHostResource(file.toString()).withRemotePath("/srv").exec();
            try (var archive = docker.copyArchiveFromContainerCmd(id, "/srv/greeting").exec()) {
                assertTrue(new String(archive.readAllBytes()).contains("hello\n"));
            }
            assertEquals(List.of("/srv", "/srv/greeting"), docker.containerDiffCmd(id).exec().stream().map(change -> change.getPath()).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusalsAreExceptions(Transport transport, Mockerd mockerd) throws Exception {
        try (var docker = mockerd.client(transport.make)) {
            assertThrows(NotFoundException.class, () -> docker.inspectContainerCmd("nosuch").exec());
            mockerd.control("POST", "/rules", "{\"when\": {\"operation\": \"VolumeCreate\"}, \"do\": {\"status\": 500}}");
            assertThrows(InternalServerErrorException.class, () -> docker.createVolumeCmd().withName("data").exec());
        }
    }

    @ParameterizedTest
    @EnumSource
    void networksVolumesAndTheDaemonItselfAreTold(Transport transport, Mockerd mockerd) throws Exception {
        try (var docker = mockerd.client(transport.make)) {
            docker.createNetworkCmd().withName("back").withLabels(Map.of("a", "b")).exec();
            assertEquals("b", docker.inspectNetworkCmd().withNetworkId("back").exec().getLabels().get("a"));
            docker.createVolumeCmd().withName("data").exec();
            assertEquals("local", docker.inspectVolumeCmd("data").exec().getDriver());
            assertEquals("overlay2", docker.infoCmd().exec().getDriver());
            assertEquals("1.51", docker.versionCmd().exec().getApiVersion());
        }
    }
}
