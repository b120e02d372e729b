// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.grpc.Status;
import io.millrace.connect.emulator.faults.Fault.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Faults as JSON: one flat object each, e.g. <code>{"method": "AppendRows", "resource": "raw.orders", "at": 3, "fault":
 * "lose-ack"}</code>, alone or in an array. Unknown names are refused, so that a misspelt fault is not a quiet one.
 */
public final class FaultFormat {
    private static final Set<String> TRIGGER =
            Set.of("method", "resource", "at", "every", "probability", "times", "fault");
    private static final Map<String, Set<String>> ARGUMENTS = Map.ofEntries(
            Map.entry("lose-ack", Set.of()),
            Map.entry("close", Set.of("status")),
            Map.entry("refuse", Set.of("status", "error", "message")),
            Map.entry("refuse-http", Set.of("status", "reason", "message")),
            Map.entry("delay", Set.of("ms", "when")),
            Map.entry("never-answer", Set.of("when")),
            Map.entry("row-errors", Set.of("rows", "bare")),
            Map.entry("insert-errors", Set.of("rows", "reason")),
            Map.entry("fail-job", Set.of("reason", "message")),
            Map.entry("announce-schema", Set.of()),
            Map.entry("table-late", Set.of("ms")));

    private FaultFormat() {}

    /** A trigger and what it fires. */
    public record Line(Trigger trigger, Fault fault) {}

    /** Throws IllegalArgumentException saying what is wrong. */
    public static List<Line> parse(String json) {
        try {
            JsonElement root = JsonParser.parseString(json);
            JsonArray array = new JsonArray();
            if (root.isJsonArray()) {
                array = root.getAsJsonArray();
            } else {
                array.add(root);
            }
            List<Line> lines = new ArrayList<>();
            array.forEach(element -> lines.add(line(element.getAsJsonObject())));
            return lines;
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException malformed) {
            throw new IllegalArgumentException("faults: an object or an array of objects is expected", malformed);
        }
    }

    /** The same object that {@link #parse} reads, with {@code id} and {@code firings}. */
    static Map<String, Object> format(FaultPlan.Armed armed) {
        Map<String, Object> json = new LinkedHashMap<>();
        Trigger trigger = armed.trigger();
        json.put("id", armed.id());
        json.put("firings", armed.firings());
        json.put("method", trigger.method());
        json.put("resource", trigger.resource());
        json.put("at", trigger.at());
        json.put("every", trigger.every());
        json.put("probability", trigger.probability());
        json.put("times", trigger.times());
        json.put("fault", armed.fault().kind());
        json.putAll(armed.fault().arguments());
        return json;
    }

    private static Line line(JsonObject json) {
        String kind = text(json, "fault", "");
        @Nullable Set<String> arguments = ARGUMENTS.get(kind);
        if (arguments == null) {
            throw new IllegalArgumentException(
                    "fault: is \"" + kind + "\", accepted are " + String.join(", ", new TreeSet<>(ARGUMENTS.keySet())));
        }
        for (String name : json.keySet()) {
            if (!TRIGGER.contains(name) && !arguments.contains(name)) {
                throw new IllegalArgumentException(name + ": is not known beside fault " + kind + ", accepted are "
                        + new TreeSet<>(TRIGGER) + " and " + new TreeSet<>(arguments));
            }
        }
        return new Line(trigger(json), fault(kind, json));
    }

    private static Trigger trigger(JsonObject json) {
        long every = number(json, "every", 1);
        boolean repeats = json.has("every") || json.has("probability");
        return new Trigger(
                text(json, "method", "*"),
                text(json, "resource", "*"),
                number(json, "at", every),
                every,
                json.has("probability") ? json.get("probability").getAsDouble() : 1.0,
                number(json, "times", repeats ? Long.MAX_VALUE : 1));
    }

    private static Fault fault(String kind, JsonObject json) {
        return switch (kind) {
            case "lose-ack" -> new Fault.LoseAck();
            case "close" -> new Fault.Close(status(json, "UNAVAILABLE"));
            case "refuse" ->
                new Fault.Refuse(status(json, "INTERNAL"), storageError(json), text(json, "message", "by fault plan"));
            case "refuse-http" ->
                new Fault.RefuseHttp(
                        Math.toIntExact(number(json, "status", 503)),
                        text(json, "reason", "backendError"),
                        text(json, "message", "by fault plan"));
            case "delay" -> new Fault.Delay(Duration.ofMillis(number(json, "ms", 1_000)), moment(json));
            case "never-answer" -> new Fault.NeverAnswer(moment(json));
            case "row-errors" ->
                new Fault.RowErrors(
                        rows(json), json.has("bare") && json.get("bare").getAsBoolean());
            case "insert-errors" -> new Fault.InsertErrors(rows(json), text(json, "reason", "invalid"));
            case "fail-job" ->
                new Fault.FailJob(text(json, "reason", "backendError"), text(json, "message", "by fault plan"));
            case "announce-schema" -> new Fault.AnnounceSchema();
            case "table-late" -> new Fault.TableLate(Duration.ofMillis(number(json, "ms", 10_000)));
            default -> throw new IllegalStateException("no such fault: " + kind);
        };
    }

    private static Status.Code status(JsonObject json, String otherwise) {
        return Status.Code.valueOf(text(json, "status", otherwise));
    }

    private static @Nullable StorageErrorCode storageError(JsonObject json) {
        return json.has("error") ? StorageErrorCode.valueOf(text(json, "error", "")) : null;
    }

    private static Moment moment(JsonObject json) {
        return Moment.valueOf(text(json, "when", "before").toUpperCase(Locale.ROOT));
    }

    private static List<Integer> rows(JsonObject json) {
        JsonArray rows = json.has("rows") ? json.getAsJsonArray("rows") : new JsonArray();
        return StreamSupport.stream(rows.spliterator(), /* parallel= */ false)
                .map(JsonElement::getAsInt)
                .toList();
    }

    private static String text(JsonObject json, String name, String otherwise) {
        return json.has(name) ? json.get(name).getAsString() : otherwise;
    }

    private static long number(JsonObject json, String name, long otherwise) {
        return json.has(name) ? json.get(name).getAsLong() : otherwise;
    }
}
