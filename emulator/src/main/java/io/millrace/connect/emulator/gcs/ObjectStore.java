// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.load.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Buckets and the live generation of their objects. Each method is one step: conditions are judged and met in it. */
public final class ObjectStore implements ObjectReader {
    private final ObjectFiles files;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new TreeMap<>();
    private final Map<String, NavigableMap<String, StoredObject>> objects = new TreeMap<>();
    private long lastGeneration;

    /** Keeps everything below {@code directory}, or in memory where that is null. */
    public ObjectStore(@Nullable Path directory, Clock clock) {
        this.files = new ObjectFiles(directory);
        this.clock = clock;
        for (Bucket bucket : files.buckets()) {
            NavigableMap<String, StoredObject> found = new TreeMap<>();
            for (StoredObject object : files.objects(bucket.getName())) {
                found.put(object.metadata().getName(), object);
                lastGeneration = Math.max(lastGeneration, object.generation());
            }
            buckets.put(bucket.getName(), bucket);
            objects.put(bucket.getName(), found);
        }
    }

    /** Makes a bucket, as {@code buckets.insert} does. */
    public void createBucket(String name, String location) {
        create(new Bucket().setName(name).setLocation(location));
    }

    @Override
    public synchronized Optional<String> location(String bucket) {
        return Optional.ofNullable(buckets.get(bucket)).map(Bucket::getLocation);
    }

    @Override
    public synchronized List<String> list(String bucket, String prefix) {
        return objects.getOrDefault(bucket, Collections.emptyNavigableMap()).keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Override
    public synchronized Optional<InputStream> open(String bucket, String name) {
        StoredObject object =
                objects.getOrDefault(bucket, Collections.emptyNavigableMap()).get(name);
        return object == null
                ? Optional.empty()
                : Optional.of(new ByteArrayInputStream(object.content().read()));
    }

    synchronized Bucket create(Bucket wanted) {
        if (buckets.containsKey(wanted.getName())) {
            throw new ApiException(
                    409,
                    "conflict",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        DateTime now = now();
        Bucket bucket = wanted.clone()
                .setKind("storage#bucket")
                .setId(wanted.getName())
                .setLocation(
                        wanted.getLocation() == null
                                ? "US"
                                : wanted.getLocation().toUpperCase(Locale.ROOT))
                .setStorageClass(wanted.getStorageClass() == null ? "STANDARD" : wanted.getStorageClass())
                .setProjectNumber(BigInteger.ONE)
                .setTimeCreated(now)
                .setUpdated(now)
                .setMetageneration(1L)
                .setEtag("CAE=");
        bucket.setLocationType(bucket.getLocation().length() <= 4 ? "multi-region" : "region");
        files.write(bucket);
        buckets.put(bucket.getName(), bucket);
        objects.put(bucket.getName(), new TreeMap<>());
        return bucket.clone();
    }

    synchronized Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw ApiException.notFound("The specified bucket does not exist.");
        }
        return bucket.clone();
    }

    synchronized List<Bucket> allBuckets() {
        return buckets.values().stream().map(Bucket::clone).toList();
    }

    synchronized Bucket update(String name, UnaryOperator<Bucket> change) {
        Bucket bucket = change.apply(bucket(name));
        bucket.setMetageneration(bucket.getMetageneration() + 1).setUpdated(now());
        files.write(bucket);
        buckets.put(name, bucket);
        return bucket.clone();
    }

    synchronized void deleteBucket(String name) {
        if (!objectsOf(name).isEmpty()) {
            throw new ApiException(409, "conflict", "The bucket you tried to delete is not empty.");
        }
        files.deleteBucket(name);
        buckets.remove(name);
        objects.remove(name);
    }

    /** A new generation of an object; {@code wanted} names bucket and object. */
    synchronized StoredObject put(StorageObject wanted, byte[] bytes, Conditions conditions) {
        NavigableMap<String, StoredObject> bucket = objectsOf(wanted.getBucket());
        conditions.check(bucket.get(wanted.getName()), /* reading= */ false);
        Checksums checksums = Checksums.of(bytes);
        checksums.compare(wanted);
        DateTime now = now();
        lastGeneration = Math.max(lastGeneration + 1, Instant.now(clock).toEpochMilli() * 1_000);
        StorageObject metadata = wanted.clone()
                .setKind("storage#object")
                .setId(wanted.getBucket() + "/" + wanted.getName() + "/" + lastGeneration)
                .setGeneration(lastGeneration)
                .setMetageneration(1L)
                .setSize(BigInteger.valueOf(bytes.length))
                .setCrc32c(checksums.crc32c())
                .setMd5Hash(checksums.md5())
                .setStorageClass(wanted.getStorageClass() == null ? "STANDARD" : wanted.getStorageClass())
                .setTimeCreated(now)
                .setTimeFinalized(now)
                .setUpdated(now);
        metadata.setEtag(etag(metadata));
        StoredObject stored = new StoredObject(metadata, files.write(metadata, bytes));
        bucket.put(metadata.getName(), stored);
        return stored;
    }

    /** {@code generation}, where given, must be the live one. */
    synchronized StoredObject find(String bucket, String name, @Nullable Long generation) {
        StoredObject object = objectsOf(bucket).get(name);
        if (object == null || (generation != null && generation != object.generation())) {
            throw ApiException.notFound("No such object: " + bucket + "/" + name);
        }
        return object;
    }

    StoredObject find(String bucket, String name, @Nullable Long generation, Conditions conditions) {
        StoredObject object = find(bucket, name, generation);
        conditions.check(object, /* reading= */ true);
        return object;
    }

    synchronized StoredObject update(
            String bucket, String name, Conditions conditions, UnaryOperator<StorageObject> change) {
        StoredObject object = find(bucket, name, null);
        conditions.check(object, /* reading= */ false);
        StorageObject metadata = change.apply(object.copy());
        metadata.setMetageneration(object.metageneration() + 1).setUpdated(now());
        metadata.setEtag(etag(metadata));
        files.write(metadata);
        StoredObject stored = new StoredObject(metadata, object.content());
        objectsOf(bucket).put(name, stored);
        return stored;
    }

    synchronized void delete(String bucket, String name, @Nullable Long generation, Conditions conditions) {
        conditions.check(find(bucket, name, generation), /* reading= */ false);
        files.deleteObject(bucket, name);
        objectsOf(bucket).remove(name);
    }

    /** All objects of a bucket in the order of their names. */
    synchronized List<StorageObject> list(String bucket) {
        List<StorageObject> found = new ArrayList<>();
        objectsOf(bucket).values().forEach(object -> found.add(object.copy()));
        return found;
    }

    private NavigableMap<String, StoredObject> objectsOf(String bucket) {
        NavigableMap<String, StoredObject> found = objects.get(bucket);
        if (found == null) {
            throw ApiException.notFound("The specified bucket does not exist.");
        }
        return found;
    }

    private DateTime now() {
        return new DateTime(clock.millis());
    }

    private static String etag(StorageObject metadata) {
        return Long.toString(metadata.getGeneration(), 36) + "/" + metadata.getMetageneration();
    }
}
