// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official Java client against the emulated Cloud Storage. */
class GcsIT {
    private Emulator emulator;
    private Storage storage;

    @BeforeEach
    void start() {
        emulator = Emulator.builder().start();
        storage = client(emulator);
        storage.create(BucketInfo.newBuilder("bucket").setLocation("EU").build());
    }

    @AfterEach
    void stop() throws Exception {
        storage.close();
        emulator.close();
    }

    private static Storage client(Emulator emulator) {
        return StorageOptions.newBuilder()
                .setProjectId("p")
                .setHost(emulator.restEndpoint())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
    }

    private static BlobInfo blob(String name) {
        return BlobInfo.newBuilder("bucket", name).setContentType("text/plain").build();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @Test
    void bucketsAreCreatedOnceDescribedListedAndDeletedWhenEmpty() {
        assertThat(storage.get("bucket").getLocation()).isEqualTo("EU");
        assertThat(storage.get("nowhere")).isNull();
        assertThat(storage.list().iterateAll()).extracting(Bucket::getName).containsExactly("bucket");
        assertThatThrownBy(() -> storage.create(BucketInfo.of("bucket")))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        error -> assertThat(error.getCode()).isEqualTo(409));

        storage.create(blob("o"), new byte[1]);

        assertThatThrownBy(() -> storage.delete("bucket")).isInstanceOf(StorageException.class);
        assertThat(storage.delete(BlobId.of("bucket", "o"))).isTrue();
        assertThat(storage.delete("bucket")).isTrue();
        assertThat(storage.delete("bucket")).isFalse();
    }

    @Test
    void anObjectComesBackAsItWasSent() {
        byte[] content = "Grüße, größer als nichts".getBytes(UTF_8);

        Blob created = storage.create(
                BlobInfo.newBuilder("bucket", "dir/näme with space.txt")
                        .setContentType("text/plain")
                        .setMetadata(Map.of("rows", "7"))
                        .build(),
                content);

        Blob found = storage.get("bucket", "dir/näme with space.txt");
        assertThat(found.getContent()).isEqualTo(content);
        assertThat(found.getSize()).isEqualTo(content.length);
        assertThat(found.getContentType()).isEqualTo("text/plain");
        assertThat(found.getMetadata()).containsEntry("rows", "7");
        assertThat(found.getGeneration()).isEqualTo(created.getGeneration());
        assertThat(storage.create(blob("empty"), new byte[0]).getSize()).isZero();
        assertThat(storage.readAllBytes("bucket", "empty")).isEmpty();
        assertThat(storage.get("bucket", "missing")).isNull();
    }

    @Test
    void uploadsInChunksAreWholeAtTheEnd() throws Exception {
        byte[] content = random(3_000_001);

        try (WriteChannel channel = storage.writer(blob("chunks"))) {
            channel.setChunkSize(256 * 1024);
            channel.write(ByteBuffer.wrap(content));
        }
        Blob oneShot = storage.createFrom(blob("stream"), new ByteArrayInputStream(content));

        assertThat(storage.readAllBytes("bucket", "chunks")).isEqualTo(content);
        assertThat(oneShot.getContent()).isEqualTo(content);
        assertThat(oneShot.getCrc32c())
                .isEqualTo(storage.get("bucket", "chunks").getCrc32c());
    }

    @Test
    void uploadsGoOnWhereALostAnswerLeftThem() throws Exception {
        byte[] content = random(1_000_000);
        emulator.faults().arm(Trigger.on("objects.insert").at(3), new Fault.LoseAck());

        try (WriteChannel channel = storage.writer(blob("chunks"))) {
            channel.setChunkSize(256 * 1024);
            channel.write(ByteBuffer.wrap(content));
        }

        assertThat(storage.readAllBytes("bucket", "chunks")).isEqualTo(content);
    }

    @Test
    void partsOfAnObjectCanBeRead() throws Exception {
        byte[] content = random(100_000);
        storage.create(blob("o"), content);
        ByteBuffer part = ByteBuffer.allocate(1_000);

        try (ReadChannel channel = storage.reader("bucket", "o")) {
            channel.seek(500);
            channel.limit(1_500);
            for (int read = 0; part.hasRemaining() && read >= 0; ) {
                read = channel.read(part);
            }
        }

        assertThat(part.array()).isEqualTo(java.util.Arrays.copyOfRange(content, 500, 1_500));
    }

