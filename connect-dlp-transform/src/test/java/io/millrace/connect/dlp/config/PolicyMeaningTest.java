// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.infotype.RuleSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy means what it means in Cloud DLP. */
class PolicyMeaningTest {

    private static final String REDACT_ALL =
            "\"deidentifyConfig\":{\"infoTypeTransformations\":{\"transformations\":[{\"primitiveTransformation\":{\"redactConfig\":{}}}]}}";

    private static DlpConfig read(String json) {
        return DlpProperties.read(Map.of("policy", json.replace('\'', '"')));
    }

    private static DlpConfig inspecting(String inspect) {
        return read("{" + REDACT_ALL + ",'inspectConfig':{" + inspect + "}}");
    }

    /** Cloud DLP has a default only where neither is given. */
    @Test
    void looksForTheDefaultSetOnlyWhereNoInfoTypeIsGiven() {
        String own = "'customInfoTypes':[{'infoType':{'name':'EMP'},'regex':{'pattern':'E-[0-9]+'}}]";

        assertThat(inspecting(own).inspect().infoTypes()).isEmpty();
        assertThat(inspecting(own + ",'infoTypes':[{'name':'EMAIL_ADDRESS'}]")
                        .inspect()
                        .infoTypes())
                .containsExactly(new InfoType("EMAIL_ADDRESS"));
        assertThat(inspecting("'minLikelihood':'LIKELY'").inspect().infoTypes()).isEqualTo(BuiltInInfoType.DEFAULT_V1);
    }

