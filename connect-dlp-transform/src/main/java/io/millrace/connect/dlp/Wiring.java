// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import com.google.crypto.tink.Aead;
import com.google.gson.JsonObject;
import io.millrace.connect.dlp.audit.Counters;
import io.millrace.connect.dlp.audit.Trail;
import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.config.AuditHeaders;
import io.millrace.connect.dlp.config.DlpConfig;
import io.millrace.connect.dlp.config.Engine;
import io.millrace.connect.dlp.config.KeySource;
import io.millrace.connect.dlp.deidentify.CloudConfig;
import io.millrace.connect.dlp.deidentify.Materials;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.key.KeyEncryption;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.options.UnfitOption;
import io.millrace.connect.dlp.rules.Reach;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.UnfitRule;
import io.millrace.connect.dlp.walk.MaskingRules;
import io.millrace.connect.dlp.walk.OnError;
import io.millrace.connect.dlp.walk.Remote;
import io.millrace.connect.dlp.walk.RemoteMasking;
import io.millrace.connect.dlp.walk.Shadow;
import io.millrace.connect.dlp.walk.Treatments;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a transform from its configuration: the only place that reads keys and chooses engines. */
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private Wiring() {}

    /** A transform that masks. */
    static Masking masking(DlpConfig config, RecordPart part, Class<?> transform) {
        return start(config, part, transform, false);
    }

    /** A transform that brings tokens back. */
    static Masking reidentifying(DlpConfig config, RecordPart part, Class<?> transform) {
        return start(config, part, transform, true);
    }

    private static Masking start(DlpConfig config, RecordPart part, Class<?> transform, boolean reidentify) {
        if (part == RecordPart.KEY) {
            config.policy().rules().forEach(rule -> ensureRepeats(rule, config));
        }
        if (config.walk().onError() == OnError.FAIL) {
            LOG.warn(
                    "on.error=fail: where the connector has a dead letter queue, Connect writes a record that cannot be"
                            + " masked there as it was consumed, in clear text; redact, drop-field and drop-record keep it out");
        }
        if (!reidentify) {
            tellOfLostTokens(config);
        }
        tellOfMaskedContexts(config);
        Keyring keyring = keyring(config.keys());
        Materials materials = new Materials(keyring, new SecureRandom());
        Treatments treatments = reidentify
                ? Treatments.reidentifying(materials, config.inspect(), Clock.systemUTC())
                : Treatments.masking(materials, config.inspect(), Clock.systemUTC());
        Counters counters = new Counters();
        Trail trail = config.auditHeaders() == AuditHeaders.NONE
                ? null
                : new Trail(counters, config.policy().id(), config.auditHeaders() == AuditHeaders.FIELDS);
        try {
            ensureEachCanAct(config);
            MaskingRules rules = MaskingRules.compile(
                    config.policy().rules(), treatments, config.walk(), trail == null ? counters : trail);
            Remote remote = reidentify ? null : remote(config, keyring, counters);
            counters.showByJmx(transform);
            return new Masking(part, rules, remote, counters, trail);
        } catch (UnfitRule unfit) {
            throw wrong(config, unfit);
        }
    }

    /** Cloud DLP asks for a surrogate where a finding is encrypted, since a bare token cannot be told from the text around it. */
    private static void tellOfLostTokens(DlpConfig config) {
        for (Rule rule : config.policy().rules()) {
            for (Primitive primitive : rule.treatment().primitives()) {
                if (rule.treatment().looksInside() && primitive.isLostInText()) {
                    UnfitOption missing = new UnfitOption("surrogate.info.type", "is not given");
                    LOG.warn(
                            "{} is not given: in a text nothing tells tokens of {} from what is around them, so that"
                                    + " DlpReidentify cannot bring them back",
                            config.places().of(new UnfitRule(rule, primitive, missing)),
                            primitive.name());
                }
            }
        }
    }

    /** A value is bound to what its context is before masking, and brought back with what it is after. */
    private static void tellOfMaskedContexts(DlpConfig config) {
        for (Rule rule : config.policy().rules()) {
            for (Primitive primitive : rule.treatment().primitives()) {
                FieldPath context = primitive.canBeUndone() ? primitive.context() : null;
                if (context != null) {
                    config.policy().rules().stream()
                            .filter(each -> each.treatment().fold(whole -> true, findings -> false, () -> false))
                            .filter(each -> each.fields().stream().anyMatch(field -> field.covers(context.steps())))
                            .findFirst()
                            .ifPresent(masking -> LOG.warn(
                                    "{}: field {} is masked itself, by rule {}, so that DlpReidentify cannot bring back"
                                            + " what is bound to it; name a field that no rule masks",
                                    config.places().of(new UnfitRule(rule, primitive, new UnfitOption("context", ""))),
                                    context,
                                    masking.name()));
                }
            }
        }
    }

    private static void ensureEachCanAct(DlpConfig config) {
        Set<String> requested = new HashSet<>();
        config.inspect().infoTypes().forEach(type -> requested.add(type.name()));
        config.inspect().customInfoTypes().stream()
                .filter(CustomInfoType::reported)
                .forEach(type -> requested.add(type.infoType().name()));
        new Reach(config.policy().rules(), requested, config.walk().scanExclude()).ensureEachCanAct();
    }

    private static @Nullable Remote remote(DlpConfig config, Keyring keyring, Counters counters) {
        return switch (config.engine()) {
            case LOCAL -> null;
            case CLOUD -> {
                ensureRemoteKeys(config, keyring);
                yield new RemoteMasking(open(config, keyring), config.cloud().fallback());
            }
            case SHADOW ->
                new Shadow(
                        open(config, keyring), config.cloud().sampleRatio(), new SecureRandom(), counters::disagreed);
        };
    }

    private static CloudEngine open(DlpConfig config, Keyring keyring) {
        for (CloudEngine.Provider provider :
                ServiceLoader.load(CloudEngine.Provider.class, Wiring.class.getClassLoader())) {
            return provider.open(config.cloud(), config.inspectForAllRules(), keyring::remoteKey);
        }
        throw new ConfigException(
                "engine: cloud and shadow need the connect-dlp-transform-cloud artifact in this plugin's directory");
    }

    /** Equal keys must stay equal: partitions, joins and compaction hang on it. */
    private static void ensureRepeats(Rule rule, DlpConfig config) {
        for (Primitive primitive : rule.treatment().primitives()) {
            switch (primitive.repeats()) {
                case ALWAYS -> {
                    boolean keyless = primitive.key().used() && !primitive.isKeyedInCloud();
                    if (config.engine() == Engine.CLOUD && keyless) {
                        throw random(config, rule, primitive, "transform", " by Cloud DLP, which takes no key for it,");
                    }
                }
                case WITH_A_KEY -> throw random(config, rule, primitive, "key", " without a key");
                case NEVER -> throw random(config, rule, primitive, "transform", "");
            }
        }
    }

    private static ConfigException random(DlpConfig config, Rule rule, Primitive primitive, String option, String how) {
        String message = primitive.name() + how
                + " gives a new result for every record, which breaks a record key; "
                + (option.equals("key") ? "name a key" : "choose another transformation");
        return wrong(config, new UnfitRule(rule, primitive, new UnfitOption(option, message)));
    }

    private static ConfigException wrong(DlpConfig config, UnfitRule unfit) {
        return new ConfigException(config.places().of(unfit) + ": " + unfit.getMessage());
    }

    /** What Cloud DLP will be told of keys is tried before the first record needs it. */
    private static void ensureRemoteKeys(DlpConfig config, Keyring keyring) {
        CloudConfig.Terms trying = CloudConfig.terms(name -> {
            keyring.remoteKey(name);
            return new JsonObject();
        });
        for (Rule rule : config.policy().rules()) {
            for (Primitive primitive : rule.treatment().primitives()) {
                try {
                    primitive.inCloud(trying);
                } catch (IllegalArgumentException unfit) {
                    throw new UnfitRule(rule, primitive, new UnfitOption("key", unfit.getMessage()));
                }
            }
        }
    }

    private static Keyring keyring(KeySource source) {
        if (source.keyset() == null) {
            return Keyring.empty();
        }
        try {
            return Keyring.parse(source.keyset(), source.kmsUri() == null ? null : unwrapping(source.kmsUri()));
        } catch (IllegalArgumentException unreadable) {
            throw source.unusable(String.valueOf(unreadable.getMessage()));
        }
    }

    private static Aead unwrapping(String kmsUri) {
        for (KeyEncryption provider : ServiceLoader.load(KeyEncryption.class, Wiring.class.getClassLoader())) {
            if (provider.supports(kmsUri)) {
                return provider.open(kmsUri);
            }
        }
        throw new ConfigException("kms.uri: nothing here speaks to " + kmsUri
                + "; for gcp-kms:// put the connect-dlp-transform-gcpkms artifact into this plugin's directory");
    }
}
