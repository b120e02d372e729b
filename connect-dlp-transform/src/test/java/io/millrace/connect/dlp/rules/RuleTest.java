// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.deidentify.Redact;
import io.millrace.connect.dlp.deidentify.Replace;
import io.millrace.connect.dlp.field.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {
    private static final List<FieldPath.Step> EMAIL = List.of(new FieldPath.Step.Name("email"));

    private static Rule rule(@Nullable String fields, @Nullable String tags, @Nullable String topics, Treatment does) {
        return new Rule(
                "r",
                fields == null ? List.of() : List.of(FieldPath.parse(fields)),
                tags == null ? Set.of() : Set.of(tags.split(",", -1)),
                topics == null ? null : Pattern.compile(topics),
                Condition.ALWAYS,
                does);
    }

    /** Its fields, tags and topics; the topic and the tags of a field called email; whether the rule covers it. */
    @ParameterizedTest
    @CsvSource({
        "email, ,        ,             orders,         ,           true",
        "phone, ,        ,             orders,         ,           false",
        "     , PII,     ,             orders,         PII,        true",
        "     , 'PII,X', ,             orders,         X,          true",
        "     , PII,     ,             orders,         ,           false",
        "phone, PII,     ,             orders,         PII,        true",
        "email, ,        orders,       orders,         ,           true",
        "email, ,        orders,       shop.orders,    ,           false", // whole names
        "email, ,        'shop\\..*',  shop.orders,    ,           true",
        "     , PII,     payments,     orders,         PII,        false"
    })
    void coversByPathOrTagWithinItsTopics(
            @Nullable String fields,
            @Nullable String tags,
            @Nullable String topics,
            String topic,
            @Nullable String tag,
            boolean covers) {
        Rule rule = rule(fields, tags, topics, new Treatment.Keep());

        assertThat(rule.covers(topic, EMAIL, tag == null ? Set.of() : Set.of(tag)))
                .isEqualTo(covers);
    }

    @Test
    void namesTheInfoTypesThatSingleRulesLookFor() {
        Policy policy = new Policy(
                "p",
                List.of(
                        rule("a", null, null, new Treatment.Findings(Map.of("EMAIL_ADDRESS", new Redact()), null)),
                        rule("b", null, null, new Treatment.Findings(Map.of(), new Redact())),
                        rule("c", null, null, new Treatment.WholeValue(new Redact(), "PHONE_NUMBER")),
                        rule("d", null, null, new Treatment.Keep())));

        assertThat(policy.infoTypes()).containsExactly("EMAIL_ADDRESS");
    }

    @Test
    void givesAFindingTheTransformationOfItsInfoTypeElseThatOfAllOthers() {
        Primitive named = new Replace("named");
        Primitive others = new Replace("others");
        Treatment.Findings both = new Treatment.Findings(Map.of("EMAIL_ADDRESS", named), others);
        Treatment.Findings one = new Treatment.Findings(Map.of("EMAIL_ADDRESS", named), null);

        assertThat(both.of("EMAIL_ADDRESS")).isEqualTo(named);
        assertThat(both.of("PHONE_NUMBER")).isEqualTo(others);
        assertThat(one.of("PHONE_NUMBER")).isNull();
        assertThat(both.primitives()).containsExactlyInAnyOrder(named, others);
        assertThat(one.primitives()).containsExactly(named);
    }
}
