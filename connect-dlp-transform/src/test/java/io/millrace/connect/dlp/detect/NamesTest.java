// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a field's name says of a value that is all there is in it. */
class NamesTest {

    private static final long SEED = 20261130;
    private static final int VALUES = 500;

    private static Inspector everything(Likelihood threshold) {
        return Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(threshold), Clock.systemUTC());
    }

    /** A name is about its last words: the telephone in {@code phone_model} is none. */
    /** What a word ends in is no label, unless the rest of it is one of the words that names begin or end with. */
    @ParameterizedTest
    @ValueSource(strings = {"postcard", "casino", "assn", "dominonr", "hotel", "mytreason"})
    void noPartOfAWordIsALabel(String name) {
        for (String value : List.of("6502530199", "219099997", "4556737586899855", "193456787")) {
            assertThat(everything(Likelihood.LIKELY).inspect(value, name))
                    .as(value)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contact_id",
                "contactId",
                "ContactID",
                "contact_ids",
                "contact_count",
                "contactUuid",
                "call_id",
                "callId",
                "callSid",
                "call_duration",
                "call_count",
                "call_ts",
                "callStart",
                "call_end_ms",
                "last_call",
                "lastContact",
                "first_contact",
                "num_calls",
                "total_calls",
                "cell_id",
                "cell_count",
                "cell_tower_id",
                "phone_id",
                "phone_model",
                "phone_updated_at",
                "phoneVerifiedAt",
                "mobile_ts",
                "mobile_app_version",
                "mobile_country_code",
                "sms_id",
                "phoneid",
                "usermobileid",
                "smsCount",
                "sms_sent_at",
                "whatsapp_msg_id",
                "hotline_id",
                "msisdn_hash",
                "fax_enabled",
                "is_mobile",
                "hasPhone",
                "ssn_flag",
                "ssn_count",
                "ssn_hash",
                "card_count",
                "cardVersion",
                "tax_rate",
                "iban_hash",
                "created_ts",
                "duration_ms",
                "login_count"
            })
    void aNumberOfAThingIsNotTheThing(String name) {
        Inspector likely = everything(Likelihood.LIKELY);
        Inspector possible = everything(Likelihood.POSSIBLE);
        for (String value : List.of("47058793", "1710242820", "1710242820123", "219099997", "6502530199")) {
            assertThat(likely.inspect(value, name)).as(value).isEmpty();
            assertThat(possible.inspect(value, name))
                    .as("%s, of which another infoType may be possible", value)
                    .extracting(finding -> finding.infoType().name())
                    .doesNotContain("PHONE_NUMBER", "US_SOCIAL_SECURITY_NUMBER", "CREDIT_CARD_NUMBER");
        }
        assertThat(everything(Likelihood.LIKELY).inspect("{\"" + name + "\":47058793}"))
                .as("as a member")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "contact_phone,6502530199,PHONE_NUMBER",
        "customerphone,6502530199,PHONE_NUMBER",
        "homephoneno,6502530199,PHONE_NUMBER",
        "customerssn,219099997,US_SOCIAL_SECURITY_NUMBER",
        "ssnno,219099997,US_SOCIAL_SECURITY_NUMBER",
        "SSNNBR,219099997,US_SOCIAL_SECURITY_NUMBER",
        "patientnhsnumber,9434765919,UK_NATIONAL_HEALTH_SERVICE_NUMBER",
        "bsnnr,111222333,NETHERLANDS_BSN_NUMBER",
        "cust_cardval,4556737586899855,CREDIT_CARD_NUMBER",
        "imeinum,352099001761481,IMEI_HARDWARE_ID",
        "phone_number_2,6502530199,PHONE_NUMBER",
        "contact,6502530199,PHONE_NUMBER",
        "call_from,6502530199,PHONE_NUMBER",
        "last_phone,6502530199,PHONE_NUMBER",
        "num_tel,6502530199,PHONE_NUMBER",
        "phone_home,6502530199,PHONE_NUMBER",
        "mobile_with_country_code,16502530199,PHONE_NUMBER",
        "model_phone,6502530199,PHONE_NUMBER",
        "contact_id,650-253-0199,PHONE_NUMBER",
        "call_id,+16502530199,PHONE_NUMBER",
        "customer_ssn,219099997,US_SOCIAL_SECURITY_NUMBER",
        "contact_ssn,219099997,US_SOCIAL_SECURITY_NUMBER",
        "ssn_id,219099997,US_SOCIAL_SECURITY_NUMBER",
        "card_id,4556737586899855,CREDIT_CARD_NUMBER",
        "order_card,4556737586899855,CREDIT_CARD_NUMBER",
        "message,4556-7375-8689-9855,CREDIT_CARD_NUMBER",
        "dob,1985-07-04,DATE_OF_BIRTH",
        "birth_date,1985-07-04,DATE_OF_BIRTH",
        "date_of_birth,1985-07-04,DATE_OF_BIRTH",
        "born_at,1985-07-04,DATE_OF_BIRTH",
        "birth_ts,1985-07-04T00:00:00Z,DATE_OF_BIRTH",
        "bday,1985-07-04,DATE_OF_BIRTH",
        "swift_code,DEUTDEFF,SWIFT_CODE",
        "bank_code,DEUTDEFF,SWIFT_CODE",
        "version_server_ip,10.15.7.2,IP_ADDRESS",
        "ip,10.15.7.2,IP_ADDRESS",
        "server,10.15.7.2,IP_ADDRESS",
        "caller_id,6502530199,PHONE_NUMBER",
        "primary_account_number,4556737586899855,CREDIT_CARD_NUMBER",
        "mac,3c22fb317d7f,MAC_ADDRESS",
        "macAddress,3C22FB317D7F,MAC_ADDRESS",
        "employee_my_number,123456789018,JAPAN_INDIVIDUAL_NUMBER"
    })
    void theThingItselfIsFoundByItsName(String name, String value, String infoType) {
        assertThat(everything(Likelihood.LIKELY).inspect(value, name))
                .extracting(finding -> finding.infoType().name())
                .contains(infoType);
    }

    @ParameterizedTest
    @CsvSource({"mac=3C22FB317D7F,MAC_ADDRESS", "{\"mac\":\"3c22fb317d7f\"},MAC_ADDRESS"})
    void aLabelledHardwareAddressNeedsNoMarks(String text, String infoType) {
        assertThat(everything(Likelihood.LIKELY).inspect(text))
                .extracting(finding -> finding.infoType().name())
                .contains(infoType);
    }

    /** What is inside of a thing, or beside its name, is not the thing where its own name is about something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"contact\":{\"id\":\"47058793\"},\"call\":{\"id\":\"47058793\"}}",
                "{\"ssn_hash\":\"x\",\"phone\":{\"id\":\"219099997\"}}",
                "{\"phone\":{\"created_at\":1710242820,\"model\":\"12345678\"}}",
                "{\"metrics\":[{\"name\":\"call_count\",\"value\":1710242820}]}",
                "{\"birthday\":{\"sent_at\":\"2026-03-12\"}}"
            })
    void partsOfAThingInATextAreNotTheThing(String text) {
        assertThat(everything(Likelihood.LIKELY).inspect(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{\"phone\":{\"number\":6502530199}},PHONE_NUMBER",
        "{\"phone\":{\"home\":6502530199}},PHONE_NUMBER",
        "{\"type\":\"ssn\";\"id\":\"219099997\"},US_SOCIAL_SECURITY_NUMBER",
        "{\"ssn\":{\"id\":\"219099997\"}},US_SOCIAL_SECURITY_NUMBER",
        "{\"birth\":{\"date\":\"1985-07-04\"}},DATE_OF_BIRTH"
    })
    void whatIsInsideOfAThingOrBesideItsNameIsTheThing(String text, String infoType) {
        assertThat(everything(Likelihood.LIKELY).inspect(text.replace(';', ',')))
                .extracting(finding -> finding.infoType().name())
                .contains(infoType);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"commit 3c22fb317d7f", "mac=3c22fb317d7f0", "mac=3c22fb317d7g", "{\"span\":\"3c22fb317d7f\"}"})
    void otherHexadecimalDigitsAreLeft(String text) {
        assertThat(everything(Likelihood.POSSIBLE).inspect(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "version,10.15.7.2",
        "app_version,120.0.0.0",
        "osVersion,10.15.7.2",
        "firmware,12.34.56.78",
        "driver,10.15.7.2",
        "release,12.34.56.78",
        "ip_version,10.15.7.2",
        "server_version,10.15.7.2",
        "birthday_sent_at,2026-03-12T10:15:32Z",
        "dob_verified_at,2026-03-12T10:15:32Z",
        "birth_date_updated_at,2026-03-12T10:15:32Z",
        "birthday_campaign_date,2026-03-12",
        "born_count,2026-03-12",
        "swift_version,HANDBOOK",
        "swiftModule,HANDBOOK"
    })
    void versionsAndTimesAreLeft(String name, String value) {
        assertThat(everything(Likelihood.POSSIBLE).inspect(value, name)).isEmpty();
    }

    private enum Counted {
        CARDS_16("4", 15, ""),
        NINE_DIGITS("", 9, ""),
        TEN_DIGITS("", 10, ""),
        ELEVEN_DIGITS("", 11, ""),
        THIRTEEN_DIGITS("", 13, ""),
        SSN_GROUPS("", 9, "(\\d{3})(\\d{2})(\\d{4})"),
        PHONE_GROUPS("", 10, "(\\d{3})(\\d{3})(\\d{4})"),
        CARD_GROUPS("4", 15, "(\\d{4})(\\d{4})(\\d{4})(\\d{4})");

        private final String first;
        private final int digits;
        private final String groups;

        Counted(String first, int digits, String groups) {
            this.first = first;
            this.digits = digits;
            this.groups = groups;
        }

        String value(Random random) {
            StringBuilder value = new StringBuilder(first);
            for (int i = 0; i < digits; i++) {
                value.append(random.nextInt(i == 0 ? 9 : 10) + (i == 0 ? 1 : 0));
            }
            String grouped = groups.length() > 30 ? "$1-$2-$3-$4" : "$1-$2-$3";
            return groups.isEmpty() ? value.toString() : value.toString().replaceAll(groups, grouped);
        }
    }

    /** What the manual says of counted things holds at every threshold. */
    @ParameterizedTest
    @EnumSource
    void whatIsCountedIsNoIdentifierAtAnyThreshold(Counted kind) {
        Inspector inspector = everything(Likelihood.POSSIBLE);
        Random random = new Random(SEED);
        for (int i = 0; i < VALUES; i++) {
            String value = kind.value(random);
            for (String name :
                    List.of("order_id", "orderId", "barcode", "invoiceNo", "message_id", "tracking-number")) {
                assertThat(inspector.inspect(value, name))
                        .as("seed %d: %s=%s", SEED, name, value)
                        .isEmpty();
            }
        }
    }

    /** A field that holds what its name says, in the scripts and languages of the table of words. */
    @ParameterizedTest
    @CsvSource({
        "卡号,4556737586899855,CREDIT_CARD_NUMBER",
        "カード番号,4556737586899855,CREDIT_CARD_NUMBER",
        "บัตร,4556737586899855,CREDIT_CARD_NUMBER",
        "कार्ड,4556737586899855,CREDIT_CARD_NUMBER",
        "بطاقة,4556737586899855,CREDIT_CARD_NUMBER",
        "כרטיס,4556737586899855,CREDIT_CARD_NUMBER",
        "thẻ,4556737586899855,CREDIT_CARD_NUMBER",
        "Kartennummer,4556737586899855,CREDIT_CARD_NUMBER",
        "CB,4556737586899855,CREDIT_CARD_NUMBER",
        "ccnum,4556737586899855,CREDIT_CARD_NUMBER",
        "bankcard,4556737586899855,CREDIT_CARD_NUMBER",
        "出生日期,1985-07-04,DATE_OF_BIRTH",
        "生年月日,1985-07-04,DATE_OF_BIRTH",
        "個人番号,123456789018,JAPAN_INDIVIDUAL_NUMBER",
        "주민등록번호,6510281953504,KOREA_RRN",
        "주민번호,6510281953504,KOREA_RRN",
        "Teléfono,6502530199,PHONE_NUMBER",
        "Tél,6502530199,PHONE_NUMBER",
        "Telemóvel,6502530199,PHONE_NUMBER",
        "Telemovel,6502530199,PHONE_NUMBER",
        "Telefoon,6502530199,PHONE_NUMBER",
        "Mobiel,6502530199,PHONE_NUMBER",
        "Telefax,6502530199,PHONE_NUMBER",
        "Kontakt,6502530199,PHONE_NUMBER",
        "Rückruf,6502530199,PHONE_NUMBER",
        "Callback,6502530199,PHONE_NUMBER",
        "Ph,6502530199,PHONE_NUMBER",
        "mob,6502530199,PHONE_NUMBER",
        "тел,6502530199,PHONE_NUMBER",
        "Телефон,6502530199,PHONE_NUMBER",
        "電話番号,6502530199,PHONE_NUMBER",
        "携帯,6502530199,PHONE_NUMBER",
        "手机号,6502530199,PHONE_NUMBER",
        "电话,6502530199,PHONE_NUMBER",
        "전화번호,6502530199,PHONE_NUMBER",
        "휴대폰,6502530199,PHONE_NUMBER",
        "โทร,6502530199,PHONE_NUMBER",
        "เบอร์โทร,6502530199,PHONE_NUMBER",
        "मोबाइल,6502530199,PHONE_NUMBER",
        "फ़ोन,6502530199,PHONE_NUMBER",
        "هاتف,6502530199,PHONE_NUMBER",
        "جوال,6502530199,PHONE_NUMBER",
        "טלפון,6502530199,PHONE_NUMBER",
        "điện thoại,6502530199,PHONE_NUMBER",
        "SĐT,6502530199,PHONE_NUMBER",
        "τηλέφωνο,6502530199,PHONE_NUMBER",
        "Telepon,6502530199,PHONE_NUMBER",
        "tlf,6502530199,PHONE_NUMBER"
    })
    void labelsOfOtherLanguagesAreLabelsInNamesAndTexts(String label, String value, String infoType) {
        Inspector inspector = everything(Likelihood.LIKELY);

        for (String text : List.of(
                label + ": " + value,
                label + " " + value,
                "{\"" + label + "\":\"" + value + "\"}",
                "{\"" + label + "\": \"" + value + "\"}")) {
            assertThat(inspector.inspect(text))
                    .as(text)
                    .extracting(finding -> finding.infoType().name())
                    .contains(infoType);
        }
        assertThat(inspector.inspect(value, label))
                .as("field %s", label)
                .extracting(finding -> finding.infoType().name())
                .contains(infoType);
    }
}
