// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.millrace.connect.dlp.cloud.Fallback;
import io.millrace.connect.dlp.deidentify.Cost;
import io.millrace.connect.dlp.deidentify.Primitives;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.infotype.RuleSet;
import io.millrace.connect.dlp.rules.Policy;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.walk.WalkSettings;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.trust.WorkerFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Reads a transform's properties, whole. */
public final class DlpProperties {
    private static final List<String> DEFAULT_TAG_PARAMETERS = List.of("dlp.tags", "confluent:tags");
    private static final List<String> DEFAULT_REGIONS = List.of("US");

    private final Map<String, String> properties;
    private final OptionValues values;
    private final Primitives primitives;

    private static final int MOST_POLICY_BYTES = 8 * 1024 * 1024;
    private static final int MOST_PLACES = 5_000;
    private static final int MOST_KEYSET_BYTES = 1024 * 1024;

    private DlpProperties(Map<String, String> properties, Primitives primitives) {
        this.properties = properties;
        this.primitives = primitives;
        ConfigDef def = configDef();
        this.values = OptionValues.parse(def, properties);
        UnknownProperties.refuse(
                properties,
                def.names(),
                Map.of(
                        "rules",
                        "rules.",
                        "custom.types",
                        "custom.",
                        "hotwords",
                        "hotwords.",
                        "exclusions",
                        "exclusions."),
                Map.of(
                        "rules", DlpOptions.RULES.of(values),
                        "custom.types", DlpOptions.CUSTOM_TYPES.of(values),
                        "hotwords", DlpOptions.HOTWORDS.of(values),
                        "exclusions", DlpOptions.EXCLUSIONS.of(values)));
    }

    /** The properties with fixed names. */
    public static ConfigDef configDef() {
        return OptionGroup.configDef(DlpOptions.GROUPS);
    }

    /**
     * Reads everything.
     *
     * @throws ConfigException naming the property at fault, the rule's name within
     */
    public static DlpConfig read(Map<String, ?> configured) {
        return read(configured, Primitives.ALL);
    }

    /** As {@link #read(Map)}, where rules may name these primitives. */
    static DlpConfig read(Map<String, ?> configured, Primitives primitives) {
        Map<String, String> properties = new HashMap<>();
        configured.forEach((name, value) -> properties.put(name, value == null ? "" : value.toString()));
        configured.forEach((name, value) -> {
            if (value instanceof Password secret) {
                properties.put(name, secret.value());
            }
        });
        return new DlpProperties(properties, primitives).read();
    }

    private DlpConfig read() {
        Engine engine = DlpOptions.ENGINE.of(values);
        RulePlaces places = new RulePlaces(policySource().name());
        List<CustomInfoType> custom =
                new ArrayList<>(InspectProperties.customTypes(DlpOptions.CUSTOM_TYPES.of(values), properties));
        PolicyDocument document = document(custom, engine, places);
        if (document.inspect() != null) {
            custom.addAll(document.inspect().customInfoTypes());
        }
        InfoTypeNames names = new InfoTypeNames(custom, engine);
        List<Rule> rules =
                new ArrayList<>(new RuleProperties(names, primitives, properties).read(DlpOptions.RULES.of(values)));
        rules.addAll(document.rules());
        if (rules.isEmpty() && document.suppressions().isEmpty()) {
            throw new ConfigException(
                    DlpOptions.RULES.name()
                            + ": no rule is configured; name rules, or give a policy in Cloud DLP's JSON by policy or policy.file");
        }
        ensureFewPlaces(rules);
        DlpConfig config = new DlpConfig(
                engine,
                new Policy(DlpOptions.POLICY_ID.find(values).orElse(""), rules),
                inspect(document.inspect(), custom, names),
                walk(document),
                keys(),
                DlpOptions.AUDIT_HEADERS.of(values),
                CloudOptions.read(values, engine, properties),
                places);
        ensureFallbackFinds(config, names);
        IdleOptions.tell(values, properties, config.inspect(), rules);
        return config;
    }

    /** Each is held against every field of a schema, and against those of the rules before it. */
    private static void ensureFewPlaces(List<Rule> rules) {
        int places = rules.stream()
                .mapToInt(rule -> rule.fields().size() + rule.tags().size())
                .sum();
        if (places > MOST_PLACES) {
            throw new ConfigException(DlpOptions.RULES.name() + ": all rules together have " + places
                    + " field paths and tags; accepted: at most " + MOST_PLACES);
        }
    }

    /** What only Cloud DLP finds would stay as it is when this process has to stand in for it. */
    private static void ensureFallbackFinds(DlpConfig config, InfoTypeNames names) {
        List<InfoType> remote = config.inspectForAllRules().infoTypes().stream()
                .filter(names::isRemote)
                .sorted()
                .toList();
        if (config.cloud().fallback() == Fallback.LOCAL && !remote.isEmpty()) {
            throw new ConfigException(CloudOptions.FALLBACK.name() + ": local cannot find " + remote
                    + ", which only Cloud DLP knows; accepted are retry and redact");
        }
    }

    private Option<String> policySource() {
        return DlpOptions.POLICY_FILE.find(values).isPresent() ? DlpOptions.POLICY_FILE : DlpOptions.POLICY;
    }

