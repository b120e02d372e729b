// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value with a name of its own is what that name says, not what a label beside it says of another one. */
class OwnNamesTest {

    private static List<String> found(String text, String field, Likelihood threshold) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(threshold), Clock.systemUTC());
        return DisjointFindings.of(inspector.inspect(text, field)).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    private static List<String> found(String text) {
        return found(text, "", Likelihood.LIKELY);
    }

    /** Ways to write two names with their values. */
    private enum Form {
        JSON("{\"%s\":\"%s\",\"%s\":\"%s\"}"),
        SPACED_JSON("{\n  \"%s\" : \"%s\",\n  \"%s\" : \"%s\"\n}"),
        JSON_IN_JSON("{\\\"%s\\\":\\\"%s\\\",\\\"%s\\\":\\\"%s\\\"}"),
        PYTHON("{'%s': '%s', '%s': '%s'}"),
        RUBY("{:%s => \"%s\", :%s => \"%s\"}"),
        PERL("'%s' => '%s', '%s' => '%s'"),
        FORM("%s=%s&%s=%s"),
        LOGFMT("%s=%s %s=%s"),
        QUOTED("%s=\"%s\" %s=\"%s\""),
        JAVA("User(%s='%s', %s='%s')"),
        YAML("%s: %s\n%s: %s"),
        LIST("%s: %s, %s: %s"),
        TABLE("%s: %s | %s: %s"),
        XML("<x><%1$s>%2$s</%1$s><%3$s>%4$s</%3$s></x>");

        private final String pattern;

        Form(String pattern) {
            this.pattern = pattern;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNeighboursLabelSaysNothing(Form form) {
        for (String[] pair : new String[][] {
            {"dob", "1985-07-04", "created", "2026-03-12"},
            {"birthDate", "1985-07-04", "expiry", "2030-01-01"},
            {"dob", "19850704", "hireDate", "2010-01-02"},
            {"phone", "650-253-3740", "build", "47058793"},
            {"mobile", "650-253-3740", "ts", "1710242820"},
            {"contactPhone", "650-253-3740", "user_id", "47058793"},
            {"fax", "650-253-3740", "orderNo", "454969734"},
            {"fax", "650-253-3740", "invoice_no", "8561126221"},
            {"ssn", "108-80-7931", "customer_id", "797752384"},
            {"ssn", "108-80-7931", "qty", "797752384"},
            {"card", "4556737586899855", "id", "4539578763621486"},
            {"card", "4556737586899855", "ref", "4539578763621486"}
        }) {
            String before = form.pattern.formatted(pair[0], pair[1], pair[2], pair[3]);
            assertThat(found(before)).as(before).containsExactly(pair[1]);
            String behind = form.pattern.formatted(pair[2], pair[3], pair[0], pair[1]);
            assertThat(found(behind)).as(behind).containsExactly(pair[1]);
        }
    }

    /** By which rule a number is masked depends on it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ssn\":\"219099997\",\"phone\":\"6502530199\"}",
                "phone=6502530199 ssn=219099997",
                "Phone: 6502530199 SSN: 219099997",
                "<phone>6502530199</phone><ssn>219099997</ssn>",
                "{\"contact\":\"bob\",\"ssn\":\"219099997\"}"
            })
    void aValuesOwnLabelSaysOfWhichTypeItIs(String text) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

        assertThat(DisjointFindings.of(inspector.inspect(text)))
                .filteredOn(
                        finding -> text.startsWith("219099997", finding.chars().start()))
                .extracting(finding -> finding.infoType().name())
                .containsExactly("US_SOCIAL_SECURITY_NUMBER");
    }

    /** Names that say nothing themselves, or what a value is a part of. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"ssn\",\"value\":\"536228724\"} | 536228724",
                "{\"value\":\"536228724\",\"type\":\"ssn\"} | 536228724",
                "{\"type\":\"ssn\",\"id\":\"536228724\"} | 536228724",
                "{\"id\":\"536228724\",\"type\":\"ssn\"} | 536228724",
                "{\"kind\":\"phone\",\"number\":6502533740} | 6502533740",
                "{\"phone\":{\"number\":\"6502533740\"}} | 6502533740",
                "{\"phone\":{\"home\":\"6502533740\"}} | 6502533740",
                "{\"phones\":[{\"home\":\"6502533740\"}]} | 6502533740",
                "{\"birth\":{\"date\":\"1985-07-04\",\"place\":\"x\"}} | 1985-07-04",
                "{\"event\":\"birth\",\"date\":\"1985-07-04\"} | 1985-07-04",
                "<phone type=\"x\"><home>6502533740</home></phone> | 6502533740",
                "card_type=visa&number=4556737586899855 | 4556737586899855",
                "{\"text\":\"4556737586899855 is my card\"} | 4556737586899855",
                "{\"born_on\":\"1985-07-04\"} | 1985-07-04",
                "{\"出生日期\":\"1985-07-04\",\"created\":\"2026-03-12\"} | 1985-07-04",
                "Karte: Visa, Nummer: 4556737586899855 | 4556737586899855"
            })
    void aLabelSaysWhatValuesOfVagueNamesAre(String text, String value) {
        assertThat(found(text)).containsExactly(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "born 1985-07-04, joined 2010-01-02 | 1985-07-04",
                "DOB: 07/04/1985  Admitted: 03/12/2026 | 07/04/1985",
                "geboren am 4. Juli 1985, verstorben am 5. Mai 2010 | 4. Juli 1985,5. Mai 2010",
                "geboren am 4. Juli 1985 und am 5. Mai 1987 | 4. Juli 1985,5. Mai 1987",
                "born: Bob 1985-07-04, Eve 1987-05-06 | 1985-07-04,1987-05-06",
                "born 1985-07-04 or 1985-07-05 | 1985-07-04,1985-07-05",
                "Call 650-253-3740, order 47058793 | 650-253-3740",
                "mobile app version 20240312, tel. 650-253-3740 | 650-253-3740",
                "order by phone 6502533740 | 6502533740"
            })
    void aWordRightBeforeSaysMoreThanALabelThatHasItsValue(String text, String values) {
        assertThat(found(text)).containsExactly(values.split(","));
    }

    /** At POSSIBLE, too, which is a policy's default. */
    @ParameterizedTest
    @CsvSource({
        "order_id,4539949240027854",
        "orderId,346-02-4404",
        "order_id,311-34-7543",
        "order_id,405-349-9644",
        "order_id,846123455",
        "barcode,4092635301566",
        "invoiceNo,4539949240027854",
        "invoice_no,943-476-5919",
        "trackingNumber,345962864378",
        "request-id,4539949240027854",
        "event_id,4539-9492-4002-7854"
    })
    void whatIsCountedIsNoIdentifierWhateverStandsBeside(String name, String value) {
        for (Likelihood threshold : List.of(Likelihood.LIKELY, Likelihood.POSSIBLE)) {
            assertThat(found(value, name, threshold)).as(name).isEmpty();
            for (Form form : Form.values()) {
                if (form != Form.RUBY || !name.contains("-")) {
                    String text = form.pattern.formatted(name, value, "tel", "+16502533740");
                    assertThat(found(text, "", threshold)).as(text).containsExactly("+16502533740");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "order_card,4539949240027854",
        "ticket_phone,405-349-9644",
        "invoiceSsn,346-02-4404",
        "message,346-02-4404",
        "item,4539-9492-4002-7854",
        "order,call 405-349-9644 please"
    })
    void aNameThatSaysWhatANumberIsOrMayHoldAnythingHidesNothing(String name, String value) {
        assertThat(found(value, name, Likelihood.POSSIBLE)).hasSize(1);
        assertThat(found("{\"" + name + "\":\"" + value + "\"}", "", Likelihood.POSSIBLE))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"callId\":12345678}",
                "{\"mobile\":true,\"width\":12345678}",
                "{\"invoice_no\":\"943 476 5919\",\"tel\":\"\"}",
                "phone: n/a, id: 12345678"
            })
    void anIdIsNoTelephoneNumber(String text) {
        assertThat(found(text)).isEmpty();
    }

    /** As in a text. */
    @ParameterizedTest
    @CsvSource({
        "电话,6502530199",
        "手机号,6502530199",
        "電話番号,6502530199",
        "전화번호,6502530199",
        "телефон,6502530199",
        "هاتف,6502530199",
        "teléfono,6502530199",
        "卡号,4556737586899855",
        "カード番号,4556737586899855",
        "出生日期,1985-07-04",
        "生年月日,1985-07-04",
        "个人出生,1985-07-04",
        "個人番号,776180269396",
        "주민등록번호,6510281953504"
    })
    void aFieldsNameMayBeInAnyScript(String name, String value) {
        assertThat(found(value, name, Likelihood.LIKELY)).containsExactly(value);
        assertThat(found("{\"" + name + "\":\"" + value + "\"}")).containsExactly(value);
        assertThat(found(name + "：" + value)).containsExactly(value);
    }
}
