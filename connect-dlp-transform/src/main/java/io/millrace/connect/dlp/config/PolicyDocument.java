// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.dlp.rules.FieldPath;
import io.millrace.connect.dlp.rules.Primitive;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy in Cloud DLP's own JSON: {@code deidentifyConfig} as in a DeidentifyTemplate, {@code inspectConfig} as in an
 * InspectTemplate.
 *
 * <p>Source: google/privacy/dlp/v2/dlp.proto, its JSON mapping.
 *
 * @param rules the record transformations in order; infoType transformations of the whole record come last
 * @param suppressions records to drop
 * @param inspect what to look for; null when the document does not say
 */
record PolicyDocument(
        List<Rule> rules,
        List<Condition> suppressions,
        @Nullable PolicyInspect inspect) {

    /** Reads a document; throws IllegalArgumentException naming the member at fault. */
    static PolicyDocument parse(String text) {
        Json root = Json.parse(text);
        root.ignore("name", "displayName", "description", "createTime", "updateTime", "inspectTemplateName");
        List<Rule> rules = new ArrayList<>();
        List<Condition> suppressions = new ArrayList<>();
        Json deidentify = root.object("deidentifyConfig");
        if (deidentify != null) {
            // Failures are handled by on.error; LeaveUntransformed would be a leak.
            if (deidentify.has("transformationErrorHandling")
                    && deidentify.require("transformationErrorHandling").has("leaveUntransformed")) {
                throw deidentify.wrong("asks for leaveUntransformed, which shows what it could not mask; use on.error");
            }
            readRecordTransformations(deidentify.object("recordTransformations"), rules, suppressions);
            Json whole = deidentify.object("infoTypeTransformations");
            if (whole != null) {
                rules.add(rule("infoTypeTransformations", everywhere(), Condition.ALWAYS, findings(whole)));
            }
            deidentify.ensureAllRead();
        }
        Json inspect = root.object("inspectConfig");
        PolicyInspect look = inspect == null ? null : PolicyInspect.read(inspect);
        root.ensureAllRead();
        return new PolicyDocument(List.copyOf(rules), List.copyOf(suppressions), look);
    }

    private static List<FieldPath> everywhere() {
        return List.of(FieldPath.parse("**"));
    }

    private static void readRecordTransformations(
            @Nullable Json config, List<Rule> rules, List<Condition> suppressions) {
        if (config == null) {
            return;
        }
        int number = 0;
        for (Json each : config.objects("fieldTransformations")) {
            rules.add(fieldTransformation("fieldTransformations[" + number++ + "]", each));
        }
        for (Json each : config.objects("recordSuppressions")) {
            suppressions.add(condition(each.require("condition")));
            each.ensureAllRead();
        }
        config.ensureAllRead();
    }

    private static Rule fieldTransformation(String name, Json config) {
        List<FieldPath> fields = new ArrayList<>();
        for (Json field : config.objects("fields")) {
            fields.add(path(field));
        }
        if (fields.isEmpty()) {
            throw config.wrong("has no fields");
        }
        Json condition = config.object("condition");
        Json primitive = config.object("primitiveTransformation");
        Json byInfoType = config.object("infoTypeTransformations");
        if ((primitive == null) == (byInfoType == null)) {
            throw config.wrong("has either primitiveTransformation or infoTypeTransformations");
        }
        Treatment treatment = byInfoType != null
                ? findings(byInfoType)
                : new Treatment.WholeValue(PolicyPrimitive.read(config.require("primitiveTransformation")), null);
        config.ensureAllRead();
        if (treatment instanceof Treatment.WholeValue whole
                && whole.primitive() instanceof Primitive.ReplaceWithInfoType) {
            throw config.wrong(
                    "replaces a whole value with its infoType, which nothing names; use infoTypeTransformations");
        }
        return rule(name, fields, condition == null ? Condition.ALWAYS : condition(condition), treatment);
    }

    private static FieldPath path(Json field) {
        String name = field.requireText("name");
        try {
            return FieldPath.parse(name);
        } catch (IllegalArgumentException wrong) {
            throw field.wrong("cannot be used: " + wrong.getMessage());
        }
    }

    private static Rule rule(String name, List<FieldPath> fields, Condition condition, Treatment treatment) {
        return new Rule(name, fields, Set.of(), null, condition, treatment);
    }

    private static Treatment findings(Json config) {
        Map<String, Primitive> byInfoType = new HashMap<>();
        Primitive others = null;
        for (Json each : config.objects("transformations")) {
            Primitive primitive = PolicyPrimitive.read(each.require("primitiveTransformation"));
            List<Json> infoTypes = each.objects("infoTypes");
            for (Json infoType : infoTypes) {
                if (byInfoType.put(infoType.requireText("name"), primitive) != null) {
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
            all.add(new Condition.Comparison(field, operator, value == null ? null : constant(value)));
            each.ensureAllRead();
        }
        if (all.isEmpty()) {
            throw expressions.wrong("has no conditions, so that it would always hold");
        }
        return new Condition(all);
    }

    /** RecordCondition.Expressions.LogicalOperator: AND is the only one there is. */
    private enum LogicalOperator {
        AND
    }

    /** A DLP Value as text: the member that is set. */
    static String constant(Json value) {
        for (String name : List.of("stringValue", "integerValue", "floatValue", "booleanValue", "timestampValue")) {
            if (value.has(name)) {
                return value.requireText(name);
            }
        }
        if (value.has("dateValue")) {
            Json date = value.require("dateValue");
            return "%04d-%02d-%02d"
                    .formatted(date.integer("year", 1), date.integer("month", 1), date.integer("day", 1));
        }
        throw value.wrong(
                "has none of stringValue, integerValue, floatValue, booleanValue, timestampValue and dateValue");
    }
}
