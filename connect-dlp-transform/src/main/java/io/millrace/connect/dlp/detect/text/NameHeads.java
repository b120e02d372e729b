// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DATE_OF_BIRTH;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.IP_ADDRESS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PHONE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SWIFT_CODE;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a name is about when its last words are not the thing itself but something of it: its count, time, id or version. */
final class NameHeads {

    private static final Set<String> TIMES = Set.of(
            "at",
            "ts",
            "time",
            "timestamp",
            "date",
            "day",
            "epoch",
            "ms",
            "millis",
            "milliseconds",
            "sec",
            "secs",
            "seconds",
            "us",
            "micros",
            "ns",
            "nanos",
            "utc",
            "iso");

    // Of whatever: a number there is none of the thing's
    private static final Set<String> MEASURES = Set.of(
            "at",
            "ts",
            "time",
            "timestamp",
            "epoch",
            "ms",
            "millis",
            "milliseconds",
            "sec",
            "secs",
            "seconds",
            "minutes",
            "hours",
            "days",
            "us",
            "micros",
            "ns",
            "nanos",
            "count",
            "counts",
            "cnt",
            "counter",
            "total",
            "totals",
            "sum",
            "avg",
            "average",
            "min",
            "max",
            "duration",
            "latency",
            "elapsed",
            "timeout",
            "interval",
            "ttl",
            "age",
            "size",
            "len",
            "length",
            "bytes",
            "version",
            "versions",
            "ver",
            "revision",
            "rev",
            "hash",
            "checksum",
            "digest",
            "crc",
            "md5",
            "sha",
            "model",
            "enabled",
            "disabled",
            "verified",
            "flag",
            "status",
            "state",
            "score",
            "rank",
            "rate",
            "ratio",
            "percent",
            "pct",
            "angle",
            "width",
            "height",
            "index",
            "idx",
            "position",
            "seq",
            "sequence",
            "offset",
            "limit",
            "quota",
            "attempts",
            "retries",
            "amount",
            "price",
            "start",
            "started",
            "end",
            "ended",
            "begin",
            "sent",
            "created",
            "updated",
            "modified",
            "changed",
            "deleted",
            "expires",
            "expiry",
            "calls",
            "contacts",
            "messages");

    // Of these the name goes on with another thing, where other identifiers are an "id" or a "code" themselves
    private static final Map<BuiltInInfoType, Set<String>> OTHER_THINGS = Map.of(
            PHONE_NUMBER,
            Set.of(
                    "id",
                    "ids",
                    "sid",
                    "uid",
                    "uuid",
                    "guid",
                    "ref",
                    "reference",
                    "key",
                    "code",
                    "type",
                    "kind",
                    "identifier",
                    "datum",
                    "fecha",
                    "date",
                    "day",
                    "year",
                    "os",
                    "app",
                    "tower",
                    "country",
                    "device",
                    "zip",
                    "postal",
                    "email",
                    "mail",
                    "name",
                    "ssn",
                    "sin",
                    "iban",
                    "card",
                    "imei",
                    "ip",
                    "address",
                    "addr",
                    "tax",
                    "birth",
                    "dob",
                    "passport"),
            DATE_OF_BIRTH,
            Set.of("id", "ids", "code", "type", "sent", "campaign", "reminder", "email", "mail", "gift", "bonus"),
            IP_ADDRESS,
            Set.of("id", "ids", "port"),
            SWIFT_CODE,
            Set.of("module", "package", "class", "sdk", "language", "lang", "target", "framework", "type"));

    private static final Set<String> VERSIONS = Set.of(
            "version",
            "versions",
            "ver",
            "release",
            "rev",
            "revision",
            "build",
            "firmware",
            "driver",
            "drivers",
            "sdk",
            "kernel",
            "os");

    // Before a name they make a flag or a figure of it
    private static final Set<String> QUESTIONS =
            Set.of("is", "has", "nb", "total", "max", "min", "avg", "sum", "count");

    // A thing, but last_call is the time of one
    private static final Set<String> EVENTS = Set.of("call", "calls", "calling", "contact", "sms", "dial", "whatsapp");
    private static final Set<String> ORDINALS =
            Set.of("last", "first", "next", "prev", "previous", "missed", "latest", "recent", "total", "num");

    // What follows is only a part of it: phone_with_country_code
    private static final Set<String> INCLUDING = Set.of("with", "incl", "including", "without", "excl");

    private NameHeads() {}

    /**
     * True when a name is about the infoType that a word in it labels.
     *
     * @param word the last word of the label
     */
    static boolean isAbout(BuiltInInfoType type, List<String> words, int word) {
        boolean event = type == PHONE_NUMBER && word > 0 && EVENTS.contains(words.get(word));
        if ((word > 0 && QUESTIONS.contains(words.get(0))) || (event && ORDINALS.contains(words.get(word - 1)))) {
            return false;
        }
        Set<String> others = OTHER_THINGS.getOrDefault(type, Set.of());
        boolean birth = type == DATE_OF_BIRTH; // a time itself
        for (int i = word + 1; i < words.size(); i++) {
            String head = words.get(i);
            if (INCLUDING.contains(head)) {
                return true;
            }
            if (birth && TIMES.contains(head)) {
                continue;
            }
            if (MEASURES.contains(head) || others.contains(head)) {
                return false;
            }
            birth = false;
        }
        return true;
    }

    /** True when the last word measures: what is called so is a number of its own. */
    static boolean measures(List<String> words) {
        return !words.isEmpty() && MEASURES.contains(words.get(words.size() - 1));
    }

    /** True when a word for versions stands behind the last one for what else four numbers with dots are. */
    static boolean isVersion(List<String> words, int address) {
        for (int i = words.size() - 1; i > address; i--) {
            if (VERSIONS.contains(words.get(i))) {
                return true;
            }
        }
        return false;
    }
}
