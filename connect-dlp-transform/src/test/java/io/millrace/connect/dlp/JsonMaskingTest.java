// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON and other texts in text fields: what is sensitive goes, everything else stays byte for byte. */
class JsonMaskingTest {

    private static String masked(String text, String... transform) {
        String infoTypes =
                BuiltInInfoType.DEFAULT_V1.stream().map(InfoType::name).collect(Collectors.joining(","));
        List<String> properties = new ArrayList<>(List.of(transform));
        properties.addAll(List.of("rules", "r", "rules.r.fields", "**", "rules.r.info.types", "*"));
        properties.addAll(List.of("info.types", infoTypes + ",HTTP_COOKIE"));
        SinkRecord masked = Transforms.masking(properties.toArray(String[]::new))
                .apply(Transforms.record(null, Map.of("text", text)));
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(masked).value()).get("text"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"m\":\"card:\\n4556737586899855\"} | {\"m\":\"card:\\n[CREDIT_CARD_NUMBER]\"}",
                "{\"csv\":\"card,name\\n4556737586899855,Jane\\n\"} | {\"csv\":\"card,name\\n[CREDIT_CARD_NUMBER],Jane\\n\"}",
                "{\"m\":\"ssn:\\n536-22-8724\"} | {\"m\":\"ssn:\\n[US_SOCIAL_SECURITY_NUMBER]\"}",
                "{\"m\":\"ip:\\n203.0.113.7\"} | {\"m\":\"ip:\\n[IP_ADDRESS]\"}",
                "{\"m\":\"call\\n628-555-0147\"} | {\"m\":\"call\\n[PHONE_NUMBER]\"}",
                "{\"m\":\"aws:\\nAKIAQ7ZP3LMN5RTV2XYB\"} | {\"m\":\"aws:\\n[AWS_CREDENTIALS]\"}",
                "{\"m\":\"x:\\npassword=Tr0ub4dor9x\"} | {\"m\":\"x:\\npassword=[PASSWORD]\"}",
                "{\"m\":\"phone:\\n+1 628-555-0147\"} | {\"m\":\"phone:\\n[PHONE_NUMBER]\"}",
                "{\"m\":\"ip:\\n2001:db8::7\"} | {\"m\":\"ip:\\n[IP_ADDRESS]\"}",
                "{\"m\":\"hi\\njane.roe@example.org\"} | {\"m\":\"hi\\n[EMAIL_ADDRESS]\"}",
                "{\"m\":\"jos\\u00e9@example.org\"} | {\"m\":\"[EMAIL_ADDRESS]\"}",
                "{\\\"email\\\":\\\"jane.roe@example.org\\\"} | {\\\"email\\\":\\\"[EMAIL_ADDRESS]\\\"}",
                "{\\\"cookie\\\":\\\"sid=a8Kd0QpL3mZx7VbN2cRt; x=1\\\"} | {\\\"cookie\\\":\\\"[HTTP_COOKIE]\\\"}",
                "{\"m\":\"token:\\nghp_a8Kd0QpL3mZx7VbN2cRta8Kd0QpL3mZx7VbN\"} | {\"m\":\"token:\\n[AUTH_TOKEN]\"}",
                "{\"m\":\"jane.roe\\u0040example.org\"} | {\"m\":\"[EMAIL_ADDRESS]\"}",
                "a=1&cookie=sid%3Da8Kd0QpL3mZx7VbN2cRt%3B+x%3D1&z=1 | a=1&cookie=[HTTP_COOKIE]&z=1",
                "<a x='/q?cookie=sid%3Da8Kd0QpL3mZx7VbN2cRt%3B%20x%3D1'/> | <a x='/q?cookie=[HTTP_COOKIE]'/>",
                "{\"m\":\"Cookie: sid=a8Kd0QpL3mZx7VbN2cRt; a=b&c=d%20e\\r\\nHost: a\"} | {\"m\":\"Cookie: [HTTP_COOKIE]\\r\\nHost: a\"}",
                "m='{\"m\":\"{\\\\\"email\\\\\":\\\\\"jane.roe@example.org\\\\\"}\"}' | m='{\"m\":\"{\\\\\"email\\\\\":\\\\\"[EMAIL_ADDRESS]\\\\\"}\"}'",
                "{\"m\":\"{\\r\\n  \\\"pan\\\": 4556737586899855\\r\\n}\"} | {\"m\":\"{\\r\\n  \\\"pan\\\": \\\"[CREDIT_CARD_NUMBER]\\\"\\r\\n}\"}",
                "<m n='{&quot;pan&quot;:4556737586899855}'/> | <m n='{&quot;pan&quot;:&quot;[CREDIT_CARD_NUMBER]&quot;}'/>",
                "m=a+email%3D%27jane.roe%40example.org%27%2C+b%3D%27o%27&z=1 | m=a+email%3D%27[EMAIL_ADDRESS]%27%2C+b%3D%27o%27&z=1",
                "m=x%3A+1%0AX-Api-Key%3A+ghp_a8Kd0QpL3mZx7VbN2cRta8Kd0QpL3mZx7VbN%0A&z=1 | m=x%3A+1%0AX-Api-Key%3A+[AUTH_TOKEN]%0A&z=1",
                "/q?email=jane.roe%40example.org&x=1 | /q?email=[EMAIL_ADDRESS]&x=1",
                "<b>jane.roe&#64;example.org</b> | <b>[EMAIL_ADDRESS]</b>",
                "{\"pan\":4556737586899855} | {\"pan\":\"[CREDIT_CARD_NUMBER]\"}",
                "{\"ssn\":536228724} | {\"ssn\":\"[US_SOCIAL_SECURITY_NUMBER]\"}",
                "{\"phone\":6285550147} | {\"phone\":\"[PHONE_NUMBER]\"}",
                "{\"password\":12345678} | {\"password\":\"[PASSWORD]\"}",
                "{\"m\":\"{\\\"pan\\\":4556737586899855}\"} | {\"m\":\"{\\\"pan\\\":\\\"[CREDIT_CARD_NUMBER]\\\"}\"}"
            })
    void masksWhatAnEscapeStandsBeforeAndKeepsTheEscape(String text, String expected) {
        assertThat(masked(text, "rules.r.transform", "replace-with-info-type")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "redact | `` | `` | {\"pan\":\"\"}",
                "character-mask | `` | `` | {\"pan\":\"****************\"}",
                "replace | rules.r.new.value | a\"b | {\"pan\":\"a\\\"b\"}",
                "replace | rules.r.new.value | 7 | {\"pan\":7}"
            })
    void keepsANumberOfJsonJsonUnderEveryTransformation(
            String transform, String option, String value, String expected) {
        String text = "{\"pan\":4556737586899855}";

        String masked = option.isEmpty()
                ? masked(text, "rules.r.transform", transform)
                : masked(text, "rules.r.transform", transform, option, value);

        assertThat(masked).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"josé.roe@example.org\"}",
                "{\"email\":\"jos\\u00e9.roe@example.org\"}",
                "{\"email\":\"jos\\u00e9.roe\\u0040example.org\"}",
                "{\"m\":\"{\\\"email\\\":\\\"jos\\\\u00e9.roe@example.org\\\"}\"}",
                "{\"m\":\"hi\\njosé.roe@example.org\\n\"}",
                "see /q?email=jos%C3%A9.roe%40example.org",
                "jos&#233;.roe&#64;example.org"
            })
    void givesAValueTheSameTokenHoweverItIsEscaped(String text) {
        String[] deterministic = {"rules.r.transform", "crypto-deterministic"};
        String token = masked("josé.roe@example.org", deterministic);

        assertThat(masked(text, deterministic)).contains(token).doesNotContain("roe");
    }
}
