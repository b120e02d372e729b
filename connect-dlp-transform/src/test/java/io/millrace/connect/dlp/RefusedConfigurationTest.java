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
        "rules.m.key, absent, 'rules.m.key: key'",
        "rules.t.info.types, EMAIL_ADRESS, 'rules.t.info.types: infoType EMAIL_ADRESS'",
        "default.region, us, 'default.region: region us'",
        "rules.m.colour, red, rules.m.colour",
        "rules.x.fields, a, rules.x.fields",
        "info.types, NO_SUCH_TYPE, 'info.types: infoType NO_SUCH_TYPE'",
        "min.likelihood, perhaps, min.likelihood",
        "keyset, {}, 'rules.m.key: it needs a key'",
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

    /** Of custom infoTypes and their rules: what is given, and the property that is named with what is wrong. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "custom.types=c;custom.c.regexp=a | custom.c.regexp: is not an option here",
                "custom.types=c;custom.c.regex=ab;custom.c.like=LIKELY | custom.c.like: is not an option here",
                "hotwords=h;hotwords.h.types=AGE;hotwords.h.regex=a;hotwords.h.adjust=0 | hotwords.h.adjust: is 0",
                "exclusions=e;exclusions.e.types=AGE;exclusions.e.regex=a;exclusions.e.before=5 | exclusions.e.before: goes with hotword",
                "exclusions=e;exclusions.e.types=AGE;exclusions.e.regexp=a | exclusions.e.regexp: is not an option here",
                "rules=r,,s | rules: has an empty name"
            })
    void refusesWhatRulesOfFindingsCannotUse(String given, String told) {
        Map<String, String> properties = properties(
                "rules", "r", "rules.r.fields", "**", "rules.r.info.types", "*", "rules.r.transform", "redact");
        for (String option : given.split(";", -1)) {
            properties.put(option.split("=", 2)[0], option.split("=", 2)[1]);
        }

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(told);
    }

    /** Transformation, its options, the property to be named, and what is to be said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time-part | part.to.extract=CENTURY | part.to.extract | YEAR, MONTH",
                "date-shift | lower.bound.days=x;upper.bound.days=1 | lower.bound.days | not a whole number",
                "fixed-size-bucketing | lower.bound=0;upper.bound=9;bucket.size=x | bucket.size | not a number",
                "fixed-size-bucketing | lower.bound=0;upper.bound=Infinity;bucket.size=1 | upper.bound | Infinity",
                "fixed-size-bucketing | lower.bound=NaN;upper.bound=1;bucket.size=1 | lower.bound | finite",
                "fixed-size-bucketing | lower.bound=5;upper.bound=1;bucket.size=1 | upper.bound | above lower.bound",
                "fixed-size-bucketing | lower.bound=0;upper.bound=1;bucket.size=0 | bucket.size | above 0",
                "date-shift | lower.bound.days=1 | upper.bound.days | required",
                "date-shift | lower.bound.days=1.5;upper.bound.days=2 | lower.bound.days | whole number",
                "date-shift | lower.bound.days=5;upper.bound.days=1 | lower.bound.days | ascending",
                "date-shift | lower.bound.days=0;upper.bound.days=0 | upper.bound.days | leaves every date as it is",
                "date-shift | lower.bound.days=5;upper.bound.days=999999 | upper.bound.days | 365250",
                "date-shift | lower.bound.days=1;upper.bound.days=5;key=k | context | is missing",
                "date-shift | lower.bound.days=1;upper.bound.days=5;context=id | key | is missing",
                "date-shift | lower.bound.days=1;upper.bound.days=5;context=id;key=no | key | not in the keyset",
                "character-mask | masking.character=## | masking.character | more than one character",
                "character-mask | number.to.mask=few | number.to.mask | whole number",
                "character-mask | reverse.order=yes | reverse.order | true, false",
                "character-mask | common.characters.to.ignore=NUMERIC,ALPHA_UPPER_CASE,ALPHA_LOWER_CASE,PUNCTUATION,WHITESPACE | common.characters.to.ignore | leave no character",
                "redact | topics=orders,payments | topics | no topic's name has",
                "redact | topics=orders\\..*,x{1,2} | topics | no topic's name has",
                "redact | condition=a = ' | condition | never closed",
                "redact | condition=a = \"x | condition | never closed",
                "redact | fields='email' | fields | another syntax",
                "replace | topics=a | new.value | required",
                "replace-dictionary | word.list=, | word.list | at least one word",
                "replace-dictionary | word.list=a;key=no | key | not in the keyset",
                "crypto-hash | key=no | key | it has [k]",
                "crypto-deterministic | key=no | key | it has [k]",
                "crypto-deterministic | surrogate.info.type=A B | surrogate.info.type | letters, digits",
                "crypto-replace-ffx-fpe | key=no | key | it has [k]",
                "crypto-replace-ffx-fpe | radix=1 | radix | 2 to 95",
                "crypto-replace-ffx-fpe | common.alphabet=LATIN | common.alphabet | HEXADECIMAL",
                "crypto-replace-ffx-fpe | custom.alphabet=aa | custom.alphabet | each once",
                "redact | topics=( | topics | RE2",
                "redact | info.types=PHONE_NUMER | info.types | did you mean PHONE_NUMBER?",
                "redact | info.types=PERSON_NAME | info.types | engine=cloud finds",
                "redact | expect=EMIAL_ADDRESS | expect | did you mean EMAIL_ADDRESS?",
                "redact | expect=CreditCardNumber | expect | did you mean CREDIT_CARD_NUMBER?",
                "replace-with-info-type | topics=a | info.types | needs findings",
                "bucketing | topics=a | buckets | at least one",
                "bucketing | buckets=1-10 | buckets | 18..65=adult",
                "character-mask | common.characters.to.ignore=VOWELS | common.characters.to.ignore | NUMERIC",
                "crypto-replace-ffx-fpe | radix=10;custom.alphabet=ab | common.alphabet | give one",
                "crypto-hash | condition=**.country = DE | condition | may be many fields",
                "crypto-deterministic | context=lines[*].id | context | may be many fields",
                "bucketing | buckets=1..10=a,5..20=b | buckets | overlap",
                "bucketing | buckets=10..1=a | buckets | ends before it begins",
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
                .hasMessageStartingWith("rules.m." + named + ": ")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({
        "PERSON_NAME, local, cloud.fallback, retry and redact",
        "EMIAL_ADDRESS, retry, rules.m.info.types, did you mean EMAIL_ADDRESS?"
    })
    void refusesBesideCloudDlpWhatCannotBeMeant(String infoType, String fallback, String named, String said) {
        Map<String, String> properties = properties(
                "rules", "m", "rules.m.fields", "email", "rules.m.transform", "redact", "rules.m.info.types", infoType);
        properties.putAll(Map.of("engine", "cloud", "cloud.project", "p", "cloud.fallback", fallback));

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(named + ": ")
                .hasMessageContaining(infoType)
                .hasMessageContaining(said);
    }

    /** Cloud DLP's names that are not found here, and a user's own, a letter away from built-in ones or not. */
    @ParameterizedTest
    @ValueSource(
            strings = {"PERSON_NAME", "SPAIN_CIF_NUMBER", "UK_DRIVERS_LICENSE_NUMBER", "PASSPORT", "STAFF_ID", "PAGE"})
    void takesNamesThatOthersKnowAsWhatAFieldIsExpectedToHold(String infoType) {
        masking("rules", "m", "rules.m.fields", "a", "rules.m.transform", "redact", "rules.m.expect", infoType)
                .close();
    }

    @ParameterizedTest
    @CsvSource({"rules.m.info.types, EMAIL_ADDRESS, rules.m.info.types", "rules.m.topics, a, rules.m.transform"})
    void namesWhatCannotBeReidentified(String property, String value, String named) {
        assertThatThrownBy(() -> Transforms.reidentifying(
                        "rules", "m", "rules.m.fields", "a", "rules.m.transform", "redact", property, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(named + ": ");
    }

    /** Options of custom infoTypes, hotwords and exclusions, the property to be named, and what is to be said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "custom.c.regex=( | custom.c.regex | RE2",
                "custom.c.regex=(a);custom.c.groups=2 | custom.c.groups | it has 1",
                "custom.c.dictionary=x | custom.c.dictionary | fewer than 2",
                "custom.c.regex=a;custom.c.info.type=A B | custom.c.info.type | letters, digits",
                "custom.c.regex=a;custom.c.likelihood=sure | custom.c.likelihood | VERY_LIKELY",
                "hotwords.h.types=EMAIL_ADRESS;hotwords.h.regex=a;hotwords.h.adjust=1 | hotwords.h.types | EMAIL_ADDRESS",
                "hotwords.h.types=AGE;hotwords.h.regex=(;hotwords.h.adjust=1 | hotwords.h.regex | RE2",
                "hotwords.h.types=AGE;hotwords.h.regex=a;hotwords.h.adjust=up | hotwords.h.adjust | whole number",
                "hotwords.h.types=AGE;hotwords.h.regex=a;hotwords.h.adjust=1;hotwords.h.before=999;hotwords.h.after=9 | hotwords.h.before | 1000",
                "exclusions.e.types=AGE;exclusions.e.regex=( | exclusions.e.regex | RE2",
                "exclusions.e.types=NONE;exclusions.e.regex=a | exclusions.e.types | NONE",
                "exclusions.e.types=AGE;exclusions.e.info.types=URLS | exclusions.e.info.types | URLS",
                "exclusions.e.types=AGE;exclusions.e.hotword=( | exclusions.e.hotword | RE2",
                "exclusions.e.types=AGE;exclusions.e.dictionary=x | exclusions.e.dictionary | fewer than 2",
            })
    void namesTheOptionOfAnInspectionRule(String options, String named, String said) {
        Map<String, String> properties = properties("rules", "m", "rules.m.fields", "a", "rules.m.transform", "redact");
        properties.putAll(Map.of("rules.m.info.types", "*"));
        Map<String, String> lists =
                Map.of("custom", "custom.types", "hotwords", "hotwords", "exclusions", "exclusions");
        for (String option : options.split(";", -1)) {
            int equals = option.indexOf('=');
            String[] words = option.substring(0, equals).split("[.]", 3);
            properties.put(java.util.Objects.requireNonNull(lists.get(words[0])), words[1]);
            properties.put(option.substring(0, equals), option.substring(equals + 1));
        }

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(named + ": ")
                .hasMessageContaining(said);
    }

    /** What is wrong in a primitiveTransformation, and the member to be named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'redactConfig': {'x': 1}} | redactConfig.x",
                "{'characterMaskConfig': {'maskCharacter': '#'}} | characterMaskConfig.maskCharacter",
                "{'characterMaskConfig': {'maskingCharacter': '##'}} | primitiveTransformation.characterMaskConfig.maskingCharacter ",
                "{'cryptoHashConfig': {'cryptoKey': {'transient': {'name': 'no'}}}} | primitiveTransformation.cryptoHashConfig.cryptoKey.transient.name: key 'no'",
                "{'cryptoDeterministicConfig': {'context': {'name': 'a.*'}}} | cryptoDeterministicConfig.context.name",
                "{'cryptoDeterministicConfig': {'surrogateInfoType': {'name': 'A B'}}} | surrogateInfoType.name",
                "{'cryptoReplaceFfxFpeConfig': {'commonAlphabet': 'X'}} | cryptoReplaceFfxFpeConfig.commonAlphabet",
                "{'cryptoReplaceFfxFpeConfig': {'customAlphabet': 'aa'}} | cryptoReplaceFfxFpeConfig.customAlphabet",
                "{'cryptoReplaceFfxFpeConfig': {'radix': 1}} | cryptoReplaceFfxFpeConfig.radix",
                "{'dateShiftConfig': {'lowerBoundDays': 5, 'upperBoundDays': 1}} | dateShiftConfig.lowerBoundDays",
                "{'dateShiftConfig': {}} | dateShiftConfig.upperBoundDays",
                "{'dateShiftConfig': {'upperBoundDays': 1, 'context': {'name': 'id'}}} | dateShiftConfig.cryptoKey",
                "{'fixedSizeBucketingConfig': {'lowerBound': {'floatValue': 9}, 'upperBound': {'floatValue': 1}, 'bucketSize': 1}} | fixedSizeBucketingConfig.upperBound",
                "{'bucketingConfig': {'buckets': []}} | bucketingConfig.buckets",
                "{'bucketingConfig': {'buckets': [{'max': {'integerValue': 9}}, {'max': {'integerValue': 8}}]}} | primitiveTransformation.bucketingConfig.buckets: ",
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

    /** What is wrong in the rest of a policy, and where. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'inspectConfig': {'infoTypes': [{'name': 'AGE'}, {'name': 'URLS'}]}} | inspectConfig.infoTypes[1].name",
                "{'inspectConfig': {'minLikelihoodPerInfoType': [{'infoType': {'name': 'EMAIL'}}]}} | inspectConfig.minLikelihoodPerInfoType[0].infoType.name",
                "{'inspectConfig': {'customInfoTypes': [{'infoType': {'name': 'C'}, 'regex': {'pattern': '('}}]}} | inspectConfig.customInfoTypes[0].regex.pattern",
                "{'inspectConfig': {'customInfoTypes': [{'infoType': {'name': 'C'}, 'regex': {'pattern': 'a', 'groupIndexes': [1]}}]}} | inspectConfig.customInfoTypes[0].regex.groupIndexes",
                "{'inspectConfig': {'customInfoTypes': [{'infoType': {'name': 'C'}, 'dictionary': {'wordList': {'words': ['x']}}}]}} | inspectConfig.customInfoTypes[0].dictionary.wordList.words",
                "{'inspectConfig': {'ruleSet': [{'infoTypes': [{'name': 'NONE'}]}]}} | inspectConfig.ruleSet[0].infoTypes[0].name",
                "{'deidentifyConfig': {'infoTypeTransformations': {'transformations': [{'infoTypes': [{'name': 'EMAIL_ADRESS'}], 'primitiveTransformation': {'redactConfig': {}}}]}}} | deidentifyConfig.infoTypeTransformations.transformations[0].infoTypes[0].name",
                "{'deidentifyConfig': {'infoTypeTransformations': {'transformations': [{'primitiveTransformation': {'cryptoHashConfig': {'cryptoKey': {'transient': {'name': 'no'}}}}}]}}} | deidentifyConfig.infoTypeTransformations.transformations[0].primitiveTransformation.cryptoHashConfig.cryptoKey.transient.name"
            })
    void namesTheMemberOfAPolicyThatCannotBeUsed(String policy, String member) {
        assertThatThrownBy(() -> masking("policy", policy.replace('\'', '"')))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("policy: " + member);
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

    /** Cloud DLP takes no key for a dictionary, so that equal keys would become unequal. */
    @Test
    void refusesInRecordKeysWhatCloudDlpDoesWithoutTheKey() {
        Map<String, String> dictionary = properties(
                "rules", "n",
                "rules.n.fields", "name",
                "rules.n.transform", "replace-dictionary",
                "rules.n.key", "k",
                "rules.n.word.list", "Ann,Bob");
        dictionary.putAll(Map.of("engine", "cloud", "cloud.project", "p"));

        assertThatThrownBy(() -> new DlpTransform.Key<SinkRecord>().configure(dictionary))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "rules.n.transform: replace-dictionary by Cloud DLP, which takes no key for it");
    }
}
