// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.privacy.dlp.v2.CryptoKey;
import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.FieldTransformation;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InfoTypeTransformations;
import com.google.privacy.dlp.v2.InfoTypeTransformations.InfoTypeTransformation;
import com.google.privacy.dlp.v2.PrimitiveTransformation;
import com.google.privacy.dlp.v2.UnwrappedCryptoKey;
import com.google.protobuf.ByteString;
import io.millrace.connect.dlp.rules.Primitive;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a rule does, in Cloud DLP's own messages. */
final class TransformationProtos {
    private final Function<@Nullable String, byte[]> keys;

    /**
     * With keys.
     *
     * @param keys 32 bytes for a key's name, null for the only key
     */
    TransformationProtos(Function<@Nullable String, byte[]> keys) {
        this.keys = keys;
    }

    /**
     * Without its fields; {@code context} is the column that holds the context value. Findings' infoTypes are all spelled
     * out.
     */
    FieldTransformation of(Treatment treatment, @Nullable FieldId context) {
        FieldTransformation.Builder transformation = FieldTransformation.newBuilder();
        if (treatment instanceof Treatment.WholeValue whole) {
            return transformation
                    .setPrimitiveTransformation(primitive(whole.primitive(), context))
                    .build();
        }
        InfoTypeTransformations.Builder byInfoType = InfoTypeTransformations.newBuilder();
        if (treatment instanceof Treatment.Findings findings) {
            // One for each primitive, not for each infoType: a request may have a hundred of them
            Map<Primitive, InfoTypeTransformation.Builder> byPrimitive = new LinkedHashMap<>();
            new TreeMap<>(findings.byInfoType())
                    .forEach((name, primitive) -> byPrimitive
                            .computeIfAbsent(
                                    primitive,
                                    each -> InfoTypeTransformation.newBuilder()
                                            .setPrimitiveTransformation(primitive(each, context)))
                            .addInfoTypes(InfoType.newBuilder().setName(name)));
            byPrimitive.values().forEach(byInfoType::addTransformations);
        }
        return transformation.setInfoTypeTransformations(byInfoType).build();
    }

    private PrimitiveTransformation primitive(Primitive primitive, @Nullable FieldId context) {
        PrimitiveTransformation.Builder proto = PrimitiveTransformation.newBuilder();
        if (primitive instanceof Primitive.CryptoHash hash) {
            proto.getCryptoHashConfigBuilder().setCryptoKey(key(hash.key()));
        } else if (primitive instanceof Primitive.CryptoDeterministic deterministic) {
            var config = proto.getCryptoDeterministicConfigBuilder().setCryptoKey(key(deterministic.key()));
            if (deterministic.surrogateInfoType() != null) {
                config.getSurrogateInfoTypeBuilder().setName(deterministic.surrogateInfoType());
            }
            if (context != null) {
                config.setContext(context);
            }
        } else if (primitive instanceof Primitive.CryptoReplaceFfxFpe ffx) {
            var config = proto.getCryptoReplaceFfxFpeConfigBuilder()
                    .setCryptoKey(key(ffx.key()))
                    .setCustomAlphabet(ffx.alphabet().characters());
            if (ffx.surrogateInfoType() != null) {
                config.getSurrogateInfoTypeBuilder().setName(ffx.surrogateInfoType());
            }
            if (context != null) {
                config.setContext(context);
            }
        } else if (primitive instanceof Primitive.DateShift shift) {
            var config = proto.getDateShiftConfigBuilder()
                    .setLowerBoundDays(shift.lowerBoundDays())
                    .setUpperBoundDays(shift.upperBoundDays());
            if (shift.key() != null && context != null) {
                config.setCryptoKey(key(shift.key())).setContext(context);
            }
        } else {
            KeylessProtos.set(primitive, proto);
        }
        return proto.build();
    }

    private CryptoKey key(@Nullable String name) {
        return CryptoKey.newBuilder()
                .setUnwrapped(UnwrappedCryptoKey.newBuilder().setKey(ByteString.copyFrom(keys.apply(name))))
                .build();
    }
}