    @Test
    void theFirstWriterWinsWhereNoObjectIsExpected() {
        Blob first = storage.create(blob("manifest"), new byte[] {1}, Storage.BlobTargetOption.doesNotExist());

        assertThatThrownBy(
                        () -> storage.create(blob("manifest"), new byte[] {2}, Storage.BlobTargetOption.doesNotExist()))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        error -> assertThat(error.getCode()).isEqualTo(412));
        assertThat(storage.readAllBytes("bucket", "manifest")).containsExactly(1);
        assertThatThrownBy(() -> storage.delete(
                        BlobId.of("bucket", "manifest"),
                        Storage.BlobSourceOption.generationMatch(first.getGeneration() + 1)))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        error -> assertThat(error.getCode()).isEqualTo(412));
        assertThat(storage.delete(
                        BlobId.of("bucket", "manifest"),
                        Storage.BlobSourceOption.generationMatch(first.getGeneration())))
                .isTrue();
    }

    @Test
    void listsByPrefixDelimiterAndPage() {
        for (String name : List.of("a/1", "a/2", "a/b/3", "a/b/4", "c")) {
            storage.create(blob(name), new byte[0]);
        }

        assertThat(names(Storage.BlobListOption.prefix("a/"), Storage.BlobListOption.pageSize(2)))
                .containsExactly("a/1", "a/2", "a/b/3", "a/b/4");
        assertThat(names(Storage.BlobListOption.prefix("a/"), Storage.BlobListOption.currentDirectory()))
                .containsExactly("a/1", "a/2", "a/b/");
        assertThat(names(Storage.BlobListOption.startOffset("a/b"), Storage.BlobListOption.endOffset("b")))
                .containsExactly("a/b/3", "a/b/4");
        assertThat(names(
                        Storage.BlobListOption.prefix("a/"),
                        Storage.BlobListOption.currentDirectory(),
                        Storage.BlobListOption.pageSize(1)))
                .containsExactlyInAnyOrder("a/1", "a/2", "a/b/");
    }

    private List<String> names(Storage.BlobListOption... options) {
        return StreamSupport.stream(storage.list("bucket", options).iterateAll().spliterator(), false)
                .map(Blob::getName)
                .toList();
    }

    @Test
    void composesRewritesAndPatches() {
        storage.create(blob("x"), "one ".getBytes(UTF_8));
        storage.create(blob("y"), "two".getBytes(UTF_8));

        Blob composed = storage.compose(Storage.ComposeRequest.newBuilder()
                .addSource("x", "y")
                .setTarget(blob("xy"))
                .build());
        CopyWriter copy = storage.copy(Storage.CopyRequest.of("bucket", "xy", BlobId.of("bucket", "copy")));
        Map<String, String> labels = new HashMap<>(Map.of("k", "v"));
        Blob patched = copy.getResult().toBuilder().setMetadata(labels).build().update();

        assertThat(composed.getContent()).asString(UTF_8).isEqualTo("one two");
        assertThat(copy.getResult().getContent()).asString(UTF_8).isEqualTo("one two");
        assertThat(patched.getMetadata()).containsExactlyEntriesOf(labels);
        assertThat(patched.getMetageneration()).isEqualTo(2);
        assertThat(patched.getGeneration()).isEqualTo(copy.getResult().getGeneration());
    }

    @Test
    void deletesManyInOneBatch() {
        List<StorageBatchResult<Boolean>> results = new ArrayList<>();
        storage.create(blob("a"), new byte[0]);
        storage.create(blob("b"), new byte[0]);

        StorageBatch batch = storage.batch();
        for (String name : List.of("a", "b", "missing")) {
            results.add(batch.delete("bucket", name));
        }
        batch.submit();

        assertThat(results).extracting(StorageBatchResult::get).containsExactly(true, true, false);
        assertThat(names()).isEmpty();
    }

    @Test
    void deniedPermissionsAreMissingInTheTestAndRefused() {
        emulator.permissions().deny("bucket", "storage.objects.create");

        assertThat(storage.testIamPermissions("bucket", List.of("storage.objects.create", "storage.objects.get")))
                .containsExactly(false, true);
        assertThatThrownBy(() -> storage.create(blob("o"), new byte[0]))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        error -> assertThat(error.getCode()).isEqualTo(403));
    }

    @Test
    void objectsOutliveTheEmulatorInItsDirectory(@TempDir Path directory) throws Exception {
        long generation;
        try (Emulator first = Emulator.builder().data(directory).start()) {
            Storage client = client(first);
            client.create(BucketInfo.of("kept"));
            generation = client.create(BlobInfo.newBuilder("kept", "o/1").build(), new byte[] {1, 2})
                    .getGeneration();
            client.create(BlobInfo.newBuilder("kept", "o/2").build(), new byte[0]);
            client.delete("kept", "o/2");
        }

        try (Emulator second = Emulator.builder().data(directory).start()) {
            Storage client = client(second);
            assertThat(client.readAllBytes("kept", "o/1")).containsExactly(1, 2);
            assertThat(client.get("kept", "o/1").getGeneration()).isEqualTo(generation);
            assertThat(client.get("kept", "o/2")).isNull();
        }
    }
}
