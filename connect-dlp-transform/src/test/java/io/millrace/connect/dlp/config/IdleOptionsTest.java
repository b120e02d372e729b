// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.CapturedLogs;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What says how to look for what no rule looks for is told at the start. */
class IdleOptionsTest {

    private static String heard(String rule, String options) {
        Map<String, String> properties =
                new HashMap<>(Map.of("rules", "r", "rules.r.fields", "a", "rules.r.transform", "redact"));
        for (String option : (rule + ";" + options).split(";", -1)) {
            if (option.contains("=")) {
                properties.put(option.split("=", 2)[0].strip(), option.split("=", 2)[1]);
            }
        }
        try (CapturedLogs logs = new CapturedLogs()) {
            DlpProperties.read(properties);
            return logs.text();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "min.likelihood | | min.likelihood=UNLIKELY",
                "info.types | | info.types=EMAIL_ADDRESS",
                "info.types | rules.r.info.types=PHONE_NUMBER | info.types=EMAIL_ADDRESS",
                "min.likelihood.per.info.type | rules.r.info.types=PHONE_NUMBER | min.likelihood.per.info.type=EMAIL_ADDRESS:LIKELY",
                "scan.exclude | | scan.exclude=b",
                "scan.numbers | | scan.numbers=true",
                "scan.numbers | rules.r.expect=EMAIL_ADDRESS | scan.numbers=true",
                "max.scan.chars | | max.scan.chars=100",
                "tag.parameters | | tag.parameters=t",
                "tag.parameters | rules.r.info.types=* | tag.parameters=t",
                "cloud.project | | cloud.project=p",
                "cloud.location | | cloud.location=europe-west1",
                "cloud.fallback | rules.r.info.types=* | cloud.fallback=redact",
                "cloud.cache.size | | cloud.cache.size=5",
                "cloud.endpoint | | cloud.endpoint=https://dlp.googleapis.com",
                "cloud.sample.percent | engine=cloud;cloud.project=p | cloud.sample.percent=5",
                "cloud.fallback | engine=shadow;cloud.project=p | cloud.fallback=redact",
                "keyset | | keyset={}",
                "kms.uri | | kms.uri=gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k",
                "kms.uri | rules.r.transform=crypto-hash | kms.uri=gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k",
                "policy.id | | policy.id=p",
                "default.region | rules.r.info.types=EMAIL_ADDRESS | default.region=DE",
                "exclusions.x.types | rules.r.info.types=PHONE_NUMBER | exclusions=x;exclusions.x.types=EMAIL_ADDRESS;exclusions.x.regex=a",
                "exclusions.x.types | | exclusions=x;exclusions.x.types=EMAIL_ADDRESS;exclusions.x.regex=a",
                "hotwords.h.types | rules.r.info.types=PHONE_NUMBER | hotwords=h;hotwords.h.types=AGE;hotwords.h.regex=a;hotwords.h.adjust=1",
                "custom.c | rules.r.info.types=PHONE_NUMBER | custom.types=c;custom.c.regex=ab",
                "custom.c | rules.r.info.types=* | custom.types=c;custom.c.regex=ab;custom.c.exclusion=true",
                "custom.c.likelihood | rules.r.info.types=* | custom.types=c;custom.c.regex=ab;custom.c.likelihood=POSSIBLE",
                "custom.c.likelihood | rules.r.info.types=C | min.likelihood=VERY_LIKELY;custom.types=c;custom.c.regex=ab;custom.c.likelihood=LIKELY",
                "exclusions.x.info.types | rules.r.info.types=* | exclusions=x;exclusions.x.types=AGE;exclusions.x.info.types=AGE;info.types=AGE",
                "rules.r.transform | rules.r.transform=keep | ",
                "rules.s.transform | rules=r,s | rules.s.fields=b;rules.s.transform=keep"
            })
    void tellsOfAnOptionThatNoRuleUses(String property, String rule, String options) {
        assertThat(heard(rule == null ? "" : rule, options))
                .contains("WARN")
                .containsOnlyOnce(property + " has no effect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rules.r.info.types=* | min.likelihood=UNLIKELY;info.types=EMAIL_ADDRESS;scan.exclude=b",
                "rules.r.expect=EMAIL_ADDRESS | min.likelihood=UNLIKELY",
                "rules.r.expect=PHONE_NUMBER | default.region=DE",
                "rules.r.info.types=EMAIL_ADDRESS | min.likelihood.per.info.type=EMAIL_ADDRESS:LIKELY",
                "rules.r.info.types=* | exclusions=x;exclusions.x.types=AGE,EMAIL_ADDRESS;exclusions.x.regex=a",
                "rules.r.info.types=C | custom.types=c;custom.c.regex=ab;hotwords=h;hotwords.h.types=C;hotwords.h.regex=a;hotwords.h.adjust=1",
                "rules.r.info.types=* | custom.types=c;custom.c.regex=ab;custom.c.exclusion=true;exclusions=x;exclusions.x.types=EMAIL_ADDRESS;exclusions.x.info.types=C",
                "rules.r.info.types=* | scan.numbers=true;max.scan.chars=100",
                "rules.r.tags=PII | tag.parameters=t",
                "engine=cloud | cloud.project=p;cloud.fallback=redact;cloud.cache.size=5",
                "engine=shadow | cloud.project=p;cloud.sample.percent=5",
                "rules.r.transform=crypto-hash | keyset={}",
                "audit.headers=summary | policy.id=p",
                "rules.r.info.types=C | custom.types=c;custom.c.regex=ab;custom.c.likelihood=POSSIBLE;hotwords=h;hotwords.h.types=C;hotwords.h.regex=a;hotwords.h.adjust=1",
                "rules.r.info.types=C | custom.types=c;custom.c.regex=ab;custom.c.likelihood=POSSIBLE;min.likelihood=POSSIBLE",
                "rules.r.info.types=* | exclusions=x;exclusions.x.types=AGE,PHONE_NUMBER;exclusions.x.info.types=AGE",
                "rules.r.transform=keep | rules=r,s;rules.s.fields=**;rules.s.transform=redact",
                "rules.r.condition=b exists | on.error=drop-field"
            })
    void saysNothingOfOptionsThatOneUses(String rule, String options) {
        assertThat(heard(rule, options)).doesNotContain("has no effect");
    }
}
