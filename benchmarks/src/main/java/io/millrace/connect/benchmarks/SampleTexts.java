// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;

/** Texts to look for sensitive data in, the same ones in every run. */
final class SampleTexts {

    private static final String[] WORDS =
            ("the of and to in that it was for on with as his they be at one have this from"
                            + " or had by but some what there we can out other were all your when up use word how said an each"
                            + " she which do their time if will way about many then them would write like so these her long"
                            + " make thing see him two has look more day could go come did my sound no most number who over"
                            + " know water than call first people may down side been now find any new work part take get place"
                            + " made live where after back little only round man year came show every good me give our under")
                    .split(" ", -1);

    private final Random random = new Random(20_261_122);

    /** Texts of one kind and length. */
    String[] of(String kind, int count, int length) {
        IntFunction<String> next = kind.equals("prose") ? this::prose : kind.equals("json") ? this::json : this::log;
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = next.apply(length);
        }
        return texts;
    }

    /** Sentences of common words, a small number now and then. */
    private String prose(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int words = 6 + random.nextInt(12);
            for (int i = 0; i < words; i++) {
                String word = WORDS[random.nextInt(WORDS.length)];
                text.append(i == 0 ? Character.toUpperCase(word.charAt(0)) + word.substring(1) : word);
                text.append(i == words - 1 ? "" : random.nextInt(12) == 0 ? ", " : " ");
            }
            text.append(random.nextInt(8) == 0 ? "; item " + random.nextInt(100) + ". " : ". ");
        }
        return text.substring(0, length);
    }

    /** Log records, dense with digits: times, UUIDs, hashes, versions and ids, and nothing sensitive. */
    private String log(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            long time = 1_600_000_000_000L + (long) (random.nextDouble() * 1.6e11);
            text.append("{\"ts\":")
                    .append(time)
                    .append(",\"trace\":\"")
                    .append(new UUID(random.nextLong(), random.nextLong()))
                    .append("\",\"at\":\"")
                    .append(Instant.ofEpochMilli(time))
                    .append("\",\"commit\":\"")
                    .append(hex(40))
                    .append("\",\"version\":\"")
                    .append(random.nextInt(9) + "." + random.nextInt(30) + "." + random.nextInt(99))
                    .append("\",\"order_id\":")
                    .append(100_000 + random.nextInt(900_000_000))
                    .append(",\"bytes\":")
                    .append(random.nextInt(100_000))
                    .append(",\"ms\":")
                    .append(random.nextInt(1_000))
                    .append("}\n");
        }
        return text.substring(0, length);
    }

    /** A log line, a change event and JSON in JSON in turn, with nothing sensitive. */
    private String json(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(logLine()).append('\n');
            String change = change();
            text.append(change).append('\n');
            text.append("{\"id\":" + random.nextInt(1_000_000) + ",\"payload\":\"")
                    .append(change().replace("\"", "\\\""))
                    .append("\\n\"}\n");
        }
        return text.substring(0, length);
    }

    private String logLine() {
        return "{\"level\":\"INFO\",\"logger\":\"com.example.orders.OrderService\",\"thread\":\"worker-"
                + random.nextInt(16)
                + "\",\"time\":\"" + Instant.ofEpochMilli(1_600_000_000_000L + (long) (random.nextDouble() * 1.6e11))
                + "\",\"message\":\"" + words(8) + " in " + random.nextInt(900) + " ms\",\"retries\":"
                + random.nextInt(3)
                + ",\"ok\":" + random.nextBoolean() + "}";
    }

    private String change() {
        String row = "\"order_no\":" + random.nextInt(1_000_000) + ",\"status\":\"" + words(1) + "\",\"amount\":"
                + random.nextInt(100_000) / 100.0 + ",\"note\":\"" + words(5) + "\"";
        return "{\"before\":null,\"after\":{" + row + "},\"op\":\"" + "cud".charAt(random.nextInt(3))
                + "\",\"source\":{\"db\":\"shop\",\"table\":\"orders\",\"pos\":" + random.nextInt(1_000_000) + "}}";
    }

    private String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }

    private String hex(int length) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hex.append("0123456789abcdef".charAt(random.nextInt(16)));
        }
        return hex.toString();
    }
}
