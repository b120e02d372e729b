// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where objects are kept: a directory for each bucket, in it {@code bucket.json} and for each object, under the hash of
 * its name, one file of metadata and one of content; or nowhere, when only memory is wanted.
 */
final class ObjectFiles {
    private static final String BUCKET = "bucket.json";

    private final @Nullable Path root;

    ObjectFiles(@Nullable Path root) {
        this.root = root;
    }

    List<Bucket> buckets() {
        return root == null ? List.of() : list(root, directory -> read(directory.resolve(BUCKET), Bucket.class));
    }

    List<StoredObject> objects(String bucket) {
        return root == null
                ? List.of()
                : list(root.resolve(bucket), file -> {
                    String name = file.getFileName().toString();
                    if (!name.endsWith(".json") || name.equals(BUCKET)) {
                        return null;
                    }
                    Path content = file.resolveSibling(name.substring(0, name.length() - 5) + ".bin");
                    return new StoredObject(read(file, StorageObject.class), Content.onDisk(content));
                });
    }

    void write(Bucket bucket) {
        if (root != null) {
            write(root.resolve(bucket.getName()).resolve(BUCKET), text(bucket));
        }
    }

    /** Keeps the object's content; the answer is where it is from now on. */
    Content write(StorageObject metadata, byte[] bytes) {
        @Nullable Path content = path(metadata.getBucket(), metadata.getName(), ".bin");
        if (content == null) {
            return Content.inMemory(bytes);
        }
        write(content, bytes);
        write(metadata);
        return Content.onDisk(content);
    }

    void write(StorageObject metadata) {
        if (root != null) {
            write(path(metadata.getBucket(), metadata.getName(), ".json"), text(metadata));
        }
    }

    void deleteObject(String bucket, String name) {
        delete(path(bucket, name, ".json"));
        delete(path(bucket, name, ".bin"));
    }

    void deleteBucket(String bucket) {
        if (root != null) {
            delete(root.resolve(bucket).resolve(BUCKET));
            delete(root.resolve(bucket));
        }
    }

    private @Nullable Path path(String bucket, String name, String ending) {
        return root == null ? null : root.resolve(bucket).resolve(hash(name) + ending);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private interface Reading<T> {
        @Nullable
        T from(Path path) throws IOException;
    }

    private static <T> List<T> list(Path directory, Reading<T> reading) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            List<T> found = new java.util.ArrayList<>();
            for (Path path : paths.sorted().toList()) {
                @Nullable T item = reading.from(path);
                if (item != null) {
                    found.add(item);
                }
            }
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        return GsonFactory.getDefaultInstance().fromString(Files.readString(file), type);
    }

    private static byte[] text(GenericJson model) {
        try {
            return GsonFactory.getDefaultInstance().toByteArray(model);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(@Nullable Path file, byte[] bytes) {
        if (file == null) {
            return;
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.write(unfinished, bytes);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(@Nullable Path path) {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
