// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.walk.OnError;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.trust.AllowedPaths;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.types.Password;

/** The properties that have fixed names; {@link RuleProperties} and {@link InspectProperties} read the others. */
final class DlpOptions {
    private static final int MOST_NAMES = 1_000;

    static final Option<Engine> ENGINE = Option.choice(
            "engine",
            Engine.LOCAL,
            "Who finds and masks: this process (local), Cloud DLP with one call for each record (cloud), or this process while Cloud DLP sees a sample and disagreements are counted (shadow). cloud and shadow need the connect-dlp-transform-cloud artifact beside this plugin.");
    static final Option<Mode> MODE = Option.choice(
            "mode",
            Mode.DEIDENTIFY,
            "deidentify masks; inspect changes nothing and counts what would be found and masked.");

    static final Option<List<String>> RULES = names(
                    "rules",
                    "Names of the rules, in order; of those that treat a field's whole value, the first decides. Each rule is described by rules.NAME.fields, .tags, .topics, .condition, .info.types, .transform, .key, .expect and the options of its transformation.")
            .importance(Importance.HIGH);
    static final Option<String> POLICY = Option.document(
            "policy",
            "A policy as JSON in Cloud DLP's own form: the deidentifyConfig of a DeidentifyTemplate and the inspectConfig of an InspectTemplate. Its rules come after those of the property rules.");
    static final Option<String> POLICY_FILE =
            Option.string("policy.file", null, "A file that holds what the property policy would.");
    static final Option<String> POLICY_ID =
            Option.string("policy.id", "", "What audit headers call the policy; must not be secret.");
    static final Option<OnError> ON_ERROR = Option.choice(
            "on.error",
            OnError.REDACT,
            "What becomes of a field that could not be masked: redact empties it, drop-field makes it null, drop-record drops the whole record, fail stops the task. Beware of fail with a dead letter queue: Connect writes the original record there.");

    static final Option<List<String>> INFO_TYPES = Option.list(
            "info.types",
            "The infoTypes that rules with info.types=* look for, where default.v1 stands for the built-in set of that name; empty is default.v1. See the manual for all names.");
    static final Option<Likelihood> MIN_LIKELIHOOD = Option.string(
                    "min.likelihood",
                    "LIKELY",
                    "Findings that are less likely are ignored. Cloud DLP's own default is possible, which rewrites too much of a stream; it holds where a policy is given, and neither the policy nor this property says otherwise.")
            .as(Likelihoods.ACCEPTED, Likelihoods::parse);
    static final Option<Map<String, String>> MIN_LIKELIHOODS = Option.map(
            "min.likelihood.per.info.type", "Exceptions from min.likelihood, e.g. PHONE_NUMBER:VERY_LIKELY.");
    static final Option<List<String>> DEFAULT_REGION = Option.list(
            "default.region",
            "ISO 3166 countries whose phone numbers are known without a country code, most likely first; empty is US.");
    static final Option<List<String>> CUSTOM_TYPES = names(
            "custom.types",
            "Names of custom infoTypes, each described by custom.NAME.regex, .groups, .dictionary, .dictionary.file, .info.type, .likelihood and .exclusion. The file has a phrase a line, and is in a folder that the worker's operator allows by the JVM property "
                    + AllowedPaths.PROPERTY + ".");
    static final Option<List<String>> HOTWORDS = names(
            "hotwords",
            "Names of hotword rules, each described by hotwords.NAME.types, .regex, .before, .after and .likelihood or .adjust.");
    static final Option<List<String>> EXCLUSIONS = names(
            "exclusions",
            "Names of exclusion rules, each described by exclusions.NAME.types, one of .regex, .dictionary, .info.types and .hotword (with .before and .after), and .match.");
    static final Option<List<String>> SCAN_EXCLUDE = Option.list(
            "scan.exclude",
            "Fields that findings rules never look at, as paths, e.g. op,ts_ms,source.db; not source.**, since Debezium's source.query holds statements with their values.");
    static final Option<Boolean> SCAN_NUMBERS = Option.flag(
            "scan.numbers",
            false,
            "Whether findings rules look at numbers too; a number with a finding is emptied (null, or 0 where the field is required), since it cannot hold a token.");
    static final Option<Integer> MAX_SCAN_CHARS = Option.integer(
            "max.scan.chars", 65_536, 1, Integer.MAX_VALUE, "Longer texts are not inspected but handled by on.error.");
    static final Option<Duration> MAX_RECORD = Option.millis(
            "max.record.ms",
            Duration.ofMillis(50),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            "What masking the values of one record (its key, its value, or its headers) may cost, counted by what each transformation costs on a common machine and not by the clock: the default is for some 60,000 values with crypto-replace-ffx-fpe, 80,000 with crypto-deterministic. Later values are handled by on.error.");
    static final Option<List<String>> TAG_PARAMETERS = Option.list(
            "tag.parameters",
            "Schema parameters that hold a field's tags, comma-separated, for rules with tags; empty is dlp.tags and confluent:tags.");

    static final Option<Password> KEYSET = Option.secret(
            "keyset",
            "The keys: a JSON object from key name to Tink JSON keyset, or one Tink JSON keyset; give it by a config provider.");
    static final Option<String> KEYSET_FILE =
            Option.string("keyset.file", null, "A file that holds what the property keyset would.");
    static final Option<String> KMS_URI = Option.string(
            "kms.uri",
            null,
            "The KMS key that encrypts the keysets, e.g. gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k; needs the connect-dlp-transform-gcpkms artifact beside this plugin. It is asked once, at start.");

    static final Option<AuditHeaders> AUDIT_HEADERS = Option.choice(
            "audit.headers",
            AuditHeaders.NONE,
            "Headers for masked records, never with values: summary is the policy and counts by infoType, fields also names each masked field and its transformation.");

    static final List<OptionGroup> GROUPS = List.of(
            OptionGroup.of("Engine", ENGINE, MODE),
            OptionGroup.of("Policy", RULES, POLICY, POLICY_FILE, POLICY_ID, ON_ERROR),
            OptionGroup.of(
                    "Inspection",
                    INFO_TYPES,
                    MIN_LIKELIHOOD,
                    MIN_LIKELIHOODS,
                    DEFAULT_REGION,
                    CUSTOM_TYPES,
                    HOTWORDS,
                    EXCLUSIONS,
                    SCAN_EXCLUDE,
                    SCAN_NUMBERS,
                    MAX_SCAN_CHARS,
                    MAX_RECORD,
                    TAG_PARAMETERS),
            OptionGroup.of("Keys", KEYSET, KEYSET_FILE, KMS_URI),
            OptionGroup.of("Audit", AUDIT_HEADERS),
            CloudOptions.GROUP);

    private DlpOptions() {}

    /** Names of things that are each looked at beside all others, here and in every schema. */
    private static Option<List<String>> names(String name, String sentence) {
        return Option.list(name, sentence).checked("at most " + MOST_NAMES + " names", names -> {
            if (names.size() > MOST_NAMES) {
                throw new IllegalArgumentException("has " + names.size() + " names; accepted: at most " + MOST_NAMES);
            }
        });
    }
}
