// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import com.google.gson.JsonObject;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.options.UnfitOption;
import org.jspecify.annotations.Nullable;

/**
 * One of Cloud DLP's primitive transformations, as configured: what it is called and how it is written, what it needs,
 * what its results are worth, and how it is done here and there. The rest of the plugin knows primitives by these
 * answers alone. What is not answered is refused: a question has a default only where the default closes a door.
 *
 * <p>Source: PrimitiveTransformation in google/privacy/dlp/v2/dlp.proto of proto-google-cloud-dlp-v2 3.92.0.
 */
public interface Primitive {

    /** Whether equal values get equal results: partitions, joins and compaction of record keys hang on it. */
    enum Repeats {
        /** Equal values (of equal context) get equal results. */
        ALWAYS,
        /** Every value gets a result of its own, since no key is named; with one they would repeat. */
        WITH_A_KEY,
        /** Every value gets a result of its own. */
        NEVER
    }

    /** How it is written. */
    Form<?> form();

    /** The name used in rules, schema parameters, metrics and lineage, e.g. {@code crypto-hash}. */
    default String name() {
        return form().name();
    }

    /** The key that its results depend on. */
    KeyUse key();

    /** The field whose value binds the result: same value and same context, same result; null for none. */
    @Nullable
    FieldPath context();

    /** Whether record keys may be given to it. */
    Repeats repeats();

    /** True when a result still is what the schema's name says of the field, e.g. a date. */
    default boolean keepsForm() {
        return false;
    }

    /** True when {@link #startUndoing} brings its values back. */
    default boolean canBeUndone() {
        return false;
    }

    /** True when its results could be undone, but in a text nothing marks where they stand. */
    default boolean isLostInText() {
        return false;
    }

    /** True when its result is the infoType's name, so that a rule has to find infoTypes or to declare one. */
    default boolean namesInfoType() {
        return false;
    }

    /**
     * Ready to run on one task's thread.
     *
     * @param infoType what the field is declared to hold; null when unknown
     * @throws UnfitOption when the key is missing or of the wrong type, or an option cannot be used
     */
    Transformation start(Materials materials, @Nullable String infoType);

    /**
     * Ready to be undone.
     *
     * @throws UnfitOption for one that cannot be undone, and as {@link #start}
     */
    default Transformation.Reversible startUndoing(Materials materials) {
        throw new UnfitOption("transform", name() + " cannot be undone; only a transformation that encrypts can");
    }

    /** Writes Cloud DLP's config message for it. */
    void write(CloudConfig config);

    /** Whether Cloud DLP is told of the key; where it is not, its results do not depend on one. */
    default boolean isKeyedInCloud() {
        return inCloud(CloudConfig.terms(any -> new JsonObject()))
                .getAsJsonObject(form().member())
                .has(CloudConfig.KEY);
    }

    /** As a PrimitiveTransformation in Cloud DLP's JSON. */
    default JsonObject inCloud(CloudConfig.Terms terms) {
        CloudConfig config = new CloudConfig(terms);
        write(config);
        JsonObject transformation = new JsonObject();
        transformation.add(form().member(), config.json());
        return transformation;
    }
}
