// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.gson.JsonObject;
import com.google.privacy.dlp.v2.FieldTransformation;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InfoTypeTransformations;
import com.google.privacy.dlp.v2.InfoTypeTransformations.InfoTypeTransformation;
import com.google.privacy.dlp.v2.PrimitiveTransformation;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.connect.dlp.deidentify.CloudConfig;
import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a rule does, in Cloud DLP's own messages: each primitive writes its own, as JSON. One thread. */
final class TransformationProtos {
    private final Function<@Nullable String, byte[]> keys;
    // Of treatments that no context binds: those are the same in every request
    private final IdentityHashMap<Treatment, FieldTransformation> unbound = new IdentityHashMap<>();

    /**
     * With keys.
     *
     * @param keys 32 bytes for a key's name, null for the only key
     */
    TransformationProtos(Function<@Nullable String, byte[]> keys) {
        this.keys = keys;
    }

    /**
     * Without its fields.
     *
     * @param column the column that holds the context's value; null when there is none. Findings' infoTypes are all spelled
     *     out
     */
    FieldTransformation of(Treatment treatment, @Nullable String column) {
        return column == null
                ? unbound.computeIfAbsent(treatment, first -> made(first, null))
                : made(treatment, column);
    }

    private FieldTransformation made(Treatment treatment, @Nullable String column) {
        FieldTransformation.Builder transformation = FieldTransformation.newBuilder();
        return treatment.fold(
                whole -> transformation
                        .setPrimitiveTransformation(primitive(whole.primitive(), column))
                        .build(),
                findings -> transformation
                        .setInfoTypeTransformations(byInfoType(findings, column))
                        .build(),
                transformation::build);
    }

    /** One for each primitive, not for each infoType: a request may have a hundred of them. */
    private InfoTypeTransformations byInfoType(Treatment.Findings findings, @Nullable String column) {
        Map<Primitive, InfoTypeTransformation.Builder> byPrimitive = new LinkedHashMap<>();
        new TreeMap<>(findings.byInfoType())
                .forEach((name, primitive) -> byPrimitive
                        .computeIfAbsent(
                                primitive,
                                each -> InfoTypeTransformation.newBuilder()
                                        .setPrimitiveTransformation(primitive(each, column)))
                        .addInfoTypes(InfoType.newBuilder().setName(name)));
        InfoTypeTransformations.Builder all = InfoTypeTransformations.newBuilder();
        byPrimitive.values().forEach(all::addTransformations);
        return all.build();
    }

    private PrimitiveTransformation primitive(Primitive primitive, @Nullable String column) {
        PrimitiveTransformation.Builder proto = PrimitiveTransformation.newBuilder();
        try {
            JsonFormat.parser().merge(primitive.inCloud(new Terms(column)).toString(), proto);
        } catch (InvalidProtocolBufferException unknown) {
            // Its message may quote the key
            throw new IllegalArgumentException(primitive.name() + " is unknown to Cloud DLP");
        }
        return proto.build();
    }

    /** Keys as they are, and the column of the context. */
    private final class Terms implements CloudConfig.Terms {
        private final @Nullable String column;

        Terms(@Nullable String column) {
            this.column = column;
        }

        @Override
        public JsonObject key(@Nullable String name) {
            JsonObject unwrapped = new JsonObject();
            unwrapped.addProperty("key", Base64.getEncoder().encodeToString(keys.apply(name)));
            JsonObject key = new JsonObject();
            key.add("unwrapped", unwrapped);
            return key;
        }

        @Override
        public @Nullable String field(FieldPath context) {
            return column;
        }
    }
}