    private PolicyDocument document(List<CustomInfoType> custom, Engine engine, RulePlaces places) {
        String inline = DlpOptions.POLICY.find(values).orElse(null);
        String file = DlpOptions.POLICY_FILE.find(values).orElse(null);
        if (inline != null && file != null) {
            throw new ConfigException(DlpOptions.POLICY_FILE.name() + ": give either policy or policy.file");
        }
        WorkerFile read = file == null ? null : WorkerFile.of(file, MOST_POLICY_BYTES, WorkerFile.Use.DOCUMENT);
        String text = read == null ? inline : content(DlpOptions.POLICY_FILE, read);
        if (text == null) {
            return new PolicyDocument(List.of(), List.of(), null);
        }
        try {
            return PolicyDocument.parse(text, custom, engine, places, primitives);
        } catch (IllegalArgumentException wrong) {
            String why = String.valueOf(wrong.getMessage());
            throw new ConfigException(policySource().name() + ": "
                    + (read == null ? why : read.unusable(why).getMessage()));
        }
    }

    private static String content(Option<?> option, WorkerFile file) {
        try {
            return file.text();
        } catch (IllegalArgumentException unreadable) {
            throw new ConfigException(option.name() + ": " + unreadable.getMessage());
        }
    }

    private InspectSettings inspect(@Nullable PolicyInspect policy, List<CustomInfoType> custom, InfoTypeNames names) {
        List<RuleSet> ruleSets = new ArrayList<>(InspectProperties.ruleSets(
                DlpOptions.HOTWORDS.of(values), DlpOptions.EXCLUSIONS.of(values), names, properties));
        Set<InfoType> infoTypes = new HashSet<>();
        DlpOptions.INFO_TYPES.of(values).forEach(name -> infoTypes.addAll(known(DlpOptions.INFO_TYPES, names, name)));
        Map<InfoType, Likelihood> thresholds = new HashMap<>();
        Likelihood threshold = threshold();
        if (policy != null) {
            ruleSets.addAll(policy.ruleSets());
            infoTypes.addAll(policy.infoTypes());
            thresholds.putAll(policy.minLikelihoodOf());
            threshold = policy.minLikelihood() == null ? threshold : policy.minLikelihood();
        }
        DlpOptions.MIN_LIKELIHOODS
                .of(values)
                .forEach((name, likelihood) -> known(DlpOptions.MIN_LIKELIHOODS, names, name)
                        .forEach(type -> thresholds.put(type, likelihood(likelihood))));
        List<String> regions = DlpOptions.DEFAULT_REGION.of(values);
        regions.forEach(DlpProperties::ensureHasTelephones);
        boolean ownOnly = policy != null && !policy.customInfoTypes().isEmpty(); // as in Cloud DLP
        return new InspectSettings(
                infoTypes.isEmpty() && !ownOnly ? BuiltInInfoType.DEFAULT_V1 : infoTypes,
                threshold,
                thresholds,
                custom,
                ruleSets,
                regions.isEmpty() ? DEFAULT_REGIONS : regions);
    }

    /** What a template leaves out means what it means in Cloud DLP, unless the property says otherwise. */
    private Likelihood threshold() {
        boolean template = DlpOptions.POLICY.find(values).isPresent()
                || DlpOptions.POLICY_FILE.find(values).isPresent();
        return template && !properties.containsKey(DlpOptions.MIN_LIKELIHOOD.name())
                ? Likelihood.POSSIBLE
                : DlpOptions.MIN_LIKELIHOOD.of(values);
    }

    private static Set<InfoType> known(Option<?> option, InfoTypeNames names, String name) {
        try {
            return names.known(List.of(name));
        } catch (IllegalArgumentException unknown) {
            throw new ConfigException(option.name() + ": " + unknown.getMessage());
        }
    }

    private static void ensureHasTelephones(String region) {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
            throw new ConfigException(DlpOptions.DEFAULT_REGION.name() + ": region " + region
                    + " has no telephone numbers; accepted are ISO 3166 codes in capitals, e.g. US,DE");
        }
    }

    private static Likelihood likelihood(String text) {
        try {
            return Likelihoods.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw new ConfigException(DlpOptions.MIN_LIKELIHOODS.name() + ": " + unknown.getMessage());
        }
    }

    private WalkSettings walk(PolicyDocument document) {
        List<String> tagParameters = DlpOptions.TAG_PARAMETERS.of(values);
        List<FieldPath> excluded;
        try {
            excluded = DlpOptions.SCAN_EXCLUDE.of(values).stream()
                    .map(FieldPath::parse)
                    .toList();
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(DlpOptions.SCAN_EXCLUDE.name() + ": " + wrong.getMessage());
        }
        return new WalkSettings(
                DlpOptions.MODE.of(values) == Mode.INSPECT,
                DlpOptions.ON_ERROR.of(values),
                excluded,
                DlpOptions.SCAN_NUMBERS.of(values),
                DlpOptions.MAX_SCAN_CHARS.of(values),
                Cost.steps(DlpOptions.MAX_RECORD.of(values)),
                Set.copyOf(tagParameters.isEmpty() ? DEFAULT_TAG_PARAMETERS : tagParameters),
                document.suppressions());
    }

    private KeySource keys() {
        String inline = DlpOptions.KEYSET.find(values).map(Password::value).orElse(null);
        String file = DlpOptions.KEYSET_FILE.find(values).orElse(null);
        if (inline != null && file != null) {
            throw new ConfigException(DlpOptions.KEYSET_FILE.name() + ": give either keyset or keyset.file");
        }
        WorkerFile read = file == null ? null : WorkerFile.of(file, MOST_KEYSET_BYTES, WorkerFile.Use.DOCUMENT);
        return new KeySource(
                read == null ? inline : content(DlpOptions.KEYSET_FILE, read),
                read,
                DlpOptions.KMS_URI.find(values).orElse(null));
    }
}
