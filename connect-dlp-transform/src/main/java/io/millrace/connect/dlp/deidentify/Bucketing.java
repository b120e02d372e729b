// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import io.millrace.connect.dlp.options.UnfitOption;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** BucketingConfig: the bucket with min ≤ value &lt; max gives the replacement; see {@link Buckets}. */
public record Bucketing(List<Bucket> buckets) implements Primitive {
    static final Form<Bucketing> FORM = new Form<>("bucketing", Bucketing::read, Bucketing::read);

    /** {@code min..max=replacement}; either end may be missing, and so may the replacement. */
    private static final Pattern BUCKET = Pattern.compile("\\s*(.*?)\\.\\.(.*?)\\s*(?:=\\s*(.*))?");

    private static final int MOST = 1_000;

    public Bucketing {
        buckets = List.copyOf(buckets);
        buckets.forEach(bucket -> Cost.ensureShort("buckets", bucket.replacement()));
        if (buckets.size() > MOST) {
            throw new UnfitOption(
                    "buckets",
                    "has " + buckets.size() + " buckets; give at most " + MOST + ", which are compared in pairs");
        }
        if (buckets.isEmpty()) {
            throw new UnfitOption("buckets", "is missing; give at least one, e.g. 18..65=adult");
        }
    }

    private static Bucketing read(NamedProperties options) {
        return new Bucketing(options.list("buckets", Bucketing::bucket));
    }

    private static Bucket bucket(String text) {
        Matcher matcher = BUCKET.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not min..max=replacement, e.g. 18..65=adult");
        }
        String min = matcher.group(1).strip();
        String max = matcher.group(2).strip();
        return Bucket.of(min.isEmpty() ? null : min, max.isEmpty() ? null : max, matcher.group(3));
    }

    private static Bucketing read(Json config) {
        List<Bucket> buckets = new ArrayList<>();
        for (Json each : config.objects("buckets")) {
            buckets.add(Bucket.of(
                    constant(each.object("min")),
                    constant(each.object("max")),
                    constant(each.object("replacementValue"))));
        }
        return new Bucketing(buckets);
    }

    private static @Nullable String constant(@Nullable Json value) {
        return value == null ? null : value.constant();
    }

    @Override
    public Form<Bucketing> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.NONE;
    }

    @Override
    public @Nullable FieldPath context() {
        return null;
    }

    @Override
    public Repeats repeats() {
        return Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        JsonArray all = new JsonArray();
        for (Bucket bucket : buckets) {
            JsonObject each = new JsonObject();
            if (bucket.min() != null) {
                each.add("min", value(bucket.min()));
            }
            if (bucket.max() != null) {
                each.add("max", value(bucket.max()));
            }
            each.add("replacementValue", CloudConfig.text(bucket.replacement()));
            all.add(each);
        }
        config.put("buckets", all);
    }

    private static JsonObject value(String bound) {
        return Buckets.isNumber(bound) ? CloudConfig.number(new BigDecimal(bound)) : CloudConfig.text(bound);
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return new Buckets(buckets);
    }
}
