// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.PrimitiveTransformation;
import com.google.privacy.dlp.v2.Value;
import com.google.protobuf.TextFormat;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** dlp.proto's primitives, by its own examples where it gives one; configs are in protobuf's text format. */
class TransformationsTest {
    private static final String KEY = "crypto_key { unwrapped { key: '0123456789abcdef0123456789abcdef' } }";

    private static Value applied(String primitive, Value value, Function<FieldId, Optional<Value>> row)
            throws TextFormat.ParseException, UntransformableException {
        return new Transformations(/* leavesUntransformed= */ false)
                .of(TextFormat.parse(primitive, PrimitiveTransformation.class))
                .apply(value, new Occasion("EMAIL_ADDRESS", row));
    }

    private static Value applied(String primitive, Value value)
            throws TextFormat.ParseException, UntransformableException {
        return applied(primitive, value, field -> Optional.empty());
    }

    private static String applied(String primitive, String text)
            throws TextFormat.ParseException, UntransformableException {
        return applied(primitive, Values.ofText(text)).getStringValue();
    }

    private static Function<FieldId, Optional<Value>> row(String field, Value value) {
        return wanted -> wanted.getName().equals(field) ? Optional.of(value) : Optional.empty();
    }

    private static Value integer(long value) {
        return Value.newBuilder().setIntegerValue(value).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "masking_character: '0' number_to_mask: 14 | 1234-5678-9012-3456 | 00000000000000-3456",
                "masking_character: '*' number_to_mask: 3 reverse_order: true | 12345 | 12***",
                "number_to_mask: 5 characters_to_ignore { characters_to_skip: '-' } | 555-555-5555 | ***-**5-5555",
                "number_to_mask: -4 characters_to_ignore { characters_to_skip: '-' } | 1234-5678-9012-3456 | ****-****-****-3456",
                "number_to_mask: -4 reverse_order: true characters_to_ignore { characters_to_skip: '-' } | 1234-5678-9012-3456 | 1234-****-****-****",
                "characters_to_ignore { common_characters_to_ignore: PUNCTUATION } | a.b-c | *.*-*",
                "number_to_mask: 99 | abc | ***",
                "number_to_mask: -99 | abc | abc"
            })
    void aCharacterMaskIsAsItsProtoSays(String config, String text, String masked) throws Exception {
        assertThat(applied("character_mask_config { " + config + " }", text)).isEqualTo(masked);
    }

    @Test
    void aMaskedNumberStaysOneWhereNothingIsLost() throws Exception {
        assertThat(applied("character_mask_config { number_to_mask: 2 masking_character: '*' }", integer(123)))
                .isEqualTo(Values.ofText("**3"));
        assertThat(applied("character_mask_config { number_to_mask: 2 reverse_order: true }", integer(123)))
                .isEqualTo(integer(100));
        assertThat(applied("character_mask_config { number_to_mask: 2 }", integer(123)))
                .isEqualTo(Values.ofText("003"));
    }

    @ParameterizedTest
    @CsvSource({"9,-10", "10,10-20", "20,20-30", "85,80-89", "89,89+", "90,89+"})
    void fixedBucketsAreNamedAsTheirProtoSays(String number, String bucket) throws Exception {
        String config =
                "fixed_size_bucketing_config { lower_bound { float_value: 10 } upper_bound { integer_value: 89 }"
                        + " bucket_size: 10 }";

        assertThat(applied(config, number)).isEqualTo(bucket);
        assertThat(applied(config, integer(Long.parseLong(number)))).isEqualTo(Values.ofText(bucket));
    }

    @Test
    void bucketsIncludeTheirMinimumAndExcludeTheirMaximum() throws Exception {
        String config = "bucketing_config {"
                + " buckets { max { integer_value: 31 } replacement_value { string_value: 'LOW' } }"
                + " buckets { min { integer_value: 31 } max { integer_value: 66 } replacement_value { string_value: 'MEDIUM' } }"
                + " buckets { min { integer_value: 66 } max { integer_value: 101 } replacement_value { string_value: 'HIGH' } } }";

        assertThat(applied(config, "30.5")).isEqualTo("LOW");
        assertThat(applied(config, "31")).isEqualTo("MEDIUM");
        assertThat(applied(config, integer(66))).isEqualTo(Values.ofText("HIGH"));
        assertThatThrownBy(() -> applied(config, "101")).isInstanceOf(UntransformableException.class);
        assertThatThrownBy(() -> applied(config, "many")).isInstanceOf(UntransformableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "YEAR, 01/02/1970, 1970",
        "MONTH, 1970-01-02, 1",
        "DAY_OF_MONTH, 1970-01-02, 2",
        "DAY_OF_WEEK, 1970-01-04, 7",
        "WEEK_OF_YEAR, 2020-12-31, 53",
        "HOUR_OF_DAY, 2020-12-31T23:59:00Z, 23"
    })
    void aPartOfATimeIsExtracted(String part, String time, String extracted) throws Exception {
        assertThat(applied("time_part_config { part_to_extract: " + part + " }", time))
                .isEqualTo(extracted);
    }

    @Test
    void aDateShiftKeepsTheFormatAndTheBounds() throws Exception {
        String config = "date_shift_config { lower_bound_days: -5 upper_bound_days: 3 }";

        for (int i = 0; i < 50; i++) {
            assertThat(LocalDate.parse(applied(config, "2024-02-29")))
                    .isBetween(LocalDate.parse("2024-02-24"), LocalDate.parse("2024-03-03"));
        }
        assertThat(applied(config, "2/29/2024")).matches("[23]/\\d{1,2}/2024");
        assertThatThrownBy(() -> applied(config, "10.0.0.1")).isInstanceOf(UntransformableException.class);
    }

    @Test
    void aDateShiftUnderAKeyIsOneForEachContext() throws Exception {
        String config = "date_shift_config { lower_bound_days: -1000 upper_bound_days: 1000 context { name: 'id' } "
                + KEY + " }";

        Value first = applied(config, Values.ofText("2024-01-01"), row("id", Values.ofText("ada")));
        Value again = applied(config, Values.ofText("2024-01-01"), row("id", Values.ofText("ada")));
        Value other = applied(config, Values.ofText("2024-01-01"), row("id", Values.ofText("bob")));

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThatThrownBy(() -> applied(config, "2024-01-01")).isInstanceOf(UntransformableException.class);
    }

    @Test
    void aHashIsHmacWithSha256InBase64() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        String expected = Base64.getEncoder().encodeToString(mac.doFinal("42".getBytes(StandardCharsets.US_ASCII)));

        assertThat(applied("crypto_hash_config { " + KEY + " }", "42"))
                .isEqualTo(expected)
                .hasSize(44);
        assertThat(applied("crypto_hash_config { " + KEY + " }", integer(42))).isEqualTo(Values.ofText(expected));
        assertThatThrownBy(() -> applied(
                        "crypto_hash_config { " + KEY + " }",
                        Value.newBuilder().setFloatValue(4.2).build()))
                .isInstanceOf(UntransformableException.class);
    }

    @Test
    void deterministicTokensDependOnTheContextAndAreMarked() throws Exception {
        String config = "crypto_deterministic_config { " + KEY
                + " surrogate_info_type { name: 'TOKEN' } context { name: 'tenant' } }";

        String one = applied(config, "ada@example.org");
        String tenant = applied(config, Values.ofText("ada@example.org"), row("tenant", Values.ofText("a")))
                .getStringValue();

        assertThat(one).matches("TOKEN\\(\\d+\\):[A-Za-z0-9+/]+=*");
        String token = one.substring(one.indexOf(':') + 1);
        assertThat(one).startsWith("TOKEN(" + token.length() + ")");
        assertThat(Base64.getDecoder().decode(token)).hasSize("ada@example.org".length() + 16);
        assertThat(applied(config, "ada@example.org")).isEqualTo(one);
        assertThat(tenant).isNotEqualTo(one);
    }

    @Test
    void formatPreservingTokensKeepLengthAndAlphabet() throws Exception {
        String config = "crypto_replace_ffx_fpe_config { " + KEY + " common_alphabet: NUMERIC context { name: 'c' } }";

        String token = applied(config, "4111111111111111");
        Value byInteger = applied(config, Values.ofText("4111111111111111"), row("c", integer(7)));
        Value byText = applied(config, Values.ofText("4111111111111111"), row("c", Values.ofText("7")));

        assertThat(token).matches("\\d{16}").isNotEqualTo("4111111111111111");
        assertThat(byInteger).isNotEqualTo(byText).isNotEqualTo(Values.ofText(token));
        assertThat(applied(config, "")).isEmpty();
        assertThatThrownBy(() -> applied(config, "7")).isInstanceOf(UntransformableException.class);
        assertThatThrownBy(() -> applied(config, "4111-1111")).isInstanceOf(UntransformableException.class);
    }

    @Test
    void theOrderOfAnAlphabetDoesNotMatter() throws Exception {
        String config = "crypto_replace_ffx_fpe_config { " + KEY + " custom_alphabet: '%s' }";

        assertThat(applied(config.formatted("abcdefghij"), "abcabcabc"))
                .isEqualTo(applied(config.formatted("jihgfedcba"), "abcabcabc"));
    }

    @Test
    void whatNeedsNoKeyIsSimple() throws Exception {
        assertThat(applied("redact_config {}", "ada@example.org")).isEmpty();
        assertThat(applied("replace_with_info_type_config {}", "ada@example.org"))
                .isEqualTo("[EMAIL_ADDRESS]");
        assertThat(applied("replace_config { new_value { integer_value: 7 } }", Values.ofText("a")))
                .isEqualTo(integer(7));
        assertThat(applied("replace_dictionary_config { word_list { words: 'x' words: 'y' } }", "a"))
                .isIn("x", "y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "character_mask_config { masking_character: 'ab' }",
                "crypto_hash_config { crypto_key { unwrapped { key: 'short' } } }",
                "crypto_hash_config {}",
                "crypto_hash_config { crypto_key { unwrapped { key: '0123456789abcdef' } } }",
                "crypto_replace_ffx_fpe_config { crypto_key { transient { name: 'k' } } }",
                "crypto_replace_ffx_fpe_config { crypto_key { transient { name: 'k' } } radix: 96 }",
                "crypto_replace_ffx_fpe_config { crypto_key { transient { name: 'k' } } custom_alphabet: 'aa' }",
                "date_shift_config { lower_bound_days: 2 upper_bound_days: 1 }",
                "date_shift_config { upper_bound_days: 365251 }",
                "date_shift_config { upper_bound_days: 1 context { name: 'id' } }",
                "fixed_size_bucketing_config { lower_bound { integer_value: 9 } upper_bound { integer_value: 8 } bucket_size: 1 }",
                "bucketing_config { buckets { min { integer_value: 1 } } }",
                "time_part_config {}",
                "replace_dictionary_config {}"
            })
    void aConfigurationThatCloudDlpRefusesIsRefusedBeforeContentIsSeen(String config) throws Exception {
        PrimitiveTransformation primitive = TextFormat.parse(config, PrimitiveTransformation.class);

        assertThatThrownBy(() -> new Transformations(true).of(primitive))
                .extracting(refused -> refused.getClass().getSimpleName())
                .isEqualTo("DlpException");
    }

    @Test
    void aKeyThatIsMadeForARequestIsTheSameByItsName() throws Exception {
        Transformations request = new Transformations(false);
        PrimitiveTransformation hash = TextFormat.parse(
                "crypto_hash_config { crypto_key { transient { name: 'k' } } }", PrimitiveTransformation.class);
        Occasion nowhere = new Occasion("", field -> Optional.empty());

        Value first = request.of(hash).apply(Values.ofText("a"), nowhere);

        assertThat(request.of(hash).apply(Values.ofText("a"), nowhere)).isEqualTo(first);
        assertThat(new Transformations(false).of(hash).apply(Values.ofText("a"), nowhere))
                .isNotEqualTo(first);
    }

    @Test
    void aValueThatCannotBeTransformedStaysWhereTheRequestSaysSo() throws Exception {
        PrimitiveTransformation shift =
                TextFormat.parse("date_shift_config { upper_bound_days: 1 }", PrimitiveTransformation.class);

        assertThat(new Transformations(/* leavesUntransformed= */ true)
                        .of(shift)
                        .apply(Values.ofText("10.0.0.1"), new Occasion("", field -> Optional.empty())))
                .isEqualTo(Values.ofText("10.0.0.1"));
    }
}
