// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.deidentify.Form;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.deidentify.Primitives;
import io.millrace.connect.dlp.deidentify.Redact;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.rules.Treatment;
import io.millrace.connect.dlp.walk.OnError;
import io.millrace.connect.kit.trust.AllowedPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DlpPropertiesTest {
    @TempDir
    Path directory;

    @BeforeEach
    void allowFolders() {
        System.setProperty(AllowedPaths.PROPERTY, directory + ",/absent");
    }

    @AfterEach
    void allowNone() {
        System.clearProperty(AllowedPaths.PROPERTY);
    }

    private static Map<String, String> properties(String... more) {
        Map<String, String> properties = new HashMap<>(
                Map.of("rules", "m", "rules.m.fields", "a", "rules.m.info.types", "*", "rules.m.transform", "redact"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private static DlpConfig read(String... more) {
        return DlpProperties.read(properties(more));
    }

    @Test
    void looksForTheDefaultSetAtLikelyWhereNothingIsSaid() {
        DlpConfig config = read();

        assertThat(config.inspect().infoTypes()).isEqualTo(BuiltInInfoType.DEFAULT_V1);
        assertThat(config.inspect().minLikelihood()).isEqualTo(Likelihood.LIKELY);
        assertThat(config.inspect().regions()).containsExactly("US");
        assertThat(config.walk().onError()).isEqualTo(OnError.REDACT);
        assertThat(config.walk().tagParameters()).containsExactlyInAnyOrder("dlp.tags", "confluent:tags");
        assertThat(config.engine()).isEqualTo(Engine.LOCAL);
    }

    /** Cloud DLP's default is accepted, since on.error decides in any case; what would show a value is not. */
    @Test
    void aPolicyMayThrowErrorsAndNotLeaveThemUntransformed() {
        String policy = """
                {"deidentifyConfig": {"transformationErrorHandling": {"%s": {}}, "infoTypeTransformations":
                {"transformations": [{"primitiveTransformation": {"redactConfig": {}}}]}}}""";

        assertThat(read("policy", policy.formatted("throwError")).policy().rules())
                .hasSize(2);
        assertThatThrownBy(() -> read("policy", policy.formatted("leaveUntransformed")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("use on.error");
        assertThatThrownBy(() -> read("policy", policy.formatted("ignoreError")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ignoreError");
    }

    @Test
    void aSetOfAnotherVersionIsToldFromAnInfoType() {
        assertThatThrownBy(() -> read("info.types", "default.v2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set default.v2 is unknown; the only one is default.v1");
    }

    /** A policy decides what it speaks of, and leaves the rest to the properties. */
    @Test
    void letsAPolicySayHowSureAFindingHasToBe() {
        String policy = """
                {"inspectConfig": {"minLikelihood": "POSSIBLE", "infoTypes": [{"name": "EMAIL_ADDRESS"}],
                 "minLikelihoodPerInfoType": [{"infoType": {"name": "PHONE_NUMBER"}, "minLikelihood": "VERY_LIKELY"}]}}""";

        DlpConfig config = read("policy", policy, "info.types", "PHONE_NUMBER", "min.likelihood", "unlikely");

        assertThat(config.inspect().minLikelihood()).isEqualTo(Likelihood.POSSIBLE);
        assertThat(config.inspect().infoTypes())
                .containsExactlyInAnyOrder(new InfoType("EMAIL_ADDRESS"), new InfoType("PHONE_NUMBER"));
        assertThat(config.inspect().minLikelihoodOf(new InfoType("PHONE_NUMBER")))
                .isEqualTo(Likelihood.VERY_LIKELY);
    }

    @Test
    void readsAPolicyAndKeysFromFiles() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.json"), """
                {"deidentifyConfig": {"infoTypeTransformations": {"transformations": [
                  {"primitiveTransformation": {"redactConfig": {}}}]}}}""");
        Path keyset = Files.writeString(directory.resolve("keyset.json"), "{}");

        DlpConfig config =
                DlpProperties.read(Map.of("policy.file", policy.toString(), "keyset.file", keyset.toString()));

        assertThat(config.policy().rules()).hasSize(1);
        assertThat(config.policy().rules().get(0).treatment())
                .isEqualTo(new Treatment.Findings(Map.of(), new Redact()));
        assertThat(config.keys().keyset()).isEqualTo("{}");
    }

    /** What is masked tells whether a guess is a line of the file. */
    @Test
    void readsNoDictionaryUntilTheOperatorNamesAFolder() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "{}\n");
        System.clearProperty(AllowedPaths.PROPERTY);

        for (String path : List.of(file.toString(), directory.resolve("missing").toString(), "/etc/passwd")) {
            assertThatThrownBy(() -> read("custom.types", "names", "custom.names.dictionary.file", path))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("custom.names")
                    .hasMessageContaining(AllowedPaths.REFUSAL);
        }
    }

    /** Keys and policies have forms of their own: any other file is no keyset and no policy, and gets the one answer. */
    @ParameterizedTest
    @CsvSource({"policy.file", "keyset.file"})
    void readsDocumentsOutsideFoldersOnlyWhereNoneIsNamed(String property) throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("file.json"), "{}\n");
        System.setProperty(AllowedPaths.PROPERTY, directory.resolve("named").toString());

        assertThatThrownBy(() -> read(property, file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(property + ": there is no file for it")
                .hasMessageContaining(AllowedPaths.PROPERTY);
        System.clearProperty(AllowedPaths.PROPERTY);
        assertThat(read(property, file.toString())).isNotNull();
    }

    @Test
    void readsADictionaryFromAFile() throws IOException {
        Path words = Files.writeString(directory.resolve("words"), "Ada Lovelace\n\nGrace Hopper\n");

        DlpConfig config = read("custom.types", "names", "custom.names.dictionary.file", words.toString());

        assertThat(config.inspect().customInfoTypes())
                .extracting(CustomInfoType::content)
                .containsExactly(new CustomInfoType.Dictionary(List.of("Ada Lovelace", "Grace Hopper")));
    }

    @Test
    void takesSecretsAsConnectHandsThemOver() {
        Map<String, Object> properties = new HashMap<>(properties());
        properties.put("keyset", new Password("{\"k\": 1}"));

        DlpConfig config = DlpProperties.read(properties);

        assertThat(config.keys().keyset()).isEqualTo("{\"k\": 1}");
        assertThat(config.toString()).doesNotContain("{\"k\": 1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy | {} | policy.file | /absent/p | policy.file: give either",
                "keyset | {} | keyset.file | /absent/k | keyset.file: give either",
                "policy.file | /absent/policy.json | on.error | fail | policy.file: there is no file for it",
                "keyset.file | /absent/keys.json | on.error | fail | keyset.file: there is no file for it",
                "rules | m,m | on.error | fail | rules: names 'm' twice",
                "engine | cloud | on.error | fail | cloud.project: must name the project",
                "scan.exclude | a..b | on.error | fail | scan.exclude: field path 'a..b'",
                "min.likelihood.per.info.type | EMAIL_ADDRESS:SURE | on.error | fail | min.likelihood.per.info.type: 'SURE'",
                "policy | [] | on.error | fail | policy: is not a JSON object",
                "on.error | ignore | scan.numbers | true | on.error"
            })
    void namesThePropertyAtFault(String one, String value, String other, String otherValue, String said) {
        assertThatThrownBy(() -> read(one, value, other, otherValue))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(said);
    }

    @Test
    void refusesToRunWithoutAnyRule() {
        assertThatThrownBy(() -> DlpProperties.read(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules: no rule is configured");
    }

    /** What the engine looks for in all fields together: what is requested, and what single rules name. */
    @Test
    void looksForWhatSingleRulesNameToo() {
        DlpConfig config = read(
                "info.types", "EMAIL_ADDRESS",
                "rules", "m,n",
                "rules.n.fields", "b",
                "rules.n.info.types", "IBAN_CODE",
                "rules.n.transform", "redact");

        assertThat(config.inspect().infoTypes()).containsExactly(new InfoType("EMAIL_ADDRESS"));
        assertThat(config.inspectForAllRules().infoTypes())
                .containsExactlyInAnyOrder(new InfoType("EMAIL_ADDRESS"), new InfoType("IBAN_CODE"));
    }

    /** Rules and policies know a transformation by its form alone. */
    @Test
    void readsATransformationThatOnlyThisTestKnows() {
        List<Form<? extends Primitive>> forms = new ArrayList<>(Primitives.ALL.forms());
        forms.add(new Form<>(
                "blacken",
                Set.of(),
                options -> blackened(options.require("how.much")),
                config -> blackened(config.requireText("howMuch"))));
        Primitives primitives = new Primitives(forms);
        String policy = """
                {"deidentifyConfig": {"infoTypeTransformations": {"transformations": [
                  {"primitiveTransformation": {"blackenConfig": {"howMuch": "all"}}}]}}}""";

        assertThat(DlpProperties.read(properties("rules.m.transform", "blacken", "rules.m.how.much", "all"), primitives)
                        .policy()
                        .rules())
                .hasSize(1);
        assertThat(DlpProperties.read(Map.of("policy", policy), primitives)
                        .policy()
                        .rules())
                .hasSize(1);
        assertThatThrownBy(() -> DlpProperties.read(properties("rules.m.transform", "blacken"), primitives))
                .hasMessageStartingWith("rules.m.how.much: ");
        assertThatThrownBy(() -> read("rules.m.transform", "blacken", "rules.m.how.much", "all"))
                .hasMessageStartingWith("rules.m.transform: 'blacken' is not accepted; accepted: [replace,");
    }

    private static Primitive blackened(String howMuch) {
        assertThat(howMuch).isEqualTo("all");
        return new Redact();
    }

    /** Slips of the pen, and what was probably meant. */
    @ParameterizedTest
    @CsvSource({
        "EMAIL_ADRESS,       EMAIL_ADDRESS",
        "EMIAL_ADDRESS,      EMAIL_ADDRESS",
        "EMAILADDRESS,       EMAIL_ADDRESS",
        "email_address,      EMAIL_ADDRESS",
        "Email-Address,      EMAIL_ADDRESS",
        "PHONE_NUMBERS,      PHONE_NUMBER",
        "CREDIT_CARD_NUMER,  CREDIT_CARD_NUMBER",
        "SPAIN_CIF_NUMBER,   ", // Cloud DLP's own, though one letter away from SPAIN_NIF_NUMBER
        "STAFF_ID,           ",
        "EMAIL,              "
    })
    void suggestsTheNameThatIsSpeltAlmostLikeIt(String name, String meant) {
        InfoTypeNames names = new InfoTypeNames(List.of(), Engine.LOCAL);

        assertThatThrownBy(() -> names.known(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(meant == null ? "the manual lists all names" : "did you mean " + meant + "?");
    }

    /** Each is read beside all others: their number is what configuring costs the square of. */
    @Test
    void takesAsManyNamesAndPlacesAsItCanReadAtOnce() {
        String names = IntStream.range(0, 1_001).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
        String paths = IntStream.range(0, 5_001).mapToObj(i -> "p" + i).collect(Collectors.joining(","));

        for (String list : List.of("rules", "custom.types", "hotwords", "exclusions")) {
            assertThatThrownBy(() -> read(list, names))
                    .hasMessageStartingWith(list + ": has 1001 names; accepted: at most 1000");
        }
        assertThatThrownBy(() -> read("rules.m.fields", paths)).hasMessageContaining("5001 field paths");
    }

    @ParameterizedTest
    @CsvSource({"2000000000, 2000000000", "2147483647, 1", "1000, 1", "-1, 5"})
    void refusesWindowsThatAreTooWideTogether(String before, String after) {
        assertThatThrownBy(() -> read(
                        "hotwords",
                        "h",
                        "hotwords.h.types",
                        "EMAIL_ADDRESS",
                        "hotwords.h.regex",
                        "x",
                        "hotwords.h.adjust",
                        "1",
                        "hotwords.h.before",
                        before,
                        "hotwords.h.after",
                        after))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("0 to 1000 together");
        String proximity = "{\"windowBefore\": " + before + ", \"windowAfter\": " + after + "}";
        assertThatThrownBy(() -> read("policy", """
                {"inspectConfig": {"ruleSet": [{"infoTypes": [{"name": "EMAIL_ADDRESS"}], "rules": [{"hotwordRule": {
                  "hotwordRegex": {"pattern": "x"}, "proximity": %s,
                  "likelihoodAdjustment": {"fixedLikelihood": "VERY_LIKELY"}}}]}]}}""".formatted(proximity)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("0 to 1000 together");
    }

    @Test
    void takesNoPhraseThatATextIsReadForOverAndOver() {
        String phrase = "a ".repeat(500) + "b";

        assertThatThrownBy(() -> read("custom.types", "c", "custom.c.dictionary", phrase))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("custom.c.dictionary")
                .hasMessageContaining("at most 1000");
    }
}
