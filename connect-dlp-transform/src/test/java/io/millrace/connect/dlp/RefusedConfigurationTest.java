// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.properties;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedConfigurationTest {
    @ParameterizedTest
    @CsvSource({
        "rules.m.transform, crypto-rot13, rules.m.transform",
        "rules.m.fields, a..b, rules.m.fields",
        "rules.m.key, absent, 'm: key'",
        "rules.m.colour, red, rules.m.colour",
        "rules.x.fields, a, rules.x.fields",
        "info.types, NO_SUCH_TYPE, info.types",
        "min.likelihood, perhaps, min.likelihood",
        "keyset, {}, rules",
        "policy, '{\"deidentifyConfig\": {\"recordTransformation\": {}}}', deidentifyConfig.recordTransformation"
    })
    void refusesBadConfigurationByPropertyAndRule(String property, String value, String named) {
        Map<String, String> properties = properties(
                "rules",
                "m,t",
                "rules.m.fields",
                "email",
                "rules.m.transform",
                "crypto-hash",
                "rules.t.fields",
                "text",
                "rules.t.info.types",
                "*",
                "rules.t.transform",
                "redact");
        properties.put(property, value);

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on.eror | fail | on.eror",
                "scan.number | true | scan.number",
                "rule.m.fields | a | rule.m.fields",
                "custom.mrn.regex | x | custom.types",
                "hotwords.h.regex | x | property hotwords",
                "exclusions.e.regex | x | property exclusions",
                "min.likelihood.per.info.type | EMAIL_ADRESS:LIKELY | EMAIL_ADRESS"
            })
    void refusesPropertiesThatNothingReads(String property, String value, String named) {
        assertThatThrownBy(() ->
                        masking("rules", "m", "rules.m.fields", "a", "rules.m.transform", "redact", property, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(property)
                .hasMessageContaining(named);
    }

    @Test
    void leavesConnectsOwnPropertiesToConnect() {
        masking(
                        "rules",
                        "m",
                        "rules.m.fields",
                        "a",
                        "rules.m.transform",
                        "redact",
                        "type",
                        "x",
                        "predicate",
                        "p",
                        "negate",
                        "true",
                        "plugin.version",
                        "1")
                .close();
    }

    /** Transformation, its options, the property to be named, and what is to be said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time-part | part.to.extract=CENTURY | part.to.extract | YEAR, MONTH",
                "date-shift | lower.bound.days=x;upper.bound.days=1 | lower.bound.days | not a number",
                "fixed-size-bucketing | lower.bound=0;upper.bound=9;bucket.size=x | bucket.size | not a number",
                "fixed-size-bucketing | lower.bound=0;upper.bound=Infinity;bucket.size=1 | transform | Infinity",
                "character-mask | common.characters.to.ignore=VOWELS | common.characters.to.ignore | NUMERIC",
                "crypto-replace-ffx-fpe | radix=10;custom.alphabet=ab | common.alphabet | give one",
                "crypto-hash | condition=**.country = DE | condition | may be many fields",
                "crypto-deterministic | context=lines[*].id | context | may be many fields",
                "bucketing | buckets=1..10=a,5..20=b | rule m | overlap",
                "bucketing | buckets=10..1=a | rule m | ends before it begins",
            })
    void saysWhatAnOptionAccepts(String transform, String options, String named, String said) {
        Map<String, String> properties =
                properties("rules", "m", "rules.m.fields", "email", "rules.m.transform", transform);
        for (String option : options.split(";", -1)) {
            int equals = option.indexOf('=');
            properties.put("rules.m." + option.substring(0, equals), option.substring(equals + 1));
        }

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named)
                .hasMessageContaining(said);
    }

    /** What is wrong in a primitiveTransformation, and the member to be named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'redactConfig': {'x': 1}} | redactConfig.x",
                "{'characterMaskConfig': {'maskCharacter': '#'}} | characterMaskConfig.maskCharacter",
                "{'characterMaskConfig': {'maskingCharacter': '##'}} | primitiveTransformation",
                "{'characterMaskConfig': {'reverseOrder': 'yes'}} | characterMaskConfig.reverseOrder",
                "{'characterMaskConfig': {'charactersToIgnore': [{}]}} | charactersToIgnore[0].commonCharactersToIgnore",
                "{'timePartConfig': {}} | timePartConfig.partToExtract",
                "{'fixedSizeBucketingConfig': {'lowerBound': {'stringValue': 'x'}}} | fixedSizeBucketingConfig.lowerBound",
                "{'replaceDictionaryConfig': {'wordList': {'words': 'a'}}} | replaceDictionaryConfig.wordList.words",
                "{'replaceDictionaryConfig': {'wordList': {'words': [{}]}}} | replaceDictionaryConfig.wordList.words",
                "{'replaceWithInfoTypeConfig': {}} | fieldTransformations[0]"
            })
    void namesTheMemberOfAPolicyThatIsWrong(String primitive, String member) {
        String policy = """
                {"deidentifyConfig": {"recordTransformations": {"fieldTransformations": [
                  {"fields": [{"name": "a"}], "primitiveTransformation": %s}]}}}""".formatted(primitive.replace('\'', '"'));

        assertThatThrownBy(() -> masking("policy", policy))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("policy: deidentifyConfig.recordTransformations.fieldTransformations[0]")
                .hasMessageContaining(member);
    }

    /** A suppression whose condition always holds drops every record, one that never holds none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"conditions\": []}",
                "{\"conditions\": [{\"field\": {\"name\": \"a\"}, \"operator\": \"GREATER_THAN\"}]}",
                "{\"conditions\": [{\"field\": {\"name\": \"a\"}, \"value\": {\"integerValue\": 1}}]}",
                "{\"conditions\": [{\"field\": {\"name\": \"**.a\"}, \"operator\": \"EXISTS\"}]}"
            })
    void refusesConditionsThatSayNothing(String conditions) {
        String policy = """
                {"deidentifyConfig": {"recordTransformations": {"recordSuppressions": [
                  {"condition": {"expressions": {"conditions": %s}}}]}}}""".formatted(conditions);

        assertThatThrownBy(() -> masking("policy", policy))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("recordSuppressions[0].condition.expressions");
    }

    @Test
    void refusesKeyMaterialInAPolicy() {
        String policy = """
                {"deidentifyConfig": {"infoTypeTransformations": {"transformations": [{"primitiveTransformation":
                  {"cryptoHashConfig": {"cryptoKey": {"unwrapped": {"key": "U0VDUkVUU0VDUkVU"}}}}}]}}}""";

        assertThatThrownBy(() -> masking("policy", policy))
                .hasMessageContaining("cryptoKey")
                .hasMessageNotContaining("U0VDUkVU");
    }

    @Test
    void refusesRandomResultsInRecordKeys() {
        DlpTransform.Key<SinkRecord> keys = new DlpTransform.Key<>();

        assertThatThrownBy(() -> keys.configure(properties(
                        "rules", "n",
                        "rules.n.fields", "name",
                        "rules.n.transform", "replace-dictionary",
                        "rules.n.word.list", "Ann,Bob")))
                .hasMessageContaining("rules.n.key");
    }

    @Test
    void refusesRandomResultsForFindingsInRecordKeys() {
        DlpTransform.Key<SinkRecord> keys = new DlpTransform.Key<>();

        assertThatThrownBy(() -> keys.configure(properties(
                        "rules", "n",
                        "rules.n.fields", "**",
                        "rules.n.info.types", "EMAIL_ADDRESS",
                        "rules.n.transform", "replace-dictionary",
                        "rules.n.word.list", "Ann,Bob")))
                .hasMessageContaining("rules.n.key");
    }
}
