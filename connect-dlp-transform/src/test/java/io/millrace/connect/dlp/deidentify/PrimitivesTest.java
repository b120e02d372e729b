// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.key.TestKeys;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.UnfitOption;
import io.millrace.connect.testkit.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimitivesTest {
    private static final Materials MATERIALS = new Materials(Keyring.parse(TestKeys.prf("k"), null), new Random(1));
    private static final Map<String, Primitive> BY_NAME = Stream.of(
                    new Replace("x"),
                    new Redact(),
                    new CharacterMask(null, 0, false, CharactersToIgnore.NONE),
                    new CryptoHash("k"),
                    new CryptoDeterministic("k", null, null),
                    new CryptoReplaceFfxFpe("k", Alphabet.radix(10), null, null),
                    new DateShift(1, 2, null, null),
                    new FixedSizeBucketing(0, 9, 3),
                    new Bucketing(List.of(Bucket.of("0", "9", null))),
                    new TimePart(TimePart.Part.YEAR),
                    new ReplaceWithInfoType(),
                    new ReplaceDictionary(List.of("a"), null))
            .collect(Collectors.toMap(Primitive::name, primitive -> primitive));

    private static Primitive named(String name) {
        return requireNonNull(BY_NAME.get(name), name);
    }

    @Test
    void knowsEveryPrimitiveOfThisTable() {
        assertThat(Primitives.ALL.names()).containsExactlyInAnyOrderElementsOf(BY_NAME.keySet());
    }

    @Test
    void hasARowForEachInTheManual() throws IOException {
        String manual = Files.readString(Path.of("..", "docs", "masking.md"));

        assertThat(Primitives.ALL.names()).allSatisfy(name -> assertThat(manual).contains("\n| `" + name + "` | "));
    }

    /** What each says of itself: whether it uses a key, repeats, can be undone, keeps the form, names the infoType. */
    @ParameterizedTest
    @CsvSource({
        "replace,                keyless, ALWAYS,     for good,  , ",
        "redact,                 keyless, ALWAYS,     for good,  , ",
        "character-mask,         keyless, ALWAYS,     for good,  , ",
        "crypto-hash,            keyed,   ALWAYS,     for good,  , ",
        "crypto-deterministic,   keyed,   ALWAYS,     undoable,  , ",
        "crypto-replace-ffx-fpe, keyed,   ALWAYS,     undoable,  , ",
        "date-shift,             keyless, WITH_A_KEY, for good,  keeps form, ",
        "fixed-size-bucketing,   keyless, ALWAYS,     for good,  , ",
        "bucketing,              keyless, ALWAYS,     for good,  , ",
        "time-part,              keyless, ALWAYS,     for good,  , ",
        "replace-with-info-type, keyless, ALWAYS,     for good,  , names infoType",
        "replace-dictionary,     keyless, WITH_A_KEY, for good,  , "
    })
    void saysOfItselfWhatTheRestGoesBy(
            String name, String key, Primitive.Repeats repeats, String undoing, String form, String infoType) {
        Primitive primitive = named(name);

        assertThat(primitive.key().used()).isEqualTo(key.equals("keyed"));
        assertThat(primitive.repeats()).isEqualTo(repeats);
        assertThat(canBeUndone(primitive)).isEqualTo(undoing.equals("undoable"));
        assertThat(primitive.keepsForm()).isEqualTo(form != null);
        assertThat(primitive.namesInfoType()).isEqualTo(infoType != null);
    }

    private static boolean canBeUndone(Primitive primitive) {
        try {
            primitive.startUndoing(MATERIALS);
            return true;
        } catch (UnfitOption no) {
            assertThat(no.option()).isEqualTo("transform");
            return false;
        }
    }

    @Test
    void repeatsWithTheKeyThatItLacked() {
        Primitive shift = new DateShift(1, 2, "k", FieldPath.parse("id"));
        Primitive dictionary = new ReplaceDictionary(List.of("a"), "k");

        assertThat(List.of(shift, dictionary)).allMatch(each -> each.repeats() == Primitive.Repeats.ALWAYS);
        assertThat(List.of(shift, dictionary)).allMatch(each -> each.key().used());
    }

    /** A key that Cloud DLP is not told of makes nothing repeat there. */
    @Test
    void tellsCloudDlpOfEveryKeyButThatOfADictionary() {
        assertThat(new ReplaceDictionary(List.of("a"), "k").isKeyedInCloud()).isFalse();
        assertThat(new DateShift(1, 2, "k", FieldPath.parse("id")).isKeyedInCloud())
                .isTrue();
        assertThat(BY_NAME.values())
                .allMatch(each -> each.isKeyedInCloud() == each.key().used());
    }

    @Test
    void readsWhatItWroteForCloudDlp() {
        Seeded.tries("a primitive read from its own JSON is the same", 300, random -> {
            Primitive primitive = RandomPrimitives.of(random.nextInt(RandomPrimitives.KINDS), random);
            String written = primitive.inCloud(new PolicyTerms()).toString();

            assertThat(Primitives.ALL.read(Json.parse(written))).as(written).isEqualTo(primitive);
        });
    }

    @Test
    void sendsNoKeyForADateShiftWhoseRecordHasNoContext() {
        Primitive shift = new DateShift(1, 2, "k", FieldPath.parse("id"));

        assertThat(shift.inCloud(withoutFields()).toString()).doesNotContain("cryptoKey", "context");
    }

    private static CloudConfig.Terms withoutFields() {
        return new CloudConfig.Terms() {
            @Override
            public JsonObject key(@Nullable String name) {
                return new JsonObject();
            }

            @Override
            public @Nullable String field(FieldPath context) {
                return null;
            }
        };
    }

    @Test
    void refusesATransformationThatNothingHereKnows() {
        assertThatThrownBy(() -> Primitives.ALL.read(Json.parse("{\"rot13Config\": {}}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no transformation that is known");
    }
}
