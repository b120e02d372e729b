// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.key.TestKeys;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformationsTest {
    private static final String KEYSET = TestKeys.prf("k", "other");
    private static final FieldPath ANY_CONTEXT = FieldPath.parse("id");

    private static Transformation transformation(Primitive primitive) {
        return primitive.start(materials(KEYSET), null);
    }

    private static Materials materials(String keyset) {
        return new Materials(Keyring.parse(keyset, null), new Random(1));
    }

    private static Object masked(Primitive primitive, String text) {
        return apply(transformation(primitive), FieldType.TEXT, text, null);
    }

    private static Object apply(Transformation transformation, FieldType type, Object value, @Nullable Object context) {
        return requireNonNull(transformation.apply(type, value, context));
    }

    // The first three are the worked examples of dlp.proto and of Google's samples; see transforms.tsv.
    @ParameterizedTest
    @CsvSource({
        "0,  14, false, '',  1234-5678-9012-3456, 00000000000000-3456",
        "*,  5,  false, '-', 555-555-5555,        ***-**5-5555",
        "X,  5,  false, '',  372819127,           XXXXX9127",
        ",   0,  false, '',  secret,              ******",
        "#,  -4, false, '-', 1234-5678-9012-3456, ####-####-####-3456",
        "#,  4,  true,  '',  12345678,            1234####",
        "#,  0,  false, '',  a𝒳b,                 ###",
        "#,  -9, false, '',  short,               short"
    })
    void masksCharactersAsCloudDlpDoes(
            String character, int number, boolean reverse, String skip, String text, String expected) {
        Primitive mask = new CharacterMask(character, number, reverse, new CharactersToIgnore(skip, Set.of()));

        assertThat(masked(mask, text)).isEqualTo(expected);
    }

    @Test
    void masksNumbersWithZeros() {
        Primitive mask = new CharacterMask(null, 2, false, CharactersToIgnore.NONE);

        assertThat(apply(transformation(mask), FieldType.INTEGER, 123, null)).isEqualTo("003");
    }

    @ParameterizedTest
    @CsvSource({"9,-10", "10,10-20", "85,80-89", "89,89+", "19.99,10-20"})
    void namesFixedSizeBucketsAsCloudDlpDoes(String value, String expected) {
        assertThat(masked(new FixedSizeBucketing(10, 89, 10), value)).isEqualTo(expected);
    }

    @Test
    void refusesToShowAValueThatNoBucketHolds() {
        Primitive buckets = new Bucketing(List.of(Bucket.of("0", "18", "minor"), Bucket.of("18", "65", null)));

        assertThat(masked(buckets, "17")).isEqualTo("minor");
        assertThat(apply(transformation(buckets), FieldType.DECIMAL, new BigDecimal("18.0"), null))
                .isEqualTo("18-65");
        assertThatThrownBy(() -> masked(buckets, "70"))
                .isInstanceOf(MaskingException.class)
                .hasMessageNotContaining("70");
    }

    @ParameterizedTest
    @CsvSource({
        "YEAR, 01/01/1970, 1970",
        "MONTH, 2024-03-09, 3",
        "DAY_OF_WEEK, 2024-03-10, 7",
        "HOUR_OF_DAY, 2024-03-09T13:14:15.123Z, 13",
        "WEEK_OF_YEAR, 2021-01-03, 53"
    })
    void extractsTimeParts(TimePart.Part part, String text, String expected) {
        assertThat(masked(new TimePart(part), text)).isEqualTo(expected);
    }

    @Test
    void extractsTimePartsBefore1970FromDebeziumTypes() {
        Transformation year = transformation(new TimePart(TimePart.Part.YEAR));

        assertThat(apply(
                        year,
                        FieldType.EPOCH_DAYS,
                        (int) LocalDate.of(1957, 10, 4).toEpochDay(),
                        null))
                .isEqualTo(1957);
        assertThat(apply(year, FieldType.EPOCH_MICROS, -1L, null)).isEqualTo(1969);
    }

    @Test
    void shiftsAllDatesOfOneContextAlikeAndKeepsTheirForm() {
        Primitive shift = new DateShift(-100, -1, "k", ANY_CONTEXT);

        Transformation transformation = transformation(shift);
        Object text = apply(transformation, FieldType.TEXT, "1980-05-17 10:11:12.5+02", "alice");
        Object days = apply(
                transformation,
                FieldType.EPOCH_DAYS,
                (int) LocalDate.of(1980, 5, 17).toEpochDay(),
                "alice");

        assertThat((String) text)
                .matches("\\d{4}-\\d\\d-\\d\\d 10:11:12\\.5\\+02")
                .isLessThan("1980-05-17");
        assertThat(LocalDate.ofEpochDay((Integer) days)).hasToString(((String) text).substring(0, 10));
        assertThat(apply(transformation, FieldType.TEXT, "1980-05-17", "alice"))
                .isEqualTo(((String) text).substring(0, 10));
    }

    @Test
    void refusesToShiftWithoutAContext() {
        Primitive shift = new DateShift(-100, -1, "k", ANY_CONTEXT);

        assertThatThrownBy(() -> masked(shift, "1980-05-17")).hasMessageContaining("context");
    }

    @Test
    void hashesToFortyFourCharactersThatDependOnTheKey() {
        Object hash = masked(new CryptoHash("k"), "alice@example.org");

        assertThat((String) hash).hasSize(44).isNotEqualTo(masked(new CryptoHash("other"), "alice@example.org"));
        assertThat(masked(new CryptoHash("k"), "alice@example.org")).isEqualTo(hash);
        assertThat(apply(transformation(new CryptoHash("k")), FieldType.INTEGER, 42L, null))
                .isEqualTo(masked(new CryptoHash("k"), "42"));
    }

    @Test
    void bringsDeterministicTokensBackInTheirContextOnly() {
        CryptoDeterministic config = new CryptoDeterministic("k", "EMAIL_TOKEN", ANY_CONTEXT);
        Transformation.Reversible cipher = (Transformation.Reversible) transformation(config);

        String token = (String) apply(cipher, FieldType.TEXT, "älice@example.org", 7L);

        assertThat(token)
                .matches("EMAIL_TOKEN\\(\\d+\\):[A-Za-z0-9+/=]+")
                .isEqualTo(apply(cipher, FieldType.TEXT, "älice@example.org", 7));
        assertThat(cipher.reidentify(token, 7L)).isEqualTo("älice@example.org");
        assertThatThrownBy(() -> cipher.reidentify(token, 8L)).isInstanceOf(MaskingException.class);
        assertThatThrownBy(() -> cipher.reidentify("EMAIL_TOKEN(4):aaaa", 7L)).isInstanceOf(MaskingException.class);
        assertThatThrownBy(() -> cipher.reidentify("plain text", 7L)).isInstanceOf(MaskingException.class);
    }

    @Test
    void readsTokensOfOlderKeysAfterARotation() {
        String before = TestKeys.prfKeyset();
        CryptoDeterministic config = new CryptoDeterministic(null, null, null);
        Transformation.Reversible old = config.startUndoing(materials(before));
        Transformation.Reversible rotated = config.startUndoing(materials(TestKeys.rotated(before)));

        String oldToken = (String) apply(old, FieldType.TEXT, "alice", null);

        assertThat(apply(rotated, FieldType.TEXT, "alice", null)).isNotEqualTo(oldToken);
        assertThat(rotated.reidentify(oldToken, null)).isEqualTo("alice");
    }

    @Test
    void encryptsInFormatAndRefusesSmallDomains() {
        CryptoReplaceFfxFpe config = new CryptoReplaceFfxFpe("k", Alphabet.common("NUMERIC"), null, null);
        Transformation.Reversible ff1 = (Transformation.Reversible) transformation(config);

        String token = (String) apply(ff1, FieldType.TEXT, "4111111111111111", null);

        assertThat(token).matches("\\d{16}").isNotEqualTo("4111111111111111");
        assertThat(ff1.reidentify(token, null)).isEqualTo("4111111111111111");
        assertThat(apply(ff1, FieldType.INTEGER, 4111111111111111L, null)).isEqualTo(token);
        assertThatThrownBy(() -> apply(ff1, FieldType.TEXT, "12345", null)).hasMessageContaining("1,000,000");
        assertThatThrownBy(() -> apply(ff1, FieldType.TEXT, "4111-1111-1111-1111", null))
                .isInstanceOf(MaskingException.class);
    }

    @Test
    void picksTheSameWordForTheSameValueWhenKeyed() {
        Primitive keyed = new ReplaceDictionary(List.of("Ann", "Bob", "Cay", "Dan", "Eve"), "k");

        assertThat(masked(keyed, "alice")).isEqualTo(masked(keyed, "alice")).isIn("Ann", "Bob", "Cay", "Dan", "Eve");
    }

    /** A text that makes nothing be escaped. */
    private static final class Plain implements Surrogate.Surroundings {
        private final String text;
        private int end;

        Plain(String text) {
            this.text = text;
        }

        @Override
        public @Nullable String token(int head, int from, int length, String alphabet) {
            end = from + length;
            boolean token =
                    end <= text.length() && text.substring(from, end).chars().allMatch(c -> alphabet.indexOf(c) >= 0);
            return token ? text.substring(from, end) : null;
        }

        @Override
        public int end() {
            return end;
        }

        @Override
        public String escaped(String original) {
            return original;
        }
    }

    @Test
    void findsRealSurrogatesBehindInventedOnes() {
        Surrogate surrogate = new Surrogate("T", "abcdefghijklmnopqrstuvwxyz", 1_000);

        String text = surrogate.replaceAll(
                "a T(3):abc b T(9):short T(2):xyz",
                new Plain("a T(3):abc b T(9):short T(2):xyz"),
                token -> token.endsWith(":abc") || token.endsWith(":xy") ? "<" + token + ">" : token);

        assertThat(text).isEqualTo("a <T(3):abc> b T(9):short <T(2):xy>z");
    }

    @Test
    void namesTheKeyThatIsMissingAndTheKeysThereAre() {
        assertThatThrownBy(() -> transformation(new CryptoHash("absent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'absent'")
                .hasMessageContaining("k, other");
    }

    @Test
    void readsAKeysetWithoutQuotingItWhenItIsBroken() {
        assertThatThrownBy(() -> Keyring.parse("{\"k\": {\"primaryKeyId\": 1, \"key\": \"SECRET\"}}", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'k'")
                .hasMessageNotContaining("SECRET")
                .hasNoCause();
    }
}
