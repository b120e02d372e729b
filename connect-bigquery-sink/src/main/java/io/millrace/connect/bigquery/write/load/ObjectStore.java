// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The few calls to Cloud Storage that the sink makes, of one bucket. Each waits for its answer; any thread. */
final class ObjectStore {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final String FIELDS = "nextPageToken,items(name,updated,metadata)";

    private final Storage storage;
    private final String bucket;

    ObjectStore(Storage storage, String bucket) {
        this.storage = storage;
        this.bucket = bucket;
    }

    /**
     * What is in the bucket.
     *
     * @param at Google's time when it was so; null if it was not told
     */
    record Listing(List<StorageObject> objects, @Nullable Instant at) {}

    String uri(String name) {
        return "gs://" + bucket + "/" + name;
    }

    String bucket() {
        return bucket;
    }

    /**
     * Makes an object, once: if it was made by an earlier try whose answer was lost, that one is it. Cloud Storage compares the
     * checksum, so that nothing else than these bytes is ever there.
     */
    void create(String name, String contentType, byte[] content, Map<String, String> metadata) throws IOException {
        String checksum = crc32c(content);
        try {
            Answer.of(insert(name, contentType, content, metadata).setIfGenerationMatch(0L));
        } catch (GoogleJsonResponseException refused) {
            ensure(PRECONDITION_FAILED, refused);
            StorageObject there = Answer.of(storage.objects().get(bucket, name));
            if (!checksum.equals(there.getCrc32c())) {
                throw refused;
            }
        }
    }

    /** Makes an object, or replaces it. */
    void put(String name, String contentType, byte[] content, Map<String, String> metadata) throws IOException {
        Answer.of(insert(name, contentType, content, metadata));
    }

    private Storage.Objects.Insert insert(String name, String contentType, byte[] content, Map<String, String> metadata)
            throws IOException {
        StorageObject object = new StorageObject()
                .setName(name)
                .setContentType(contentType)
                .setCrc32c(crc32c(content))
                .setMetadata(metadata);
        Storage.Objects.Insert insert =
                storage.objects().insert(bucket, object, new ByteArrayContent(contentType, content));
        insert.getMediaHttpUploader().setDirectUploadEnabled(true); // one request, not a session and a request
        insert.setDisableGZipContent(true); // else the client compresses what is compressed
        return insert;
    }

    /** Copies an object, once. */
    void copy(String from, String to) throws IOException {
        try {
            Answer.of(storage.objects().copy(bucket, from, bucket, to, null).setIfGenerationMatch(0L));
        } catch (GoogleJsonResponseException refused) {
            ensure(PRECONDITION_FAILED, refused);
        }
    }

    /** Whether there is such an object. */
    boolean exists(String name) throws IOException {
        try {
            Answer.of(storage.objects().get(bucket, name).setFields("name"));
            return true;
        } catch (GoogleJsonResponseException refused) {
            ensure(NOT_FOUND, refused);
            return false;
        }
    }

    /** Deletes an object, if it is there. */
    void delete(String name) throws IOException {
        try {
            storage.objects().delete(bucket, name).execute();
        } catch (GoogleJsonResponseException refused) {
            ensure(NOT_FOUND, refused);
        }
    }

    /** All objects whose names begin so. */
    Listing list(String prefix) throws IOException {
        List<StorageObject> all = new ArrayList<>();
        Instant at = null;
        String page = null;
        do {
            Storage.Objects.List list = storage.objects()
                    .list(bucket)
                    .setPrefix(prefix)
                    .setFields(FIELDS)
                    .setPageToken(page);
            HttpResponse response = list.executeUnparsed();
            if (at == null) {
                at = date(response.getHeaders().getDate());
            }
            Objects objects = response.parseAs(Objects.class);
            all.addAll(objects.getItems() == null ? List.of() : objects.getItems());
            page = objects.getNextPageToken();
        } while (page != null);
        return new Listing(all, at);
    }

    /** Where the bucket is; empty if it does not say. */
    String location() throws IOException {
        String location =
                storage.buckets().get(bucket).setFields("location").execute().getLocation();
        return location == null ? "" : location;
    }

    /** Makes the bucket, unless somebody else was faster. */
    void createBucket(String project, @Nullable String location) throws IOException {
        try {
            Answer.of(storage.buckets()
                    .insert(project, new Bucket().setName(bucket).setLocation(location)));
        } catch (GoogleJsonResponseException refused) {
            ensure(CONFLICT, refused);
        }
    }

    private static @Nullable Instant date(@Nullable String header) {
        try {
            return header == null
                    ? null
                    : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeParseException odd) {
            return null;
        }
    }

    private static String crc32c(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        byte[] big = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array();
        return Base64.getEncoder().encodeToString(big);
    }

    private static void ensure(int expected, GoogleJsonResponseException refused) throws GoogleJsonResponseException {
        if (refused.getStatusCode() != expected) {
            throw refused;
        }
    }
}
