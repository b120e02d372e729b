// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.RecordCondition;
import com.google.privacy.dlp.v2.RelationalOperator;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.Order;
import io.millrace.connect.emulator.dlp.value.Values;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Whether a row is meant: all conditions hold. What cannot be compared does not hold. */
record Conditions(List<RecordCondition.Condition> all) {
    static Conditions of(RecordCondition condition) {
        List<RecordCondition.Condition> all =
                condition.getExpressions().getConditions().getConditionsList();
        for (RecordCondition.Condition each : all) {
            boolean known = each.getOperator() != RelationalOperator.RELATIONAL_OPERATOR_UNSPECIFIED
                    && each.getOperator() != RelationalOperator.UNRECOGNIZED;
            if (!each.hasField() || !known || (each.getOperator() != RelationalOperator.EXISTS && !each.hasValue())) {
                throw DlpException.invalid("a condition needs a field, an operator and, but for EXISTS, a value");
            }
        }
        return new Conditions(all);
    }

    boolean hold(Function<FieldId, Optional<Value>> row) {
        return all.stream().allMatch(condition -> holds(condition, row.apply(condition.getField())));
    }

    private static boolean holds(RecordCondition.Condition condition, Optional<Value> value) {
        return switch (condition.getOperator()) {
            case EXISTS -> value.filter(any -> !Values.text(any).isEmpty()).isPresent();
            case EQUAL_TO -> compares(condition, value, order -> order == 0);
            case NOT_EQUAL_TO -> compares(condition, value, order -> order != 0);
            case GREATER_THAN -> compares(condition, value, order -> order > 0);
            case LESS_THAN -> compares(condition, value, order -> order < 0);
            case GREATER_THAN_OR_EQUALS -> compares(condition, value, order -> order >= 0);
            case LESS_THAN_OR_EQUALS -> compares(condition, value, order -> order <= 0);
            case RELATIONAL_OPERATOR_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private static boolean compares(RecordCondition.Condition condition, Optional<Value> value, IntPredicate wanted) {
        return value.flatMap(present -> Order.compare(present, condition.getValue()))
                .filter(wanted::test)
                .isPresent();
    }
}
