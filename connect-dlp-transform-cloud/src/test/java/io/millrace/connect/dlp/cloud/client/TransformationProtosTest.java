// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.privacy.dlp.v2.FieldTransformation;
import com.google.privacy.dlp.v2.InfoTypeTransformations.InfoTypeTransformation;
import com.google.privacy.dlp.v2.PrimitiveTransformation;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.connect.dlp.deidentify.Alphabet;
import io.millrace.connect.dlp.deidentify.CharacterMask;
import io.millrace.connect.dlp.deidentify.CharactersToIgnore;
import io.millrace.connect.dlp.deidentify.CryptoDeterministic;
import io.millrace.connect.dlp.deidentify.CryptoHash;
import io.millrace.connect.dlp.deidentify.CryptoReplaceFfxFpe;
import io.millrace.connect.dlp.deidentify.DateShift;
import io.millrace.connect.dlp.deidentify.FixedSizeBucketing;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.deidentify.Primitives;
import io.millrace.connect.dlp.deidentify.Redact;
import io.millrace.connect.dlp.deidentify.Replace;
import io.millrace.connect.dlp.deidentify.ReplaceDictionary;
import io.millrace.connect.dlp.deidentify.ReplaceWithInfoType;
import io.millrace.connect.dlp.deidentify.TimePart;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.rules.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request says is what dlp.proto has a word for. */
class TransformationProtosTest {
    private static final FieldPath ID = FieldPath.parse("customer.id");

    private static TransformationProtos protos() {
        return new TransformationProtos(name -> ("key " + name).getBytes(StandardCharsets.UTF_8));
    }

    private static PrimitiveTransformation primitive(Primitive primitive, @Nullable String column) {
        return protos().of(new Treatment.WholeValue(primitive, null), column).getPrimitiveTransformation();
    }

    /** Every primitive, and its message in JSON with keys as they are sent. */
    static Stream<Arguments> primitives() {
        String key = "'cryptoKey': {'unwrapped': {'key': 'a2V5IGs='}}";
        return Stream.of(
                Arguments.of(new Replace("x"), "{'replaceConfig': {'newValue': {'stringValue': 'x'}}}"),
                Arguments.of(new Redact(), "{'redactConfig': {}}"),
                Arguments.of(
                        new CharacterMask(
                                "#", -4, true, new CharactersToIgnore("-", Set.of(CharactersToIgnore.Group.NUMERIC))),
                        "{'characterMaskConfig': {'maskingCharacter': '#', 'numberToMask': -4, 'reverseOrder': true, "
                                + "'charactersToIgnore': [{'charactersToSkip': '-'}, {'commonCharactersToIgnore': 'NUMERIC'}]}}"),
                Arguments.of(new CryptoHash("k"), "{'cryptoHashConfig': {" + key + "}}"),
                Arguments.of(
                        new CryptoDeterministic("k", "T", ID),
                        "{'cryptoDeterministicConfig': {" + key
                                + ", 'surrogateInfoType': {'name': 'T'}, 'context': {'name': 'c0'}}}"),
                Arguments.of(
                        new CryptoReplaceFfxFpe("k", Alphabet.radix(10), null, ID),
                        "{'cryptoReplaceFfxFpeConfig': {" + key
                                + ", 'customAlphabet': '0123456789', 'context': {'name': 'c0'}}}"),
                Arguments.of(
                        new DateShift(-3, 4, "k", ID),
                        "{'dateShiftConfig': {'lowerBoundDays': -3, 'upperBoundDays': 4, 'context': {'name': 'c0'}, "
                                + key + "}}"),
                Arguments.of(
                        new FixedSizeBucketing(10, 89.5, 10),
                        "{'fixedSizeBucketingConfig': {'lowerBound': {'floatValue': 10}, 'upperBound': {'floatValue': 89.5}, "
                                + "'bucketSize': 10}}"),
                Arguments.of(
                        Primitives.ALL.read(
                                Json.parse(("{'bucketingConfig': {'buckets': [{'max': {'integerValue': 18}}, "
                                                + "{'min': {'stringValue': 'm'}, 'replacementValue': {'stringValue': 'r'}}]}}")
                                        .replace('\'', '"'))),
                        "{'bucketingConfig': {'buckets': [{'max': {'floatValue': 18}, 'replacementValue': {'stringValue': '-18'}}, "
                                + "{'min': {'stringValue': 'm'}, 'replacementValue': {'stringValue': 'r'}}]}}"),
                Arguments.of(
                        new TimePart(TimePart.Part.WEEK_OF_YEAR),
                        "{'timePartConfig': {'partToExtract': 'WEEK_OF_YEAR'}}"),
                Arguments.of(new ReplaceWithInfoType(), "{'replaceWithInfoTypeConfig': {}}"),
                Arguments.of(
                        new ReplaceDictionary(List.of("Ann", "Bob"), "k"),
                        "{'replaceDictionaryConfig': {'wordList': {'words': ['Ann', 'Bob']}}}"));
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void saysAPrimitiveInCloudDlpsWords(Primitive primitive, String json) throws InvalidProtocolBufferException {
        PrimitiveTransformation.Builder expected = PrimitiveTransformation.newBuilder();
        JsonFormat.parser().merge(json.replace('\'', '"'), expected);

        assertThat(primitive(primitive, "c0")).isEqualTo(expected.build());
    }

    @Test
    void tellsOfEveryPrimitive() {
        assertThat(primitives().map(arguments -> ((Primitive) arguments.get()[0]).name()))
                .containsExactlyInAnyOrderElementsOf(Primitives.ALL.names());
    }

    @Test
    void leavesOutAContextThatTheRecordLacks() {
        assertThat(primitive(new DateShift(1, 2, "k", ID), null).getDateShiftConfig())
                .matches(config -> !config.hasContext() && !config.hasCryptoKey());
        assertThat(primitive(new CryptoDeterministic("k", null, ID), null).getCryptoDeterministicConfig())
                .matches(config -> !config.hasContext() && config.hasCryptoKey());
    }

    @Test
    void namesInfoTypesOfOnePrimitiveTogether() {
        FieldTransformation transformation = protos().of(
                        new Treatment.Findings(
                                Map.of(
                                        "B", new Redact(),
                                        "A", new Redact(),
                                        "C", new Replace("x")),
                                null),
                        null);

        assertThat(transformation.getInfoTypeTransformations().getTransformationsList())
                .extracting(InfoTypeTransformation::getInfoTypesCount)
                .containsExactly(2, 1);
    }
}