    @Test
    void readsTheDetectionRulesOfItsOwnInfoTypes() {
        DlpConfig config = inspecting("'customInfoTypes':[{'infoType':{'name':'EMP'},'regex':{'pattern':'E-[0-9]+'},"
                + "'sensitivityScore':{'score':'SENSITIVITY_HIGH'},'likelihood':'UNLIKELY','detectionRules':"
                + "[{'hotwordRule':{'hotwordRegex':{'pattern':'staff'},'proximity':{'windowBefore':20},"
                + "'likelihoodAdjustment':{'fixedLikelihood':'VERY_LIKELY'}}}]}]");

        assertThat(config.inspect().ruleSets())
                .containsExactly(new RuleSet(
                        Set.of(new InfoType("EMP")),
                        List.of(new RuleSet.Hotword("staff", 20, 0, new RuleSet.Fixed(Likelihood.VERY_LIKELY)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'deidentifyConfig':{'infoTypeTransformations':{'transformations':[]}} | deidentifyConfig.infoTypeTransformations has no transformations",
                "'deidentifyConfig':{'infoTypeTransformations':{}} | deidentifyConfig.infoTypeTransformations has no transformations",
                "'deidentifyConfig':{'recordTransformations':{'fieldTransformations':[{'fields':[{'name':'a'}],'infoTypeTransformations':{}}]}} | has no transformations",
                "'deidentifyConfig':{'infoTypeTransformations':{'transformations':[{'primitiveTransformation':{'redactConfig':{},'replaceWithInfoTypeConfig':{}}}]}} | primitiveTransformation holds more than one transformation: [redactConfig, replaceWithInfoTypeConfig]",
                "'deidentifyConfig':{'infoTypeTransformations':{'transformations':[{'primitiveTransformation':{}}]}} | primitiveTransformation holds no transformation that is known",
                "'deidentifyConfig':{'infoTypeTransformations':{'transformations':[{'primitiveTransformation':{'newConfig':{}}}]}} | primitiveTransformation holds no transformation that is known: [newConfig]",
                "'deidentifyConfig':{'infoTypeTransformations':{'transformations':[{'primitiveTransformation':{'replaceConfig':{'newValue':{'timeValue':{'hours':1}}}}}]}} | replaceConfig.newValue.timeValue is not understood",
                "'deidentifyConfig':{'infoTypeTransformations':{'transformations':[{'primitiveTransformation':{'characterMaskConfig':{'charactersToIgnore':[{'commonCharactersToIgnore':'NUMERIC'},{'commonCharactersToIgnore':'ALPHA_UPPER_CASE'},{'commonCharactersToIgnore':'ALPHA_LOWER_CASE'},{'commonCharactersToIgnore':'PUNCTUATION'},{'commonCharactersToIgnore':'WHITESPACE'}]}}}]}} | characterMaskConfig.charactersToIgnore cannot be used"
            })
    void transformationsThatDoNothingOrTwoThingsAreRefused(String given) {
        String[] parts = given.split(" \\| ", -1);

        assertThatThrownBy(() -> read("{" + parts[0] + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ruleSet':[{'infoTypes':[{'name':'EMAIL_ADDRESS'}],'rules':[{}]}] | ruleSet[0].rules[0] has either hotwordRule or exclusionRule",
                "'ruleSet':[{'infoTypes':[{'name':'EMAIL_ADDRESS'}],'rules':[{'hotwordRule':{},'exclusionRule':{}}]}] | ruleSet[0].rules[0] has either hotwordRule or exclusionRule",
                "'ruleSet':[{'infoTypes':[{'name':'EMAIL_ADDRESS'}],'rules':[]}] | ruleSet[0] has no rules",
                "'ruleSet':[{'infoTypes':[],'rules':[{'exclusionRule':{'matchingType':'MATCHING_TYPE_FULL_MATCH','regex':{'pattern':'a'}}}]}] | ruleSet[0] has no infoTypes",
                "'customInfoTypes':[{'infoType':{'name':'EMP'},'regex':{'pattern':'E'},'detectionRules':[{}]}] | customInfoTypes[0].detectionRules[0].hotwordRule is missing",
                "'customInfoTypes':[{'infoType':{'name':'EMP'},'regex':{'pattern':'E'},'misspelt':1}] | customInfoTypes[0].misspelt is not understood",
                // of Cloud DLP, and not here
                "'customInfoTypes':[{'infoType':{'name':'EMP'},'storedType':{'name':'x'}}] | customInfoTypes[0].storedType is not understood",
                "'customInfoTypes':[{'infoType':{'name':'EMP'},'likelihood':'LIKELY','metadataKeyValueExpression':{}}] | customInfoTypes[0].metadataKeyValueExpression is not understood",
                "'customInfoTypes':[{'infoType':{'name':'EMP'},'dictionary':{'cloudStoragePath':{'path':'gs://x'}}}] | customInfoTypes[0].dictionary.cloudStoragePath is not understood",
                "'customInfoTypes':[{'infoType':{'name':'EMP'}}] | customInfoTypes[0] has none of regex",
                "'ruleSet':[{'infoTypes':[{'name':'AGE'}],'rules':[{'adjustmentRule':{}}]}] | ruleSet[0].rules[0].adjustmentRule is not understood",
                "'ruleSet':[{'infoTypes':[{'name':'AGE'}],'rules':[{'exclusionRule':{'matchingType':'MATCHING_TYPE_FULL_MATCH','excludeByImageFindings':{}}}]}] | rules[0].exclusionRule.excludeByImageFindings is not understood"
            })
    void rulesOfFindingsSayOneThing(String given) {
        String[] parts = given.split(" \\| ", -1);

        assertThatThrownBy(() -> inspecting(parts[0]))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(parts[1]);
    }

    /** What it names is what to look for; the default infoTypes in its place would leave some of it. */
    @Test
    void aTemplateThatIsElsewhereIsRefused() {
        assertThatThrownBy(() -> read("{" + REDACT_ALL + ",'inspectTemplateName':'projects/p/inspectTemplates/t'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("policy: inspectTemplateName is not understood")
                .hasMessageContaining("inspectConfig");
    }

    /** The age of a record as text: a person of 9 is not above 89, though "9" stands behind "89". */
    @ParameterizedTest
    @CsvSource({
        "integerValue, 90, true",
        "integerValue, 9, false",
        "integerValue, old, false",
        "floatValue, 89.5, true",
        "floatValue, 9, false",
        "stringValue, 9, true"
    })
    void aConstantsTypeDecidesWhatATextIsComparedAs(String type, String age, boolean dropped) {
        DlpConfig config =
                read("{'deidentifyConfig':{'recordTransformations':{'recordSuppressions':[{'condition':{'expressions':"
                        + "{'conditions':{'conditions':[{'field':{'name':'age'},'operator':'GREATER_THAN','value':{'"
                        + type
                        + "':'89'}}]}}}}]}}}");

        assertThat(config.walk().suppressions().get(0).holds(field -> age)).isEqualTo(dropped);
    }

    /** The property that gave the name is at fault. */
    @Test
    void aCustomTypeWithoutAnInfoTypesNameIsToldAtItsList() {
        Map<String, String> properties = Map.of(
                "rules", "r",
                "rules.r.fields", "a",
                "rules.r.info.types", "*",
                "rules.r.transform", "redact",
                "custom.types", "emp id",
                "custom.emp id.regex", "E-[0-9]+");

        assertThatThrownBy(() -> DlpProperties.read(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("custom.types: infoType EMP ID")
                .hasMessageContaining("custom.emp id.info.type");
    }
}
