// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.deidentify.Primitive;
import io.millrace.connect.dlp.deidentify.Primitives;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads DLP's DeidentifyConfig: the record transformations in order, infoType transformations of the whole record last. */
final class PolicyRules {
    private final InfoTypeNames names;
    private final RulePlaces places;
    private final Primitives primitives;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Condition> suppressions = new ArrayList<>();

    PolicyRules(InfoTypeNames names, RulePlaces places, Primitives primitives) {
        this.names = names;
        this.places = places;
        this.primitives = primitives;
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    List<Condition> suppressions() {
        return List.copyOf(suppressions);
    }

    void read(Json deidentify) {
        // Failures are handled by on.error; LeaveUntransformed would be a leak.
        Json failures = deidentify.object("transformationErrorHandling");
        if (failures != null) {
            if (failures.has("leaveUntransformed")) {
                throw deidentify.wrong("asks for leaveUntransformed, which shows what it could not mask; use on.error");
            }
            failures.ignore("throwError");
            failures.ensureAllRead();
        }
        readRecordTransformations(deidentify.object("recordTransformations"));
        Json whole = deidentify.object("infoTypeTransformations");
        if (whole != null) {
            rules.add(places.keep(
                    rule("infoTypeTransformations", everywhere(), Condition.ALWAYS, findings(whole)), whole));
        }
    }

    private static List<FieldPath> everywhere() {
        return List.of(FieldPath.parse("**"));
    }

    private void readRecordTransformations(@Nullable Json config) {
        if (config == null) {
            return;
        }
        int number = 0;
        for (Json each : config.objects("fieldTransformations")) {
            rules.add(places.keep(fieldTransformation("fieldTransformations[" + number++ + "]", each), each));
        }
        for (Json each : config.objects("recordSuppressions")) {
            suppressions.add(condition(each.require("condition")));
            each.ensureAllRead();
        }
        config.ensureAllRead();
    }

    private Rule fieldTransformation(String name, Json config) {
        List<FieldPath> fields = new ArrayList<>();
        for (Json field : config.objects("fields")) {
            fields.add(path(field));
        }
        if (fields.isEmpty()) {
            throw config.wrong("has no fields");
        }
        Json when = config.object("condition");
        Condition condition = when == null ? Condition.ALWAYS : condition(when);
        Json primitive = config.object("primitiveTransformation");
        Json byInfoType = config.object("infoTypeTransformations");
        if ((primitive == null) == (byInfoType == null)) {
            throw config.wrong("has either primitiveTransformation or infoTypeTransformations");
        }
        Treatment treatment = byInfoType != null ? findings(byInfoType) : wholeValue(config);
        config.ensureAllRead();
        return rule(name, fields, condition, treatment);
    }

    private Treatment wholeValue(Json config) {
        Primitive primitive = primitive(config);
        if (primitive.namesInfoType()) {
            throw config.wrong(
                    "replaces a whole value with its infoType, which nothing names; use infoTypeTransformations");
        }
        return new Treatment.WholeValue(primitive, null);
    }

    private static FieldPath path(Json field) {
        String name = field.requireText("name");
        return field.build("name", () -> FieldPath.parse(name));
    }

    private Primitive primitive(Json transformation) {
        Json config = transformation.require("primitiveTransformation");
        return places.keep(primitives.read(config), config);
    }

    private static Rule rule(String name, List<FieldPath> fields, Condition condition, Treatment treatment) {
        return new Rule(name, fields, Set.of(), null, condition, treatment);
    }

    private Treatment findings(Json config) {
        Map<String, Primitive> byInfoType = new HashMap<>();
        Primitive others = null;
        List<Json> transformations = config.objects("transformations");
        if (transformations.isEmpty()) {
            throw config.wrong("has no transformations, so that nothing would be masked");
        }
        for (Json each : transformations) {
            Primitive primitive = primitive(each);
            List<Json> infoTypes = each.objects("infoTypes");
            for (Json infoType : infoTypes) {
                if (byInfoType.put(PolicyInspect.named(infoType, names).name(), primitive) != null) {
                    throw each.wrong("transforms an infoType that another transformation names");
                }
            }
            if (infoTypes.isEmpty()) {
                others = primitive;
            }
            each.ensureAllRead();
        }
        config.ensureAllRead();
        return new Treatment.Findings(byInfoType, others);
    }

    private static Condition condition(Json config) {
        Json expressions = config.require("expressions");
        if (!"AND"
                .equals(expressions
                        .choice("logicalOperator", LogicalOperator.AND)
                        .name())) {
            throw expressions.wrong("combines with an operator other than AND");
        }
        List<Condition.Comparison> all = new ArrayList<>();
        for (Json each : expressions.require("conditions").objects("conditions")) {
            Json value = each.object("value");
            Condition.Operator operator = each.requireChoice("operator", Condition.Operator.EQUAL_TO);
            if ((value == null) != (operator == Condition.Operator.EXISTS)) {
                throw each.wrong("compares with a value, unless its operator is EXISTS");
            }
            FieldPath field = path(each.require("field"));
            if (!field.isOne()) {
                throw each.wrong("names more than one field: " + field);
            }
            all.add(new Condition.Comparison(field, operator, value == null ? null : value.constant(), kind(value)));
            each.ensureAllRead();
        }
        if (all.isEmpty()) {
            throw expressions.wrong("has no conditions, so that it would always hold");
        }
        return new Condition(all);
    }

    private static Condition.Kind kind(@Nullable Json value) {
        if (value == null || !(value.has("integerValue") || value.has("floatValue"))) {
            return Condition.Kind.TEXT;
        }
        return value.has("integerValue") ? Condition.Kind.WHOLE : Condition.Kind.NUMBER;
    }

    /** RecordCondition.Expressions.LogicalOperator: AND is the only one there is. */
    private enum LogicalOperator {
        AND
    }
}
