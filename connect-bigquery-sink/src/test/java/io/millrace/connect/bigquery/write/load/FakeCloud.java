// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Asked;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Call;
import io.millrace.connect.bigquery.write.load.FakeLoadApi.Stored;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/** A bucket's objects and a project's load jobs, which are done at once. Not safe for threads. */
final class FakeCloud {
    final Map<String, Stored> objects = new TreeMap<>();
    final Map<String, Asked> jobs = new LinkedHashMap<>();
    /** How the next jobs end. */
    final Deque<String> ends = new ArrayDeque<>();

    /** Jobs that end with {@code invalid}. */
    Predicate<Asked> bad = job -> false;

    boolean bucket = true;
    int pageSize = 1_000;

    /** What is answered. */
    record Result(int status, String json) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Parts(JsonObject metadata, byte[] content) {
        String name() {
            return metadata.get("name").getAsString();
        }
    }

    /** Of a multipart upload: metadata and content. */
    static Parts parts(Map<String, String> headers, byte[] body) {
        String boundary = "--"
                + Objects.requireNonNull(headers.get("Content-type")).replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1");
        String[] parts = new String(body, StandardCharsets.ISO_8859_1).split(boundary, -1);
        byte[] content = content(parts[2]).getBytes(StandardCharsets.ISO_8859_1);
        return new Parts(JsonParser.parseString(content(parts[1])).getAsJsonObject(), content);
    }

    private static String content(String part) {
        String text = part.substring(part.indexOf("\r\n\r\n") + 4);
        return text.substring(0, text.length() - 2);
    }

    /** Does what is asked for. */
    Result done(Call call) {
        return switch (call.kind()) {
            case UPLOAD -> uploaded(call);
            case GET -> objects.containsKey(call.object()) ? new Result(200, described(call.object())) : missing();
            case COPY -> copied(call);
            case DELETE -> objects.remove(call.object()) == null ? missing() : new Result(204, "");
            case LIST -> listed(call);
            case BUCKET -> {
                bucket = true;
                yield new Result(200, "{\"name\":\"" + FakeLoadApi.BUCKET + "\"}");
            }
            case ASK -> asked(call);
            case LOOK -> looked(call);
        };
    }

    private Result uploaded(Call call) {
        Parts parts = parts(call.headers(), call.body());
        if (!bucket) {
            return missing();
        }
        if (!crc32c(parts.content()).equals(parts.metadata().get("crc32c").getAsString())) {
            return refused(400, "invalid");
        }
        if ("0".equals(call.query().get("ifGenerationMatch")) && objects.containsKey(parts.name())) {
            return refused(412, "conditionNotMet");
        }
        Map<String, String> metadata = new HashMap<>();
        parts.metadata()
                .getAsJsonObject("metadata")
                .entrySet()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
        objects.put(parts.name(), new Stored(parts.content(), metadata, Instant.now()));
        return new Result(200, described(parts.name()));
    }

    private Result copied(Call call) {
        String path = call.exchange().getRequestURI().getRawPath();
        String from = URLDecoder.decode(path.replaceAll(".*/o/([^/]+)/copyTo/.*", "$1"), StandardCharsets.UTF_8);
        Stored stored = objects.get(from);
        if (stored == null) {
            return missing();
        }
        if (objects.containsKey(call.object())) {
            return refused(412, "conditionNotMet");
        }
        objects.put(call.object(), stored);
        return new Result(200, described(call.object()));
    }

    private Result listed(Call call) {
        String prefix = call.query().getOrDefault("prefix", "");
        List<String> names = objects.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        int from = Integer.parseInt(call.query().getOrDefault("pageToken", "0"));
        int to = Math.min(names.size(), from + pageSize);
        JsonObject answer = new JsonObject();
        JsonArray items = new JsonArray();
        names.subList(from, to).forEach(name -> items.add(JsonParser.parseString(described(name))));
        answer.add("items", items);
        if (to < names.size()) {
            answer.addProperty("nextPageToken", Integer.toString(to));
        }
        return new Result(200, answer.toString());
    }

    private String described(String name) {
        Stored stored = Objects.requireNonNull(objects.get(name));
        JsonObject object = new JsonObject();
        object.addProperty("name", name);
        object.addProperty("crc32c", crc32c(stored.content()));
        object.addProperty(
                "updated", DateTimeFormatter.ISO_INSTANT.format(stored.updated().atOffset(ZoneOffset.UTC)));
        JsonObject metadata = new JsonObject();
        stored.metadata().forEach(metadata::addProperty);
        object.add("metadata", metadata);
        return object.toString();
    }

    private Result asked(Call call) {
        JsonObject job = JsonParser.parseString(new String(call.body(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        JsonObject reference = job.getAsJsonObject("jobReference");
        String id = reference.get("jobId").getAsString();
        if (jobs.containsKey(id)) {
            return refused(409, "duplicate");
        }
        JsonObject configuration = job.getAsJsonObject("configuration");
        String location = reference.has("location") ? reference.get("location").getAsString() : null;
        Asked asked = new Asked(
                id,
                location,
                configuration.getAsJsonObject("load"),
                configuration.getAsJsonObject("labels"),
                new ArrayList<>());
        String end = ends.poll();
        if (end != null) {
            asked.errors().add(end);
        } else if (bad.test(asked)) {
            asked.errors().add("invalid");
        }
        jobs.put(id, asked);
        return new Result(200, "{\"jobReference\":{\"jobId\":\"" + id + "\",\"location\":\"EU\"}}");
    }

    private Result looked(Call call) {
        Asked job = jobs.get(call.object());
        if (job == null || !"EU".equals(call.query().get("location"))) {
            return missing(); // jobs of other places than the US are found by their place alone
        }
        return new Result(
                200,
                "{\"status\":{\"state\":\"DONE\""
                        + (job.errors().isEmpty()
                                ? ""
                                : ",\"errorResult\":" + error(job.errors().get(0)))
                        + "}}");
    }

    /** @param end a reason, and behind a colon a text */
    private static String error(String end) {
        String[] parts = end.split(": ", 2);
        return "{\"reason\":\"" + parts[0] + "\",\"message\":\"" + (parts.length == 1 ? "s3cret text" : parts[1])
                + "\"}";
    }

    private static Result missing() {
        return refused(404, "notFound");
    }

    private static Result refused(int status, String reason) {
        return new Result(
                status,
                "{\"error\":{\"code\":" + status + ",\"errors\":[{\"message\":\"s3cret text\",\"reason\":\"" + reason
                        + "\"}]}}");
    }

    private static String crc32c(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
